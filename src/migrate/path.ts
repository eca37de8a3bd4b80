import type { Migration, MigrationSet } from './migration.ts'

/** How head's database comes to be. The reason is a sentence for people; it may hold names of files. */
export type MigrationPath =
  /** A copy of seeded base on which the pending migrations are run, as production will. */
  | { readonly kind: 'upgrade'; readonly pending: readonly Migration[]; readonly reason: string }
  /** Migrated and seeded from nothing, like base. */
  | { readonly kind: 'fresh'; readonly reason: string }

export const SEED_EDITED = 'The seed was edited on this branch.'

type SqlSet = Extract<MigrationSet, { kind: 'sql' }>

/** The upgrade path, unless what base was built from is no longer a part of head. */
export function choosePath(base: MigrationSet, head: MigrationSet, seedChanged: boolean): MigrationPath {
  if (seedChanged) return fresh(SEED_EDITED)
  if (base.kind === 'command' && head.kind === 'command') {
    return { kind: 'upgrade', pending: [], reason: 'Head’s migrations.command ran on a copy of the seeded base.' }
  }
  if (base.kind === 'command' || head.kind === 'command') {
    return fresh(toolChange(nameOf(base), nameOf(head)))
  }
  return chooseForSql(base, head)
}

function chooseForSql(base: SqlSet, head: SqlSet): MigrationPath {
  if (base.migrations.length > 0 && base.tool !== head.tool) {
    return fresh(toolChange(base.tool, head.tool))
  }
  const heads = new Map(head.migrations.map(migration => [migration.id, migration]))
  const applied = base.migrations.filter(migration => !migration.repeatable)
  const removed = applied.filter(({ id }) => !heads.has(id))
  const edited = applied.filter(({ id, checksum }) => heads.has(id) && heads.get(id)!.checksum !== checksum)
  const known = new Set(base.migrations.map(keyOf))
  const pending = head.migrations.filter(migration => !known.has(keyOf(migration)))
  if (head.tool === 'structure-sql' && edited.length > 0) {
    return fresh(`${edited[0]!.file} was edited; it holds the whole schema instead of the steps to it.`)
  }
  if (removed.length > 0) return fresh(reasonForRemoved(removed, pending))
  if (edited.length > 0) return fresh(`${listed(edited)} ${were(edited)} edited after base has run.`)
  return { kind: 'upgrade', pending, reason: reasonForPending(pending) }
}

/** What a tool remembers of a migration that it has run. */
function keyOf({ id, repeatable, checksum }: Migration): string {
  return repeatable ? `${id}\0${checksum}` : id
}

function reasonForRemoved(removed: readonly Migration[], added: readonly Migration[]): string {
  const renamed = added.find(({ checksum }) => checksum === removed[0]!.checksum)
  if (removed.length === 1 && renamed) return `${removed[0]!.file} was renamed to ${renamed.file}.`
  if (removed.length > 1 && added.length > 0 && added.length < removed.length) {
    return `${removed.length} migrations of base were squashed into ${listed(added)}.`
  }
  return `${listed(removed)} ${were(removed)} removed.`
}

function reasonForPending(pending: readonly Migration[]): string {
  if (pending.length === 0) return 'The branch adds no migration.'
  return `The branch adds ${pending.length === 1 ? 'one migration' : `${pending.length} migrations`}.`
}

function toolChange(from: string, to: string): string {
  return `The migration tool changed from ${from} to ${to}.`
}

function were(migrations: readonly Migration[]): string {
  return migrations.length === 1 ? 'was' : 'were'
}

const MAX_LISTED = 3

function listed(migrations: readonly Migration[]): string {
  const named = migrations.slice(0, MAX_LISTED).map(({ file }) => file)
  const more = migrations.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ')
}

function fresh(reason: string): MigrationPath {
  return { kind: 'fresh', reason }
}

function nameOf(set: MigrationSet): string {
  return set.kind === 'sql' ? set.tool : 'a command'
}
