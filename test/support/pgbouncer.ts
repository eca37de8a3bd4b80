import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../../src/postgres/free-port.ts'
import type { Database } from '../../src/postgres/server.ts'

/** Where Debian's package puts it. */
const PGBOUNCER = '/usr/sbin/pgbouncer'
/** It does not run as root; any other user will do. */
const NOBODY = 65534

/** Whether the machine has PgBouncer: what needs it is tested where it is, and always in CI. */
export const HAS_PGBOUNCER = process.env.CI === 'true' || existsSync(PGBOUNCER)

export interface Pooler extends AsyncDisposable {
  readonly url: string
}

/** Runs PgBouncer before a database with the settings of a pgbouncer.ini; `app` stands for the database. */
export async function startPgbouncer(database: Database, settings: string): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'))
  const port = await freePort()
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE } = database.env
  const target = `app = host=${PGHOST} port=${PGPORT} dbname=${PGDATABASE} user=${PGUSER} password=${PGPASSWORD}`
  const ours = `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any\n`
  await writeFile(join(folder, 'pgbouncer.ini'), `[databases]\n${target}\n[pgbouncer]\n${ours}${settings}`)
  await chmod(folder, 0o755)
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn(PGBOUNCER, [join(folder, 'pgbouncer.ini')], { ...identity, stdio: 'ignore', env: {}, cwd: '/' })
  const exited = once(child, 'exit')
  for (let tries = 0; tries < 500 && child.exitCode === null && !(await accepts(port)); tries++) await wait(10)
  return {
    url: `postgresql://anybody@127.0.0.1:${port}/app`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

export async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port })
  return new Promise(resolve => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy()) as Promise<boolean>
}
