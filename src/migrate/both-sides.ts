import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { readMigrations } from './detect.ts'
import type { Migration, MigrationSet } from './migration.ts'

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
  const told = head.migrations.kind === 'sql' ? (head.migrations.notes ?? []) : []
  const named = await readMigrations(trees.base, config, { mayBeEmpty: true })
  const everywhere = { ...config, tool: 'auto', path: undefined } as const
  const found = isEmpty(named) ? await readMigrations(trees.base, everywhere, { mayBeEmpty: true }) : named
  const hasNone = isEmpty(found)
  const base = hasNone ? head : { tree: trees.base, migrations: found }
  const own = withoutUncommitted(head.migrations, hasNone ? [] : uncommittedOf(found))
  return {
    base: { ...base, migrations: withoutUncommitted(base.migrations, uncommittedOf(base.migrations)) },
    head: { ...head, migrations: own },
    notes: [
      ...told,
      ...(hasNone ? ['Base has no migrations yet: the branch’s are used on both sides.'] : []),
      ...uncommittedOf(own).map(({ file }) => uncommittedNote(file)),
    ],
  }
}

function uncommittedOf(set: MigrationSet): readonly Migration[] {
  return set.kind === 'sql' ? set.migrations.filter(({ isUncommitted }) => isUncommitted) : []
}

/** Production has none of what is not committed. What the branch found there is not its own. */
function withoutUncommitted(set: MigrationSet, foreign: readonly Migration[]): MigrationSet {
  if (set.kind !== 'sql') return set
  const isForeign = ({ id, checksum }: Migration) =>
    foreign.some(other => other.id === id && other.checksum === checksum)
  return { ...set, migrations: set.migrations.filter(migration => !(migration.isUncommitted && isForeign(migration))) }
}

function uncommittedNote(file: string): string {
  return `${file} is not committed yet: it ran last on head, as its migration will after \`graphile-migrate commit\`; a deploy leaves it out until then.`
}

function isEmpty(set: MigrationSet): boolean {
  return set.kind === 'sql' && set.migrations.length === 0
}
