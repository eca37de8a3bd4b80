import { parse } from '../sql/parse.ts'
import type { StatementPair } from './comparison.ts'

/** More of them are counted. */
const MOST = 5

/** A line for each of head's statements that the parser cannot read: too long, or of a syntax that it does not know. */
export function unreadNotes(pairs: readonly StatementPair[]): readonly string[] {
  const unread = pairs.flatMap(({ name, head }) => {
    const [set] = head?.valueSets ?? []
    return set !== undefined && parse(set.sql) === undefined ? [name] : []
  })
  const told = unread
    .slice(0, MOST)
    .map(name => `${name} is beyond the parser: it is measured and indexes are tried for it, but no other form of it.`)
  return unread.length <= MOST ? told : [...told, `So are ${unread.length - MOST} more.`]
}
