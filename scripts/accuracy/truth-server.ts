import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

/** The folder with `initdb` and `postgres`, and who runs them where we are root. */
export interface Binaries {
  readonly bin: string
  readonly account: { readonly uid: number; readonly gid: number } | undefined
}

export interface TruthServer extends AsyncDisposable {
  connect(database: string, user?: string): Promise<pg.Client>
}

const SUPERUSER = 'truth'
const STARTUP_ATTEMPTS = 400
const POLL_MS = 25

/** Nothing in the background, nothing parallel: two runs read the same blocks. */
const SETTINGS = {
  autovacuum: 'off',
  compute_query_id: 'on',
  fsync: 'off',
  jit: 'off',
  listen_addresses: '127.0.0.1',
  max_parallel_workers_per_gather: '0',
  'pg_stat_statements.track': 'top',
  shared_buffers: '256MB',
  shared_preload_libraries: 'pg_stat_statements',
  synchronize_seqscans: 'off',
  timezone: 'UTC',
  unix_socket_directories: '',
}

/** A server of its own in a folder of its own; disposing stops it and removes the folder. */
export async function startTruthServer({ bin, account }: Binaries): Promise<TruthServer> {
  const folder = await mkdtemp(join(tmpdir(), 'accuracy-truth-'))
  if (account) await chown(folder, account.uid, account.gid)
  const options = { cwd: folder, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...account }
  const data = join(folder, 'data')
  const initdb = ['--no-sync', '--locale=C', '--encoding=UTF8', '--auth=trust', `--username=${SUPERUSER}`, '-D', data]
  await promisify(execFile)(join(bin, 'initdb'), initdb, options)
  const port = await findPort()
  const flags = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' })
  const exited = once(child, 'exit')

  const connect = async (database: string, user = SUPERUSER): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, database })
    await client.connect()
    return client
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await answers(() => connect('postgres'))
  } catch (error) {
    await stop()
    throw error
  }
  return { connect, [Symbol.asyncDispose]: stop }
}

async function answers(connect: () => Promise<pg.Client>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (await connect()).end()
    } catch (error) {
      if (attempt === STARTUP_ATTEMPTS) throw error
      await wait(POLL_MS)
    }
  }
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
