import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { readMigrations } from './detect.ts'
import type { MigrationSet } from './migration.ts'

interface Source {
  /** Where the files are that the migrations include. */
  readonly tree: Tree
  readonly migrations: MigrationSet
}

/**
 * Both sides' migrations. Where base has none in the place that head's configuration names, they are looked for everywhere,
 * because the branch may have moved them; a base without any gets head's, so that there is something to compare with.
 */
export async function readBothSides(
  trees: { readonly base: Tree; readonly head: Tree },
  config: Config['migrations'],
): Promise<{ readonly base: Source; readonly head: Source; readonly notes: readonly string[] }> {
  const head = { tree: trees.head, migrations: await readMigrations(trees.head, config) }
  const named = await readMigrations(trees.base, config, { mayBeEmpty: true })
  if (!isEmpty(named)) return { base: { tree: trees.base, migrations: named }, head, notes: [] }
  const everywhere = { ...config, tool: 'auto', path: undefined } as const
  const moved = await readMigrations(trees.base, everywhere, { mayBeEmpty: true })
  if (!isEmpty(moved)) return { base: { tree: trees.base, migrations: moved }, head, notes: [] }
  return { base: head, head, notes: ['Base has no migrations yet: the branch’s are used on both sides.'] }
}

function isEmpty(set: MigrationSet): boolean {
  return set.kind === 'sql' && set.migrations.length === 0
}
