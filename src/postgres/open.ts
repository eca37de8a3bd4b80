import { rm } from 'node:fs/promises'
import type { Config, ServerKind } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { serverAccount } from './account.ts'
import { startContainer } from './container.ts'
import { makeDataFolder } from './data-folder.ts'
import { isDockerThere } from './docker-engine.ts'
import { findPackage, prepareBinaries } from './embedded.ts'
import { openExternal } from './external.ts'
import { startCluster } from './local-cluster.ts'
import { findInstallation } from './native.ts'
import type { OpenContext } from './open-context.ts'
import type { Server } from './server.ts'
import { type StartedServer, takeOver } from './superuser-server.ts'

type Settings = Config['postgres']

/** Starts or reaches the server that the configuration asks for. Throws a UserError where it cannot be had. */
export async function openServer(config: Settings, context: OpenContext): Promise<Server> {
  context.signal.throwIfAborted()
  if (config.server !== 'auto') return open(config.server, config, context)
  const { kind, because } = await choose(config, context)
  context.progress.step(`server: ${kind}, because ${because}`)
  try {
    return await open(kind, config, context)
  } catch (error) {
    if (kind !== 'container' || config.image || context.signal.aborted || !(error instanceof UserError)) throw error
    context.progress.warn(`${error.message}; using the embedded server instead`)
    return open('embedded', config, context)
  }
}

async function choose(config: Settings, { env }: OpenContext): Promise<{ kind: ServerKind; because: string }> {
  if (config.url) return { kind: 'external', because: 'postgres.url is set' }
  if (config.image) return { kind: 'container', because: 'postgres.image is set' }
  if (await isDockerThere(env)) return { kind: 'container', because: 'a Docker engine answers' }
  return { kind: 'embedded', because: 'no Docker engine answers' }
}

async function open(kind: ServerKind, config: Settings, context: OpenContext): Promise<Server> {
  if (kind === 'external') return openExternal(config, context)
  const started = kind === 'container' ? await startContainer(config, context) : await startLocal(kind, config, context)
  return takeOver(started, config, context.signal)
}

async function startLocal(kind: 'embedded' | 'native', config: Settings, context: OpenContext): Promise<StartedServer> {
  const { env, signal, progress } = context
  const major = config.version
  const account = await serverAccount(env)
  const source = kind === 'native' ? await findInstallation(major, env) : await findPackage(major, context)
  progress.step(`starting PostgreSQL ${major}`)
  const folder = await makeDataFolder(env, account)
  context.onRemains?.({ kind: 'folder', path: folder })
  try {
    const bin = typeof source === 'string' ? await prepareBinaries(source, folder, account) : source.bin
    return await startCluster({ kind, bin, major, folder, account, settings: config.settings, signal })
  } catch (error) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    signal.throwIfAborted()
    throw error
  }
}
