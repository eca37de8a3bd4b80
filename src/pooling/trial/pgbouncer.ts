import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { UserError } from '../../errors.ts'
import { serverAccount } from '../../postgres/account.ts'
import { freePort } from '../../postgres/free-port.ts'
import type { Database } from '../../postgres/server.ts'

/** PgBouncer as this machine has it. */
export interface PgbouncerProgram {
  readonly path: string
  /** `1.18` is 1.18, `1.9` is 1.09. */
  readonly version: number
}

/** A running one, before one database. Disposing ends it. */
export interface RunningPgbouncer extends AsyncDisposable {
  /** A secret, like that of the database. */
  readonly url: string
}

/** Folders that packages put it into and PATH often lacks. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
const START_MS = 5000
const POLL_MS = 10
/** Seconds that a client of the trial waits for a connection of the pool. */
const QUERY_WAIT_S = 5

/** Its input is held open by this process: whatever ends that, a kill too, ends PgBouncer and takes its folder away. */
const GUARDED =
  'exec 3<&0; "$0" --quiet "$1/pgbouncer.ini" & pid=$!; (cat <&3 >/dev/null; kill -9 $pid; rm -rf "$1") & wait $pid'

/** Undefined where the machine has none that can be run. */
export async function findPgbouncer(env: NodeJS.ProcessEnv): Promise<PgbouncerProgram | undefined> {
  const folders = new Set([...(env.PATH ?? '').split(delimiter).filter(folder => folder.startsWith('/')), ...FOLDERS])
  for (const folder of folders) {
    const path = join(folder, 'pgbouncer')
    try {
      const { stdout } = await promisify(execFile)(path, ['--version'], { env: {} })
      const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? []
      if (major !== undefined && minor !== undefined)
        return { path, version: Number(`${major}.${minor.padStart(2, '0')}`) }
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

/**
 * Starts it with these settings of a pgbouncer.ini and no others: a branch's file may name files to read and to write. Throws a
 * UserError where it does not start.
 */
export async function startPgbouncer(
  { path }: PgbouncerProgram,
  database: Database,
  settings: Readonly<Record<string, string | number>>,
  env: NodeJS.ProcessEnv,
): Promise<RunningPgbouncer> {
  const account = await serverAccount(env)
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-pgbouncer-'))
  const port = await freePort()
  const { PGHOST, PGPORT, PGUSER = '', PGPASSWORD = '', PGDATABASE = '' } = database.env
  const ours = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'userlist.txt'),
    ignore_startup_parameters: 'extra_float_digits,options',
    query_wait_timeout: QUERY_WAIT_S,
  }
  const lines = Object.entries({ ...settings, ...ours }).map(([name, value]) => `${name} = ${value}`)
  const files = {
    'userlist.txt': `"${PGUSER}" "${PGPASSWORD}"\n`,
    'pgbouncer.ini': `[databases]\n${PGDATABASE} = host=${PGHOST} port=${PGPORT}\n[pgbouncer]\n${lines.join('\n')}\n`,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 })
  await chmod(folder, 0o700)
  if (account !== undefined)
    for (const name of ['', ...Object.keys(files)]) await chown(join(folder, name), account.uid, account.gid)
  const child = spawn('/bin/sh', ['-c', GUARDED, path, folder], {
    ...account,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
    cwd: '/',
  })
  child.stdin.on('error', () => undefined)
  const exited = once(child, 'exit').catch(() => undefined)
  const running = {
    url: `postgresql://${encodeURIComponent(PGUSER)}:${encodeURIComponent(PGPASSWORD)}@127.0.0.1:${port}/${encodeURIComponent(PGDATABASE)}`,
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await exited
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    },
  }
  const deadline = performance.now() + START_MS
  while (child.exitCode === null && performance.now() < deadline) {
    if (await accepts(port)) return running
    await wait(POLL_MS)
  }
  await running[Symbol.asyncDispose]()
  throw new UserError('PgBouncer did not start with these settings')
}

function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port })
  return new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}
