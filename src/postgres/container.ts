import { isIP } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { StartedTestContainer, WaitStrategy } from 'testcontainers'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { guardContainer } from './container-guard.ts'
import { inspectImage, pullImage, type Runtime, type Testcontainers } from './container-image.ts'
import { openTar, packTar } from './data-archive.ts'
import { randomPassword } from './database.ts'
import { openRemoteLog } from './log.ts'
import type { OpenContext, OpenOptions } from './open-context.ts'
import { quoteLiteral } from './quote.ts'
import {
  diskFullError,
  isConnectionLoss,
  isDiskFull,
  isStorageFailure,
  serverDiedError,
  storageError,
} from './server-failure.ts'
import { C_LOCALE_LIMIT, startFlags } from './settings.ts'
import type { StartedServer } from './superuser-server.ts'
import { waitForServer } from './wait-for-server.ts'

const SUPERUSER = 'pgverdict'
const PORT = 5432
const GIB = 2 ** 30
const FOLDER = '/pgverdict'
/** What the official image's entry point needs to prepare the data folder and to become the user postgres. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']
const LOG_LINES = 15
const SHUTDOWN_TIMEOUT_S = 120
const PASSWORD_ATTEMPTS = 100
const PASSWORD_PAUSE_MS = 100

/** An image that the engine has. */
export interface Image {
  readonly testcontainers: Testcontainers
  readonly runtime: Runtime
  readonly name: string
  /** Of its content. */
  readonly id: string
  readonly major: number
}

/** Fetches the image where the engine does not have it. */
export async function findImage(config: Config['postgres'], context: OpenContext): Promise<Image> {
  // Large, and needed by this kind of server only.
  const testcontainers = await import('testcontainers')
  const runtime = await reachEngine(testcontainers)
  const name = config.image ?? `postgres:${config.version}`
  await pullImage(testcontainers, runtime, name, context)
  return { testcontainers, runtime, name, ...(await inspectImage(testcontainers, runtime, name, config, context)) }
}

/** Starts the image with Testcontainers; its port is mapped to loopback only. */
export async function startContainer(
  image: Image,
  config: Config['postgres'],
  context: OpenContext,
  options: OpenOptions = {},
): Promise<StartedServer> {
  const { runtime, name, major } = image
  const password = randomPassword()
  const container = await create(image, {
    environment: {
      POSTGRES_USER: SUPERUSER,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: 'postgres',
      POSTGRES_INITDB_ARGS: `--no-sync --locale=C --encoding=UTF8${major >= 18 ? ' --no-data-checksums' : ''}`,
      PGDATA: `${FOLDER}/data`,
    },
    command: ['postgres', ...startFlags(major, config.settings, options.isPacked)],
    context,
    options,
  })
  const { host } = runtime.info.containerRuntime
  const address = host === 'localhost' ? '127.0.0.1' : host
  const url = `postgresql://${SUPERUSER}:${password}@${address}:${container.port}/postgres`
  try {
    context.progress.step(`waiting for ${name}`)
    if (options.archive !== undefined) await container.setPassword(password)
    const failure = await waitForServer(url, context.signal, container.lastWords)
    if (failure !== undefined) throw new UserError(`The container of ${name} did not start a server\n${failure}`)
  } catch (error) {
    await container.remove()
    throw error
  }
  return describe(container, url)
}

function describe(container: Container, url: string): StartedServer {
  let removal: Promise<void> | undefined
  return {
    kind: 'container',
    url,
    limits: [C_LOCALE_LIMIT],
    openLog: openRemoteLog,
    async explain(error) {
      if (isDiskFull(error)) return diskFullError('in the container', error)
      if (isStorageFailure(error)) return storageError(error, '', 'in the container')
      if (removal || !isConnectionLoss(error)) return error
      const words = await container.lastWords()
      return words === undefined ? error : serverDiedError(words, 'in the container', error)
    },
    stop() {
      removal ??= container.remove()
      return removal
    },
    pack: file => container.pack(file),
  }
}

async function reachEngine(testcontainers: Testcontainers): Promise<Runtime> {
  return testcontainers.getContainerRuntimeClient().catch((error: Error) => {
    throw new UserError('No Docker engine answers, which `postgres.server: container` needs', {
      hint: 'Start Docker, set DOCKER_HOST, or choose `postgres.server: embedded`.',
      cause: error,
    })
  })
}

interface Container {
  readonly port: number
  /** What the container said at its end; undefined while it runs. */
  lastWords(): Promise<string | undefined>
  /** Through the socket inside, which asks for none; waits for the server. */
  setPassword(password: string): Promise<void>
  /** Stops it in good order and packs its data. */
  pack(file: string): Promise<void>
  remove(): Promise<void>
}

interface Wanted {
  readonly environment: Record<string, string>
  readonly command: string[]
  readonly context: OpenContext
  readonly options: OpenOptions
}

async function create(image: Image, wanted: Wanted): Promise<Container> {
  const { testcontainers, runtime, name } = image
  const { signal, onRemains } = wanted.context
  const { archive, isPacked = false } = wanted.options
  const { host, memory } = runtime.info.containerRuntime
  let id: string | undefined
  let dismissGuard: (() => void) | undefined
  const remove = async () => {
    await (id &&
      runtime.container
        .getById(id)
        .remove({ force: true, v: true })
        .catch(() => undefined))
    dismissGuard?.()
  }
  class LoopbackContainer extends testcontainers.GenericContainer {
    protected override async beforeContainerCreated() {
      signal.throwIfAborted()
      // Testcontainers maps ports on all interfaces. An engine elsewhere cannot map to our loopback.
      const HostIp = host === 'localhost' ? '127.0.0.1' : isIP(host) ? host : ''
      this.hostConfig.PortBindings = { [`${PORT}/tcp`]: [{ HostIp, HostPort: '' }] }
    }
    protected override async containerCreated(containerId: string) {
      id = containerId
      // Who is told of it takes it away where this process cannot.
      if (onRemains === undefined) dismissGuard = guardContainer(runtime, id)
      else onRemains({ kind: 'container', id })
      signal.throwIfAborted()
    }
  }
  const container = new LoopbackContainer(name)
    .withExposedPorts(PORT)
    .withEnvironment(wanted.environment)
    .withCommand(wanted.command)
    .withDroppedCapabilities('ALL')
    .withAddedCapabilities(...CAPABILITIES)
    .withSecurityOpt('no-new-privileges')
    .withSharedMemorySize(GIB)
    .withLabels({ 'pgverdict.pid': String(process.pid) })
    // Its reaper is one more image to pull, with the engine's socket in it: a process of ours stands guard.
    .withAutoCleanup(false)
    .withWaitStrategy(whenRunning)
  if (archive !== undefined) {
    container.withCopyArchivesToContainer([{ tar: openTar(archive), target: '/' }])
  }
  // What lies in memory can neither be filled before the start nor read after the end.
  if (memory >= 8 * GIB && archive === undefined && !isPacked)
    container.withTmpFs({ [FOLDER]: `rw,size=${Math.floor(memory / 2)}` })
  let started: StartedTestContainer
  try {
    started = await container.start()
  } catch (error) {
    await remove()
    signal.throwIfAborted()
    throw new UserError(`Cannot start a container of ${name}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
  return {
    port: started.getMappedPort(PORT),
    lastWords: () => lastWords(runtime, started.getId()),
    setPassword: password => setPassword(started, password, signal),
    async pack(file) {
      const stopped = runtime.container.getById(started.getId())
      await stopped.stop({ t: SHUTDOWN_TIMEOUT_S })
      const { State } = await stopped.inspect()
      if (State.ExitCode !== 0) throw new UserError(`The server did not stop in good order (${State.ExitCode})`)
      await packTar(await stopped.getArchive({ path: FOLDER }), file)
    },
    remove,
  }
}

async function setPassword(started: StartedTestContainer, password: string, signal: AbortSignal): Promise<void> {
  const sql = `alter role ${SUPERUSER} password ${quoteLiteral(password)}`
  // As an environment variable: arguments can be seen by all.
  const command = ['sh', '-c', `printf '%s' "$SQL" | psql --quiet --username=${SUPERUSER} --dbname=postgres`]
  let said = ''
  for (let attempt = 0; attempt < PASSWORD_ATTEMPTS; attempt++) {
    signal.throwIfAborted()
    const { exitCode, output } = await started.exec(command, { user: 'postgres', env: { SQL: sql } })
    if (exitCode === 0) return
    said = output
    await wait(PASSWORD_PAUSE_MS)
  }
  throw new UserError(`The container’s server does not start on the archive\n${said.trim()}`)
}

/** We ask the server itself, which is quicker than the checks inside the container. */
const whenRunning: WaitStrategy = {
  waitUntilReady: async () => undefined,
  withStartupTimeout: () => whenRunning,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

async function lastWords(runtime: Runtime, id: string): Promise<string | undefined> {
  const container = runtime.container.getById(id)
  const { State } = await container.inspect()
  if (State.Running) return undefined
  const log = await container.logs({ stdout: true, stderr: true, tail: LOG_LINES, follow: false })
  const why = State.OOMKilled ? 'out of memory' : `exit code ${State.ExitCode}`
  return `${why}\n${withoutFrames(log)}`.trim()
}

/** The engine sends both streams in frames with a header of eight bytes, of which the last four are the length. */
function withoutFrames(log: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; at + 8 <= log.length; at += 8 + log.readUInt32BE(at + 4)) {
    parts.push(log.subarray(at + 8, at + 8 + log.readUInt32BE(at + 4)))
  }
  return Buffer.concat(parts).toString()
}
