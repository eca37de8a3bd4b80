import type { Client } from './client.ts'
import { haveEqualContent } from './column-content.ts'
import { type ColumnStatistics, readColumnStatistics, writeColumnStatistics } from './column-statistics.ts'
import { type Relation, readRelations } from './relations.ts'
import type { Database, Server } from './server.ts'

/**
 * For two databases that were built apart: where a column holds the same rows in the same order on both sides, head gets base's
 * statistics, so that two samples of ANALYZE are not taken for a change. Extended statistics stay as sampled. Returns what was done.
 */
export async function carryStatistics(server: Server, base: Database, head: Database): Promise<readonly string[]> {
  if (!server.hasSuperuser) {
    return ['Head’s statistics were sampled apart from base’s: without a superuser they cannot be copied.']
  }
  await using baseAdmin = await base.connect('superuser')
  await using headAdmin = await head.connect('superuser')
  await using baseOwner = await base.connect('owner')
  await using headOwner = await head.connect('owner')
  const ours = new Map((await readRelations(baseAdmin)).map(relation => [relation.name, relation]))
  let copied = 0
  for (const theirs of await readRelations(headAdmin)) {
    const relation = ours.get(theirs.name)
    if (!relation || relation.kind !== theirs.kind || relation.rowEstimate !== theirs.rowEstimate) continue
    const from = { admin: baseAdmin, owner: baseOwner, relation }
    if (await carryRelation(from, { admin: headAdmin, owner: headOwner, relation: theirs })) copied++
  }
  if (copied === 0) return []
  return [`Statistics of ${copied} table${copied === 1 ? '' : 's'} with equal rows were copied from base to head.`]
}

interface Side {
  readonly admin: Client
  readonly owner: Client
  readonly relation: Relation
}

async function carryRelation(base: Side, head: Side): Promise<boolean> {
  const differing = await differingStatistics(base.admin, base.relation.oid, head.admin, head.relation.oid)
  const candidates = [...new Set(differing.map(row => row.column))].filter(
    name => base.relation.columns[name]?.type === head.relation.columns[name]?.type,
  )
  const isEqual = await haveEqualContent(
    { client: base.owner, table: base.relation.name, columns: candidates },
    { client: head.owner, table: head.relation.name, columns: candidates },
    'ordered',
  )
  const equal = candidates.filter((_, index) => isEqual[index])
  const rows = differing.filter(row => equal.includes(row.column))
  await writeColumnStatistics(head.admin, head.relation.oid, rows)
  // What the expressions are made of is equal when nothing differs any more.
  if (rows.length < differing.length) return rows.length > 0
  return (await carryExpressions(base, head)) || rows.length > 0
}

async function carryExpressions(base: Side, head: Side): Promise<boolean> {
  const ours = new Map(
    Object.entries(base.relation.expressionIndexes).map(([oid, definition]) => [definition, Number(oid)]),
  )
  let isCopied = false
  for (const [oid, definition] of Object.entries(head.relation.expressionIndexes)) {
    const index = ours.get(definition)
    if (index === undefined) continue
    const rows = await differingStatistics(base.admin, index, head.admin, Number(oid))
    await writeColumnStatistics(head.admin, Number(oid), rows)
    isCopied ||= rows.length > 0
  }
  return isCopied
}

/** Base's rows of pg_statistic for which head has another one, or none. */
async function differingStatistics(
  base: Client,
  baseRelation: number,
  head: Client,
  headRelation: number,
): Promise<ColumnStatistics[]> {
  const [ours, theirs] = await Promise.all([
    readColumnStatistics(base, baseRelation),
    readColumnStatistics(head, headRelation),
  ])
  const known = new Set(theirs.map(row => JSON.stringify(row)))
  return ours.filter(row => !known.has(JSON.stringify(row)))
}
