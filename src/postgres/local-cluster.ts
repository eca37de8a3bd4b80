import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { BARE_ENVIRONMENT } from '../environment.ts'
import { UserError } from '../errors.ts'
import { packData, unpackData } from './data-archive.ts'
import { randomPassword } from './database.ts'
import { type EmptyCluster, makeEmptyCluster, SUPERUSER } from './empty-cluster.ts'
import { freePort } from './free-port.ts'
import type { ServerGuard } from './guard.ts'
import { openFileLog } from './log.ts'
import { quoteLiteral } from './quote.ts'
import {
  diskFullError,
  isConnectionLoss,
  isDiskFull,
  isStorageFailure,
  readTail,
  seriousLines,
  serverDiedError,
  storageError,
} from './server-failure.ts'
import { C_LOCALE_LIMIT, LOG_FILE, startFlags } from './settings.ts'
import { removeSharedMemory } from './shared-memory.ts'
import type { StartedServer } from './superuser-server.ts'
import { waitForServer } from './wait-for-server.ts'

/** `folder` is a new one; it is removed with the server. */
export interface LocalCluster extends EmptyCluster {
  readonly kind: 'embedded' | 'native'
  readonly settings: Readonly<Record<string, string>>
  /** The file to start on, in place of an empty cluster. */
  readonly archive?: string | undefined
  readonly isPacked?: boolean | undefined
  readonly guard: ServerGuard | undefined
}

const STOP_TIMEOUT_MS = 5_000
/** A stop in good order writes all that is in memory. */
const SHUTDOWN_TIMEOUT_MS = 120_000
const POLL_MS = 5
/** The process that writes the log may take longer to end than the server. */
const LAST_WORDS_MS = 1_000
const PORT_ATTEMPTS = 5

/** Creates a cluster in the folder and starts it on a free port of loopback. */
export async function startCluster(cluster: LocalCluster): Promise<StartedServer> {
  const { archive } = cluster
  const password = await (archive === undefined ? makeEmptyCluster(cluster) : restore(cluster, archive))
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    cluster.signal.throwIfAborted()
    const server = launch(cluster, port, `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`)
    const isReady = () => saysReady(join(cluster.folder, 'data'))
    const failure = await waitForServer(server.url, cluster.signal, server.lastWords, isReady).catch(async error => {
      await server.stop()
      throw error
    })
    if (failure === undefined) return server.started
    await server.stop()
    if (attempt === PORT_ATTEMPTS || !/could not bind|Address already in use/.test(failure)) {
      throw new UserError(`The PostgreSQL server did not start\n${failure}`)
    }
  }
}

/** The eighth line of `postmaster.pid` is the server's state, as `pg_ctl` reads it (miscadmin.h, `LOCK_FILE_LINE_PM_STATUS`). */
const STATE_LINE = 7

async function saysReady(data: string): Promise<boolean> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  return text.split('\n')[STATE_LINE]?.trim() === 'ready'
}

function childOptions({ account, folder, signal }: LocalCluster) {
  return { env: BARE_ENVIRONMENT, cwd: folder, signal, ...account }
}

/** The archive's password is nobody's any more; the server without a network takes a new one. */
async function restore(cluster: LocalCluster, archive: string): Promise<string> {
  const password = randomPassword()
  const data = join(cluster.folder, 'data')
  await unpackData(archive, data, cluster.account)
  const single = spawn(join(cluster.bin, 'postgres'), ['--single', '-D', data, '-c', 'fsync=off', 'postgres'], {
    ...childOptions(cluster),
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  single.stdin.on('error', () => undefined)
  single.stdin.end(`alter role ${SUPERUSER} password ${quoteLiteral(password)}\n`)
  const [said, code] = await Promise.all([
    text(single.stderr),
    new Promise<number | null>((resolve, reject) => single.once('error', reject).once('close', resolve)),
  ])
  if (code !== 0 || /(ERROR|FATAL|PANIC): /.test(said)) {
    throw new UserError(`The server does not start on the archive\n${said.trim()}`)
  }
  return password
}

interface Launched {
  readonly url: string
  readonly started: StartedServer
  /** What the server said at its end; undefined while it runs. */
  lastWords(): Promise<string | undefined>
  /** Stops the server, keeps the folder. */
  stop(): Promise<void>
}

function launch(cluster: LocalCluster, port: number, url: string): Launched {
  const data = join(cluster.folder, 'data')
  const address = ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'unix_socket_directories=']
  // Its own session: Ctrl-C in the terminal is for us, who stop the server when we are ready to.
  const child = spawn(
    join(cluster.bin, 'postgres'),
    ['-D', data, ...address, ...startFlags(cluster.major, cluster.settings, cluster.isPacked)],
    {
      ...childOptions({ ...cluster, signal: new AbortController().signal }),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    },
  )
  if (child.pid !== undefined) cluster.guard?.watch(child.pid)
  let standardError = ''
  child.stderr?.setEncoding('utf8').on('data', text => {
    standardError = (standardError + text).slice(-4096)
  })
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.once('error', error => {
      standardError += error.message
      resolve()
    })
  })
  const hasExited = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  const lastWords = async () => {
    if (!hasExited()) return undefined
    const how = child.signalCode ?? `exit code ${child.exitCode}`
    const deadline = performance.now() + LAST_WORDS_MS
    for (;;) {
      const words = seriousLines(await readTail(join(data, LOG_FILE)), standardError)
      if (words !== '' || performance.now() > deadline) return `${how}\n${words}`.trim()
      await wait(POLL_MS)
    }
  }
  const halt = async () => {
    if (hasExited()) return
    child.kill('SIGQUIT')
    await Promise.race([exited, wait(STOP_TIMEOUT_MS, undefined, { ref: false })])
    if (!hasExited()) child.kill('SIGKILL')
    await exited
  }
  const clear = async () => {
    await halt()
    await removeSharedMemory(data)
  }
  const lastResort = () => {
    child.kill('SIGQUIT')
    // The server removes its pid file last. Nothing but blocking waits in an exit handler.
    const pause = new Int32Array(new SharedArrayBuffer(4))
    const deadline = Date.now() + STOP_TIMEOUT_MS
    while (existsSync(join(data, 'postmaster.pid')) && Date.now() < deadline) Atomics.wait(pause, 0, 0, POLL_MS)
    rmSync(cluster.folder, { recursive: true, force: true })
  }
  process.once('exit', lastResort)
  let stopping: Promise<void> | undefined
  const started: StartedServer = {
    kind: cluster.kind,
    url,
    limits: [C_LOCALE_LIMIT],
    openLog: admin => openFileLog(join(data, LOG_FILE), admin),
    async explain(error) {
      if (isDiskFull(error)) return diskFullError(cluster.folder, error)
      if (isStorageFailure(error)) return storageError(error, await readTail(join(data, LOG_FILE)), cluster.folder)
      if (stopping || !isConnectionLoss(error)) return error
      await Promise.race([exited, wait(1000, undefined, { ref: false })])
      const words = await lastWords()
      return words === undefined ? error : serverDiedError(words, cluster.folder, error)
    },
    stop() {
      stopping ??= clear().then(async () => {
        process.off('exit', lastResort)
        // Of thousands of files a third of the work of doing it asynchronously.
        rmSync(cluster.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
        cluster.guard?.dismiss()
      })
      return stopping
    },
    async pack(file) {
      child.kill('SIGINT')
      await Promise.race([exited, wait(SHUTDOWN_TIMEOUT_MS, undefined, { ref: false })])
      if (child.exitCode !== 0) throw new UserError(`The server did not stop in good order\n${await lastWords()}`)
      await packData(data, file)
    },
  }
  const stop = async () => {
    process.off('exit', lastResort)
    await clear()
  }
  return { url, started, lastWords, stop }
}
