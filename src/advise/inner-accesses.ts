import type { Catalog } from '../capture/catalog/table.ts'
import type { InnerPlan } from '../replay/measurement.ts'
import { type Access, accessesOf } from './access.ts'
import type { TermReader } from './condition.ts'

/**
 * How what a statement runs in functions and triggers reads its tables. A trigger that runs for each row reads little each time:
 * executions that ask for the same are one access.
 */
export function innerAccesses(nested: readonly InnerPlan[], catalog: Catalog, read: TermReader): readonly Access[] {
  const all = nested.flatMap(({ text, plan, within }) =>
    plan.root.actualLoops === undefined
      ? []
      : accessesOf(plan, catalog, read).map((access): { text: string; access: Access } => ({
          text,
          access: { ...access, within },
        })),
  )
  const alike = Map.groupBy(all, ({ text, access: { table, terms, order } }) =>
    JSON.stringify([
      text,
      table.schema,
      table.name,
      terms.map(({ kind, subject }) => [kind, subject]),
      order.map(({ subject }) => subject),
    ]),
  )
  return [...alike.values()].map(group => group.map(({ access }) => access).reduce(both))
}

const both = (a: Access, b: Access): Access => ({
  ...a,
  blocks: a.blocks + b.blocks,
  rowsRead: a.rowsRead + b.rowsRead,
  rowsKept: a.rowsKept + b.rowsKept,
  indexes: [...new Set([...a.indexes, ...b.indexes])],
  isIndexOnly: a.isIndexOnly && b.isIndexOnly,
})
