import { fold } from '../sql/fold.ts'
import type { Migration, MigrationSet } from './migration.ts'

/**
 * The statements of one side's migrations that the other side's do not have, in their files and order; white space,
 * comments, and in which file a statement stands make no difference. psql's meta-commands stay where they are, since what
 * is left may need their variables.
 */
export function statementsOnlyIn(one: MigrationSet, other: MigrationSet): readonly Migration[] {
  if (one.kind !== 'sql' || other.kind !== 'sql') return []
  const counts = new Map<string, number>()
  for (const { text } of other.migrations.flatMap(({ pieces }) => pieces)) {
    const key = spelling(text)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return one.migrations.flatMap(migration => {
    const pieces = migration.pieces.filter(({ kind, text }) => {
      if (kind === 'meta') return true
      const key = spelling(text)
      const left = counts.get(key) ?? 0
      counts.set(key, left - 1)
      return left <= 0
    })
    return pieces.every(({ kind }) => kind === 'meta') ? [] : [{ ...migration, pieces, transaction: 'none' as const }]
  })
}

/** Constants matter here, unlike in a statement's identity: a partial index on another value is another index. */
function spelling(text: string): string {
  return `${fold(text)}\0${text.match(/'(?:[^']|'')*'|\b\d+\b/g)?.join('\0') ?? ''}`
}
