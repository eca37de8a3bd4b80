import { beforeAll, expect, test } from 'vitest'
import type { StatementPair } from '../../src/compare/comparison.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { unreadNotes } from '../../src/compare/unread.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { toSnapshot } from '../trial/advised.ts'

beforeAll(loadParser)

const pairsOf = (load: Readonly<Record<string, string>>): readonly StatementPair[] => {
  const snapshot = toSnapshot(load, 1, {})
  return pairStatements(snapshot, snapshot)
}

test('a statement that the parser cannot read is told in one line, others are not', () => {
  const load = { one: `select interval '1 day'`, new: 'select 1 from a future syntax (b)' }
  expect(unreadNotes(pairsOf(load))).toEqual([
    'new is beyond the parser: it is measured and indexes are tried for it, but no other form of it.',
  ])
  const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [`s${n}`, `select ${n} from a future syntax (b${n})`]))
  expect(unreadNotes(pairsOf(many)).at(-1)).toBe('So are 2 more.')
})
