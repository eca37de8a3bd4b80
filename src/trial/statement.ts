import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { ValueSet } from '../capture/snapshot.ts'
import type { MeasuredStatement } from '../compare/comparison.ts'
import { walk } from '../plan/walk.ts'
import type { Measurement } from '../replay/measurement.ts'
import { valueSetsOf } from '../replay/replay.ts'
import { type Known, typesOf } from '../rewrite/known.ts'

export type Measured = Extract<Measurement, { kind: 'measured' }>

/** A statement of head's load with what it takes to run it again, and what it did without any advice. */
export interface TrialStatement {
  readonly name: string
  readonly isWrite: boolean
  readonly calls: number
  readonly runs: readonly { readonly valueSet: ValueSet; readonly before: Measured }[]
  /** Names of all tables that its plans name, with those that they are partitions of. */
  readonly tables: ReadonlySet<string>
}

/** A table's name, and those of what it is a partition of. */
function namesOf(name: string | undefined, schema: string | undefined, catalog: Catalog): readonly string[] {
  if (name === undefined) return []
  const parent = findTable(catalog, schema, name)?.parent
  return [name, ...namesOf(parent?.name, parent?.schema, catalog)]
}

/** The statements that were executed on head, with all their value sets. */
export function toTrialStatements(measured: readonly MeasuredStatement[], catalog: Catalog): readonly TrialStatement[] {
  return measured.flatMap(({ pair, runs }): readonly TrialStatement[] => {
    const sets = new Map(valueSetsOf(pair).map(({ index, head }) => [index, head]))
    const executed = runs.flatMap(({ valueSet, head }) => {
      const set = sets.get(valueSet)
      return set === undefined || head.kind !== 'measured' ? [] : [{ valueSet: set, before: head }]
    })
    if (pair.head === undefined || executed.length === 0) return []
    const plans = executed.flatMap(({ before }) => [before.plan, ...before.nested.map(({ plan }) => plan)])
    const tables = plans.flatMap(({ root }) =>
      [...walk(root)].flatMap(({ node }) => namesOf(node.relationName, node.schema, catalog)),
    )
    const { isWrite, stats } = pair.head
    return [{ name: pair.name, isWrite, calls: Math.max(1, stats.calls), runs: executed, tables: new Set(tables) }]
  })
}

/** What the tables of a statement say for another form of it. */
export function knownOf({ tables: names }: TrialStatement, catalog: Catalog): Known {
  const tables = catalog.tables.filter(({ name }) => names.has(name))
  return { types: typesOf(tables.flatMap(({ columns }) => columns)), tables }
}
