import { isDeepStrictEqual } from 'node:util'
import packageJson from '../package.json' with { type: 'json' }
import { fingerprintContents } from './cache/contents.ts'
import { type BaseFacts, readEntry, writeEntry } from './cache/entry.ts'
import { type BaseKey, baseKey } from './cache/key.ts'
import type { BaseCache } from './cache/store.ts'
import { countRows } from './capture/catalog.ts'
import type { Config } from './config/schema.ts'
import { UserError } from './errors.ts'
import { findServer, openServer, type ServerSource } from './postgres/open.ts'
import type { OpenContext } from './postgres/open-context.ts'
import type { Database, Server } from './postgres/server.ts'
import { buildBase, type SideSource } from './sides.ts'

interface Base {
  readonly database: Database
  readonly seededRows: number
}

/** A server with base's frozen database in it; disposing ends it. */
export interface OpenedBase extends AsyncDisposable {
  readonly server: Server
  readonly base: Base
  /** Sentences for the report. */
  readonly notes: readonly string[]
}

export interface BaseOptions {
  readonly config: Config
  readonly context: OpenContext
  readonly cache: BaseCache | undefined
}

const NAME = 'base'

/**
 * Starts a server and brings base into it: as it was kept by an earlier run, or built. What was kept is used only where
 * nothing about it is in doubt.
 */
export async function openBase(
  source: { readonly base: SideSource; readonly head: SideSource },
  options: BaseOptions,
): Promise<OpenedBase> {
  const { config, context, cache } = options
  const { progress } = context
  if (cache === undefined || source.base.isSeedBorrowed || source.base.spareSeed !== undefined) {
    return build(() => openServer(config.postgres, context), source.base, options)
  }
  const found = await progress.stage('find server', () => findServer(config.postgres, context))
  const name = await nameOf(found, source.base, options)
  if (!('key' in name)) return build(found.open, source.base, options, [`Base is not cached: ${name.uncertain}.`])
  const { key } = name
  const kept = await progress.stage('restore base', () => restore(found, key, cache, context))
  if (kept !== undefined) return kept
  const isKept =
    cache.keeps === 'base' ||
    (cache.keeps === 'head' && isDeepStrictEqual(name, await nameOf(found, asBase(source.head), options)))
  if (isKept && (await keep(found, key, source.base, cache, options))) {
    const again = await progress.stage('restore base', () => restore(found, key, cache, context))
    if (again !== undefined) return again
  }
  return build(found.open, source.base, options)
}

/** After a push to the base branch: keeps what will be the base of later runs. Its failure is told and changes nothing. */
export async function keepNextBase(
  source: { readonly base: SideSource; readonly head: SideSource },
  options: BaseOptions,
): Promise<void> {
  const { config, context, cache } = options
  if (cache?.keeps !== 'head') return
  const next = asBase(source.head)
  try {
    const found = await findServer(config.postgres, context)
    const name = await nameOf(found, next, options)
    if (!('key' in name) || isDeepStrictEqual(name, await nameOf(found, source.base, options))) return
    if (!(await cache.store.has(name.key))) await keep(found, name.key, next, cache, options)
  } catch (error) {
    context.signal.throwIfAborted()
    context.progress.warn(`The base of later runs could not be kept: ${messageOf(error)}`)
  }
}

function asBase(head: SideSource): SideSource {
  return { ...head, side: 'base' }
}

async function build(
  open: () => Promise<Server>,
  source: SideSource,
  { config, context }: BaseOptions,
  notes: readonly string[] = [],
): Promise<OpenedBase> {
  const server = await context.progress.stage('start server', open)
  try {
    const base = await buildBase({ server, config, ...context }, source)
    return opened(server, base, [...notes, ...base.notes])
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}

function opened(server: Server, base: Base, notes: readonly string[] = []): OpenedBase {
  return { server, base, notes, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function nameOf(
  { build }: ServerSource,
  { tree, migrations, seed }: SideSource,
  { config }: BaseOptions,
): Promise<BaseKey> {
  if (build === undefined) return { uncertain: 'the data of an external server is not ours to take' }
  const today = new Date().toISOString().slice(0, 10)
  const inputs = { tree, migrations, seed, config, build, version: packageJson.version, today }
  return baseKey(inputs).catch(error => {
    // It is told with its place when it is applied.
    if (error instanceof UserError) return { uncertain: 'its SQL cannot be read' }
    throw error
  })
}

async function restore(
  found: ServerSource,
  key: string,
  { store }: BaseCache,
  { progress, signal }: OpenContext,
): Promise<OpenedBase | undefined> {
  let server: Server | undefined
  try {
    const folder = await store.fetch(key)
    if (folder === undefined) return undefined
    const { archive, facts } = await readEntry(folder, key)
    server = await found.open({ archive })
    const database = await server.openDatabase(NAME)
    const base = { database, seededRows: await countRows(database) }
    if (!isDeepStrictEqual(facts, await factsOf(server, base))) throw new UserError('it is not as it was')
    return opened(server, base)
  } catch (error) {
    await server?.[Symbol.asyncDispose]()
    signal.throwIfAborted()
    progress.warn(`The base that was kept is not used: ${messageOf(error)}`)
    return undefined
  }
}

async function factsOf(server: Server, { database, seededRows }: Base): Promise<BaseFacts> {
  return { server: server.version.full, seededRows, contents: await fingerprintContents(database) }
}

/** Builds base in a server of its own, which ends with its data in the store. Returns whether it does. */
async function keep(
  found: ServerSource,
  key: string,
  source: SideSource,
  { store }: BaseCache,
  { config, context }: BaseOptions,
): Promise<boolean> {
  const { progress, signal } = context
  await using server = await progress.stage('start server', () => found.open({ isPacked: true }))
  const base = await buildBase({ server, config, ...context }, source)
  const { pack } = server
  try {
    if (pack === undefined) throw new UserError('its server’s data is not ours to take')
    await progress.stage('keep base', () =>
      store.keep(key, async folder => writeEntry(folder, key, await factsOf(server, base), pack)).then(() => undefined),
    )
    return true
  } catch (error) {
    signal.throwIfAborted()
    progress.warn(`The base could not be kept for later runs: ${messageOf(error)}`)
    return false
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
