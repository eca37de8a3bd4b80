import type { Pass } from './cause/attribute.ts'
import type { Migration } from './migrate/migration.ts'
import { statementsOnlyIn } from './migrate/only-in.ts'
import type { MigrationPath } from './migrate/path.ts'
import type { Database } from './postgres/server.ts'
import { migrate, type SideSource, type Workbench } from './sides.ts'

/** On the upgrade path the branch's own statements; else what either side's history has and the other's does not. */
export function tracePasses(
  bench: Workbench,
  source: { readonly base: SideSource; readonly head: SideSource },
  databases: { readonly base: Database; readonly head: Database },
  path: MigrationPath,
): readonly Pass[] {
  const added =
    path.kind === 'upgrade' ? path.pending : statementsOnlyIn(source.head.migrations, source.base.migrations)
  const removed = path.kind === 'upgrade' ? [] : statementsOnlyIn(source.base.migrations, source.head.migrations)
  const pass = (side: 'base' | 'head', database: Database, migrations: readonly Migration[]): Pass => ({
    side,
    migrations,
    database,
    apply: (copy, afterStatement) => migrate(bench, source[side], copy, migrations, afterStatement),
  })
  return [
    ...(added.length > 0 ? [pass('head', databases.base, added)] : []),
    ...(removed.length > 0 ? [pass('base', databases.head, removed)] : []),
  ]
}
