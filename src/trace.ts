import type { Pass } from './cause/attribute.ts'
import { applySent, type PlacedStep } from './migrate/apply-sent.ts'
import { type AppliedStatement, type Migration, placeOf } from './migrate/migration.ts'
import { statementsOnlyIn } from './migrate/only-in.ts'
import type { MigrationPath } from './migrate/path.ts'
import type { SentUnit } from './migrate/sent.ts'
import { withRoleSettings } from './postgres/role-settings.ts'
import type { Database } from './postgres/server.ts'
import { migrate, type SideSource, type Workbench } from './sides.ts'

/**
 * On the upgrade path the branch's own statements, or what its command `sent`; else what either side's history has and the
 * other's does not.
 */
export function tracePasses(
  bench: Workbench,
  source: { readonly base: SideSource; readonly head: SideSource },
  databases: { readonly base: Database; readonly head: Database },
  path: MigrationPath,
  sent: readonly SentUnit<PlacedStep>[],
): readonly Pass[] {
  if (sent.length > 0) return [passOfSent(bench, databases, sent)]
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

function passOfSent(
  { server, signal }: Workbench,
  databases: { readonly base: Database; readonly head: Database },
  sent: readonly SentUnit<PlacedStep>[],
): Pass {
  return {
    side: 'head',
    statements: stepsOf(sent).map(step => ({ ...placeOf(step), text: step.source })),
    database: databases.base,
    apply: (copy, afterStatement) =>
      withRoleSettings(server, copy, () => applySent(copy, sent, { sentTo: databases.head, signal, afterStatement })),
  }
}

const stepsOf = (sent: readonly SentUnit<PlacedStep>[]) => sent.flatMap(({ steps }) => steps)

/** As the report lists them: of what nobody watched, neither locks nor rewrites are known. */
export function asApplied(sent: readonly SentUnit<PlacedStep>[]): readonly AppliedStatement[] {
  return stepsOf(sent).map(step => ({
    ...placeOf(step),
    text: step.source,
    durationMs: step.durationMs,
    locks: [],
    rewrites: [],
  }))
}

export const UNTRACED_NOTE =
  'The migration command sent so much that it is not gone through statement by statement: which one made statements worse is not told.'
