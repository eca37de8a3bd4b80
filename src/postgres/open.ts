import { rm } from 'node:fs/promises'
import type { Config, ServerKind } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { serverAccount } from './account.ts'
import { buildOf } from './build-of.ts'
import { findImage, startContainer } from './container.ts'
import { makeDataFolder } from './data-folder.ts'
import { isDockerThere } from './docker-engine.ts'
import { findPackage, prepareBinaries } from './embedded.ts'
import { openExternal } from './external.ts'
import { guardFolder } from './guard.ts'
import { startCluster } from './local-cluster.ts'
import { findInstallation } from './native.ts'
import type { OpenContext, OpenOptions } from './open-context.ts'
import type { Server } from './server.ts'
import { type StartedServer, takeOver } from './superuser-server.ts'

type Settings = Config['postgres']

/** A server that can be had, before it runs. */
export interface ServerSource {
  /** Equal for servers whose data folders are interchangeable; undefined where the data is not ours to take. */
  readonly build: string | undefined
  open(options?: OpenOptions): Promise<Server>
}

/** Starts or reaches the server that the configuration asks for. Throws a UserError where it cannot be had. */
export async function openServer(config: Settings, context: OpenContext): Promise<Server> {
  return (await findServer(config, context)).open()
}

/** Finds what the configuration asks for. Throws a UserError where it cannot be had. */
export async function findServer(config: Settings, context: OpenContext): Promise<ServerSource> {
  context.signal.throwIfAborted()
  if (config.server !== 'auto') return find(config.server, config, context)
  const { kind, because } = await choose(config, context)
  context.progress.step(`server: ${kind}, because ${because}`)
  const orEmbedded = async (error: unknown) => {
    if (kind !== 'container' || config.image || context.signal.aborted || !(error instanceof UserError)) throw error
    context.progress.warn(`${error.message}; using the embedded server instead`)
    return find('embedded', config, context)
  }
  const found = await find(kind, config, context).catch(orEmbedded)
  const open: ServerSource['open'] = options =>
    found.open(options).catch(async error => {
      if (options?.archive !== undefined) throw error
      return (await orEmbedded(error)).open(options)
    })
  return { ...found, open }
}

async function choose(config: Settings, { env }: OpenContext): Promise<{ kind: ServerKind; because: string }> {
  if (config.url) return { kind: 'external', because: 'postgres.url is set' }
  if (config.image) return { kind: 'container', because: 'postgres.image is set' }
  if (await isDockerThere(env)) return { kind: 'container', because: 'a Docker engine answers' }
  return { kind: 'embedded', because: 'no Docker engine answers' }
}

async function find(kind: ServerKind, config: Settings, context: OpenContext): Promise<ServerSource> {
  if (kind === 'external') return { build: undefined, open: () => openExternal(config, context) }
  const found = kind === 'container' ? await findContainer(config, context) : await findLocal(kind, config, context)
  return {
    build: `${kind} ${found.build}`,
    open: async options => takeOver(await found.start(options), config, context.signal, options?.archive !== undefined),
  }
}

interface Startable {
  readonly build: string
  start(options?: OpenOptions): Promise<StartedServer>
}

async function findContainer(config: Settings, context: OpenContext): Promise<Startable> {
  const image = await findImage(config, context)
  return { build: image.id, start: options => startContainer(image, config, context, options) }
}

async function findLocal(kind: 'embedded' | 'native', config: Settings, context: OpenContext): Promise<Startable> {
  const { env, signal, progress } = context
  const major = config.version
  const account = await serverAccount(env)
  const source = kind === 'native' ? await findInstallation(major, env) : await findPackage(major, context)
  const build = await buildOf(source)
  const kept = { build, keptIn: env.PGVERDICT_EMPTY_CLUSTERS }
  const start = async (options: OpenOptions = {}) => {
    progress.step(`starting PostgreSQL ${major}`)
    const folder = await makeDataFolder(env, account)
    context.onRemains?.({ kind: 'folder', path: folder })
    // Who is told of it takes it away where this process cannot.
    const guard = context.onRemains === undefined ? guardFolder(folder) : undefined
    try {
      const bin = typeof source === 'string' ? await prepareBinaries(source, folder, account) : source.bin
      return await startCluster({
        kind,
        bin,
        major,
        folder,
        account,
        settings: config.settings,
        signal,
        guard,
        ...kept,
        ...options,
      })
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
      guard?.dismiss()
      signal.throwIfAborted()
      throw error
    }
  }
  return { build, start }
}
