import { withoutLiterals } from './literals.ts'
import type { PlanNode } from './plan.ts'

const CONDITIONS = [
  ['Sort Key', 'sortKey'],
  ['Presorted Key', 'presortedKey'],
  ['Group Key', 'groupKey'],
  ['Cache Key', 'cacheKey'],
  ['Index Cond', 'indexCond'],
  ['Order By', 'orderBy'],
  ['Recheck Cond', 'recheckCond'],
  ['TID Cond', 'tidCond'],
  ['Hash Cond', 'hashCond'],
  ['Merge Cond', 'mergeCond'],
  ['Join Filter', 'joinFilter'],
  ['Run Condition', 'runCondition'],
  ['One-Time Filter', 'oneTimeFilter'],
  ['Filter', 'filter'],
] as const

export interface Condition {
  /** EXPLAIN's word for it, such as `Index Cond`. */
  readonly name: string
  /** Without literals. */
  readonly text: string
}

/** A node's keys and conditions in EXPLAIN's order, without literals. */
export function conditionsOf(node: PlanNode): readonly Condition[] {
  return CONDITIONS.flatMap(([name, property]) => {
    const value = node[property]
    if (value === undefined) return []
    const parts = typeof value === 'string' ? [value] : value
    return [{ name, text: parts.map(withoutLiterals).join(', ') }]
  })
}

const READ_AS_TEXT = /\(((?:"(?:[^"]|"")+"|[\w$.])+)\)::text\b/g

/** For comparing: a varchar column is read as text, which costs nothing, so that its type does not make another condition. */
export const withoutTextCasts = (text: string): string => text.replace(READ_AS_TEXT, '$1')

const COLUMN = String.raw`(?:(?:"(?:[^"]|"")+"|[\w$]+)\.)+(?:"(?:[^"]|"")+"|[\w$]+)`
const EQUALITY = new RegExp(String.raw`\((${COLUMN}) = (${COLUMN})\)`, 'g')

/** For comparing: without casts that cost nothing, and which of two equal columns comes first is chance. */
export const toCompare = (text: string): string =>
  withoutTextCasts(text).replace(EQUALITY, (_, ...[a, b]: [string, string]) => `(${[a, b].toSorted().join(' = ')})`)

const PIECES = /"(?:[^"]|"")*"|[()]| AND /g

/** The terms of a conjunction without literals: `((a = ?) AND (b > ?))` → `(a = ?)`, `(b > ?)`. */
export function conjuncts(text: string): readonly string[] {
  if (!text.startsWith('((') || !text.endsWith(')')) return [text]
  const inner = text.slice(1, -1)
  const terms: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: piece, index } of inner.matchAll(PIECES)) {
    if (piece === '(') depth += 1
    else if (piece === ')') depth -= 1
    else if (piece === ' AND ' && depth === 0) {
      terms.push(inner.slice(start, index))
      start = index + piece.length
    }
    if (depth < 0) return [text]
  }
  return terms.length === 0 ? [text] : [...terms, inner.slice(start)]
}
