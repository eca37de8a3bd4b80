import { leftoversOf, readFiles } from './bloat/leftovers.ts'
import type { Leftover } from './bloat/storage.ts'
import { countRows } from './capture/catalog.ts'
import { captureSent } from './capture/sent.ts'
import { type SharedTree, shareCheckout } from './checkout/shared.ts'
import type { Tree } from './checkout/tree.ts'
import { runCommand } from './command.ts'
import type { Config } from './config/schema.ts'
import { childEnvironment } from './environment.ts'
import { UserError } from './errors.ts'
import { type ApplyOptions, applyMigrations } from './migrate/apply.ts'
import { runMigrationCommand } from './migrate/command.ts'
import type { AppliedStatement, Migration, MigrationSet } from './migrate/migration.ts'
import type { Sent } from './migrate/sent.ts'
import { letRolesCreate, readRoles } from './postgres/database.ts'
import { ensureExtensions } from './postgres/extensions.ts'
import { freeze } from './postgres/freeze.ts'
import type { OpenContext } from './postgres/open-context.ts'
import { withRoleSettings } from './postgres/role-settings.ts'
import type { Database, Server } from './postgres/server.ts'
import { markDatabase, settle } from './postgres/settle.ts'
import { carryStatistics } from './postgres/statistics.ts'
import type { Progress } from './progress.ts'
import { seedNewTables, seedWhatFits } from './seed/borrowed.ts'
import { type SeedOptions, seed, seedByCommand } from './seed/seed.ts'
import { wantedExtensions } from './sql/references.ts'

/** What every stage that touches the server needs. */
export interface Workbench {
  readonly server: Server
  readonly config: Config
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface SideSource {
  readonly side: 'base' | 'head'
  readonly tree: Tree
  /** Where the seed's files are. */
  readonly seed: Tree
  readonly migrations: MigrationSet
  /** Whether the seed's files are another side's, of which only what fits this side's schema is run. */
  readonly isSeedBorrowed?: boolean
  /** Whether the other side runs that whole seed itself, so that what both sides have must get the same rows of it. */
  readonly isHeadSeededToo?: boolean
  /** Whose files the seed's command gets if it fails in `seed`. */
  readonly spareSeed?: Tree | undefined
}

/** Base: all of its migrations, the seed, then every page frozen and every table analysed. */
export async function buildBase(
  bench: Workbench,
  source: SideSource,
): Promise<{ database: Database; seededRows: number; notes: readonly string[] }> {
  const { database, left, isSpareUsed } = await buildFresh(bench, source)
  const notes = [...(isSpareUsed ? [SPARE_NOTE] : []), ...(left.length === 0 ? [] : [leftOutNote(left, source)])]
  return { database, seededRows: await countRows(database), notes }
}

const SPARE_NOTE =
  'Base has no configuration yet, and the seed’s command fails in its files: the branch’s are used on both sides.'

const MAX_LISTED = 3

function leftOutNote(left: readonly string[], { isHeadSeededToo = false }: SideSource): string {
  const more = left.length > MAX_LISTED ? ` and ${left.length - MAX_LISTED} more` : ''
  const what = left.length === 1 ? 'One statement' : `${left.length} statements`
  const others = isHeadSeededToo ? '' : ', those of both sides hold base’s rows'
  return `${what} of the branch’s seed (${left.slice(0, MAX_LISTED).join(', ')}${more}) did not fit base, which lacks what the branch’s migrations create: tables that are new are filled on head alone${others}.`
}

interface Head {
  readonly database: Database
  readonly applied: readonly AppliedStatement[]
  /** What the migration command sent, where it is a command and the server logs that. */
  readonly sent: Sent | undefined
  readonly notes: readonly string[]
  /** What the migrations left in the tables. */
  readonly left: readonly Leftover[]
}

/** Head as production will get it: a copy of seeded base, the branch's own migrations on top. */
export async function upgradeHead(
  bench: Workbench,
  source: SideSource,
  base: Database,
  pending: readonly Migration[],
  isSeedBorrowed = false,
): Promise<Head> {
  const { server, progress } = bench
  return progress.stage('migrate head', async () => {
    const database = await server.createDatabase('head', base)
    const mark = await markDatabase(database)
    const { migrations } = source
    const { applied, sent } =
      migrations.kind === 'command'
        ? { applied: [], sent: await migrateByCommand(bench, { ...source, migrations }, database) }
        : { applied: await migrate(bench, source, database, pending), sent: undefined }
    if (isSeedBorrowed) {
      const sides = { base, head: database }
      await seedNewTables(sides, source.seed, bench.config.seed.files, seedOptions(bench))
    }
    const files = await readFiles(database)
    const rewriteMs = new Map<number, number>()
    const notes = await settle(server, base, database, mark, (oid, durationMs) => rewriteMs.set(oid, durationMs))
    return { database, applied, sent, notes, left: leftoversOf(files, await readFiles(database), rewriteMs) }
  })
}

/** Head built like base, where there is no upgrade path; tables that are alike get base's statistics. */
export async function rebuildHead(bench: Workbench, source: SideSource, base: Database): Promise<Head> {
  const { database } = await buildFresh(bench, source)
  const notes = await carryStatistics(bench.server, base, database)
  return { database, applied: [], sent: undefined, notes, left: [] }
}

interface Built {
  readonly database: Database
  /** Places of the seed's statements that did not fit. */
  readonly left: readonly string[]
  readonly isSpareUsed: boolean
}

async function buildFresh(bench: Workbench, source: SideSource): Promise<Built> {
  const { server, config, progress, signal } = bench
  const database = await server.createDatabase(source.side)
  await letRolesCreate(database, config.postgres.roles)
  await progress.stage(`migrate ${source.side}`, () => migrate(bench, source, database))
  try {
    const left = await progress.stage(`seed ${source.side}`, () => fill(bench, source, database))
    await progress.stage(`freeze ${source.side}`, () => freeze(server, database))
    return { database, left, isSpareUsed: false }
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted || source.spareSeed === undefined) throw error
    // It may have left rows.
    await server.dropDatabase(database)
    const built = await buildFresh(bench, { ...source, seed: source.spareSeed, spareSeed: undefined })
    return { ...built, isSpareUsed: true }
  }
}

async function fill(bench: Workbench, source: SideSource, database: Database): Promise<readonly string[]> {
  const { seed: from, isSeedBorrowed = false, isHeadSeededToo = false } = source
  const { files } = bench.config.seed
  const options = seedOptions(bench)
  if (!isSeedBorrowed) {
    await seed(database, from, bench.config.seed, options)
    return []
  }
  const left = await seedWhatFits(database, from, files, { ...options, isNeededWhole: isHeadSeededToo })
  await seedByCommand(database, from, bench.config.seed, options)
  return left
}

function seedOptions({ config, env, progress, signal }: Workbench): SeedOptions {
  return { env: commandEnvironment(config, env), progress, signal }
}

/** Applies migrations: all, or those that are pending on an upgraded database, whose locks are then watched. */
export async function migrate(
  bench: Workbench,
  source: SideSource,
  database: Database,
  pending?: readonly Migration[],
  afterStatement?: ApplyOptions['afterStatement'],
): Promise<readonly AppliedStatement[]> {
  return await withRoleSettings(bench.server, database, () =>
    applyAll(bench, source, database, pending, afterStatement),
  )
}

async function applyAll(
  bench: Workbench,
  source: SideSource,
  database: Database,
  pending: readonly Migration[] | undefined,
  afterStatement: ApplyOptions['afterStatement'],
): Promise<readonly AppliedStatement[]> {
  const { side, migrations } = source
  const { server, config, progress, signal } = bench
  const allowed = config.postgres.extensions
  if (migrations.kind === 'command') {
    await runCommandOf(bench, { ...source, migrations }, database)
    return []
  }
  const toApply = pending ?? migrations.migrations
  const wanted = wantedExtensions(toApply)
  const dispensable = migrations.settings?.dispensable
  const superuserExtensions = await ensureExtensions(server, database, wanted, allowed, dispensable)
  // What the branch itself creates has to be new; whatever is built again meets the roles of the first time.
  const isFirst = pending !== undefined && afterStatement === undefined
  const roles = new Set(isFirst ? config.postgres.roles : await readRoles(server.admin))
  return applyMigrations(database, migrations, toApply, {
    side,
    progress,
    signal,
    superuserExtensions,
    roles,
    sampleLocks: pending !== undefined,
    afterStatement,
    settings: {},
  })
}

type CommandSource = SideSource & { readonly migrations: Extract<MigrationSet, { kind: 'command' }> }

/** Returns what the command sent, where the server logs that. */
async function migrateByCommand(
  bench: Workbench,
  source: CommandSource,
  database: Database,
): Promise<Sent | undefined> {
  const { server } = bench
  return await withRoleSettings(server, database, () =>
    captureSent(server, database, () => runCommandOf(bench, source, database)),
  )
}

/**
 * What head's migration command sends where it upgrades base, for a head that was built afresh; undefined where it fails there, or
 * where either side's migrations are no command.
 */
export async function sendToCopy(
  bench: Workbench,
  source: { readonly base: SideSource; readonly head: SideSource },
  base: Database,
): Promise<Sent | undefined> {
  const { migrations } = source.head
  if (migrations.kind !== 'command' || source.base.migrations.kind !== 'command') return undefined
  const copy = await bench.server.createDatabase('upgraded', base)
  try {
    return await migrateByCommand(bench, { ...source.head, migrations }, copy)
  } catch (error) {
    bench.signal.throwIfAborted()
    if (!(error instanceof UserError)) throw error
    return undefined
  } finally {
    await bench.server.dropDatabase(copy)
  }
}

async function runCommandOf(bench: Workbench, { side, tree, migrations }: CommandSource, database: Database) {
  const { server, config, env, progress, signal } = bench
  const allowed = config.postgres.extensions
  const wanted = allowed.map(name => ({ name }))
  await ensureExtensions(server, database, wanted, allowed)
  const options = { env: commandEnvironment(config, env), side, progress, signal }
  await runMigrationCommand(database, tree, migrations, options)
}

/** A side's files for all commands of the run, with `migrations.install` run in them; the user's own tree is left as it is. */
export function prepareTree(
  tree: Tree,
  config: Config,
  { env, progress, signal, onRemains }: Omit<Workbench, 'server' | 'config'> & Pick<OpenContext, 'onRemains'>,
): SharedTree {
  return shareCheckout(tree, async directory => {
    if (tree.commit !== undefined) onRemains?.({ kind: 'worktree', path: directory })
    const { install } = config.migrations
    if (install === undefined || tree.commit === undefined) return
    await runCommand({
      what: `the install command in ${tree.label}`,
      command: install,
      directory,
      env: commandEnvironment(config, env),
      timeoutMs: INSTALL_TIMEOUT_MS,
      signal,
      onLine: line => progress.step(line),
    })
  })
}

/** A cold package cache takes minutes, a hanging one for ever. */
const INSTALL_TIMEOUT_MS = 1_800_000

/** The environment of the user's commands. */
export function commandEnvironment(config: Config, env: NodeJS.ProcessEnv): Record<string, string> {
  return childEnvironment(env, config.environment, {})
}
