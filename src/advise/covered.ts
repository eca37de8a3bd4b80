import type { Index } from '../capture/catalog/table.ts'
import { type DesignKey, designOf, type IndexDesign } from './design.ts'

/** Whether an index that exists answers all that the design would, so that building it gains nothing. */
export function isServedBy(design: IndexDesign, index: Index): boolean {
  const existing = designOf({ schema: design.schema, name: design.table }, index)
  return index.isValid && (findsOneRow(existing, design) || covers(existing, design))
}

/** Whether the columns that are compared for equality hold a unique key already: no index finds one row any faster. */
function findsOneRow(existing: IndexDesign, { keys, equalities }: IndexDesign): boolean {
  const fixed = keys.slice(0, equalities)
  return (
    existing.isUnique &&
    existing.predicate === undefined &&
    existing.keys.every(key => fixed.some(other => isSameSubject(other, key)))
  )
}

/**
 * Whether `wide` serves all that `narrow` does: the same keys in front (those compared for equality in any order), in the
 * same operator classes and collations, in the same direction or all of them turned round, over the same rows or more.
 */
export function covers(wide: IndexDesign, narrow: IndexDesign): boolean {
  if (narrow.companion !== undefined || wide.companion !== undefined) return false
  if (wide.schema !== narrow.schema || wide.table !== narrow.table || wide.method !== narrow.method) return false
  if (wide.predicate !== undefined && wide.predicate !== narrow.predicate) return false
  if (narrow.isUnique && !wide.isUnique) return false
  const stored = new Set([...wide.keys.filter(key => key.isColumn).map(key => key.expression), ...wide.include])
  if (!narrow.include.every(column => stored.has(column))) return false
  if (narrow.method !== 'btree') return isSameSet(wide.keys, narrow.keys)
  if (wide.keys.length < narrow.keys.length) return false
  const front = wide.keys.slice(0, narrow.equalities)
  if (!isSameSet(front, narrow.keys.slice(0, narrow.equalities))) return false
  const pairs = narrow.keys
    .slice(narrow.equalities)
    .map((key, at) => [key, wide.keys[narrow.equalities + at]!] as const)
  return (
    pairs.every(([key, other]) => isSameSubject(key, other)) &&
    (pairs.every(([key, other]) => isSameOrder(key, other, false)) ||
      pairs.every(([key, other]) => isSameOrder(key, other, true)))
  )
}

/** Whether the keys of `narrow` are the first ones of `wide`, key by key in the same order, over the same rows. */
export function isPrefixOf(narrow: IndexDesign, wide: IndexDesign): boolean {
  return (
    narrow.predicate === wide.predicate &&
    covers(wide, narrow) &&
    narrow.keys.every((key, at) => isSameOrder(key, wide.keys[at]!, false))
  )
}

function isSameSet(some: readonly DesignKey[], others: readonly DesignKey[]): boolean {
  return some.length === others.length && others.every(key => some.some(other => isSameSubject(key, other)))
}

function isSameSubject(key: DesignKey, other: DesignKey): boolean {
  return subjectOf(key) === subjectOf(other) && key.opclass === other.opclass && key.collation === other.collation
}

/** `lower((email)::text)` of the server and our own `lower(email)` are one. */
function subjectOf({ expression, isColumn }: DesignKey): string {
  return isColumn
    ? expression
    : expression
        .replace(/::(?:text|character varying)/g, '')
        .replace(/[\s()"]+/g, ' ')
        .trim()
}

function isSameOrder(key: DesignKey, other: DesignKey, isTurned: boolean): boolean {
  return (
    (key.isDescending === other.isDescending) !== isTurned && (key.isNullsFirst === other.isNullsFirst) !== isTurned
  )
}
