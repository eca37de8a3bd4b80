import type { Pass } from './cause/attribute.ts'
import { placeSent } from './cause/place/place-sent.ts'
import { isSetting } from './load/run-workload.ts'
import { applySent, type PlacedStep } from './migrate/apply-sent.ts'
import { type AppliedStatement, type Migration, placeOf } from './migrate/migration.ts'
import { statementsOnlyIn } from './migrate/only-in.ts'
import type { MigrationPath } from './migrate/path.ts'
import type { Sent, SentUnit } from './migrate/sent.ts'
import type { IndexDefinitions } from './plan/index-definitions.ts'
import { withRoleSettings } from './postgres/role-settings.ts'
import type { Database } from './postgres/server.ts'
import { migrate, type SideSource, sendToCopy, type Workbench } from './sides.ts'
import { isRerunnable } from './sql/rerunnable.ts'

/**
 * On the upgrade path the branch's own statements, or what its command `sent`; else what either side's history has and the
 * other's does not.
 */
export function tracePasses(
  bench: Workbench,
  source: { readonly base: SideSource; readonly head: SideSource },
  databases: { readonly base: Database; readonly head: Database },
  path: MigrationPath,
  sent: PlacedSent | undefined,
): readonly Pass[] {
  if (sent !== undefined) return [passOfSent(bench, databases.base, sent)]
  const added =
    path.kind === 'upgrade' ? path.pending : statementsOnlyIn(source.head.migrations, source.base.migrations)
  const removed = path.kind === 'upgrade' ? [] : statementsOnlyIn(source.base.migrations, source.head.migrations)
  const pass = (side: 'base' | 'head', database: Database, migrations: readonly Migration[]): Pass => ({
    side,
    statements: migrations.flatMap(({ file, pieces }) =>
      pieces.flatMap(({ kind, line, text }) => (kind === 'statement' ? { file, line, text } : [])),
    ),
    database,
    apply: (copy, afterStatement) => migrate(bench, source[side], copy, migrations, afterStatement),
  })
  return [
    ...(added.length > 0 ? [pass('head', databases.base, added)] : []),
    ...(removed.length > 0 ? [pass('base', databases.head, removed)] : []),
  ]
}

/** What a migration command sent, with the places. */
export interface PlacedSent {
  readonly to: string
  readonly units: readonly SentUnit<PlacedStep>[]
}

function passOfSent({ server, signal }: Workbench, base: Database, { to, units }: PlacedSent): Pass {
  return {
    side: 'head',
    statements: stepsOf(units).map(step => ({ ...placeOf(step), text: step.source })),
    database: base,
    apply: (copy, afterStatement) =>
      withRoleSettings(server, copy, () => applySent(copy, units, { sentTo: to, signal, afterStatement })),
  }
}

const stepsOf = (units: PlacedSent['units']) => units.flatMap(({ steps }) => steps)

/** Programs that keep no account send their whole history each time, of which only the branch's is new. */
const isOld = (statement: AppliedStatement) => !('file' in statement) && isRerunnable(statement.text)

/**
 * As the report lists them: as they were `gone` through, else as they were sent. Of what nobody watched neither locks nor
 * rewrites are known; what a tool sets for its own session is nothing to list.
 */
export function listSent(
  { units }: PlacedSent,
  gone: readonly AppliedStatement[] | undefined,
): readonly AppliedStatement[] {
  const unwatched = { locks: [], rewrites: [] }
  const applied =
    gone ??
    stepsOf(units).map(step => ({ ...placeOf(step), text: step.source, durationMs: step.durationMs, ...unwatched }))
  return applied.filter(statement => !isSetting(statement.text) && !isOld(statement))
}

/**
 * What head's migration command sent, placed in the branch's files. A head that was built afresh was sent the whole history: where
 * something got worse, the command also upgrades a copy of base. Undefined where nothing was sent, or too much.
 */
export async function readSent(
  bench: Workbench,
  source: { readonly base: SideSource; readonly head: SideSource },
  base: Database,
  { sent, path, isWorse, indexes }: SentOptions,
): Promise<PlacedSent | undefined> {
  const isUnknown = path.kind === 'fresh' && isWorse
  const found = sent ?? (isUnknown ? await sendToCopy(bench, source, base) : undefined)
  if (found === undefined || found === 'too much') return undefined
  const units = await placeSent(found.units, { base: source.base.tree, head: source.head.tree }, indexes)
  return units.length === 0 ? undefined : { to: found.to, units }
}

export interface SentOptions {
  /** To head, on the upgrade path. */
  readonly sent: Sent | undefined
  readonly path: MigrationPath
  readonly isWorse: boolean
  /** Base's. */
  readonly indexes: IndexDefinitions
}

export const UNTRACED_NOTE =
  'The migration command sent so much that it is not gone through statement by statement: which one made statements worse is not told.'
