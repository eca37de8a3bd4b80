import type { Column, Index, IndexKey, Table } from '../../src/capture/catalog/table.ts'

/** A narrow column without anything particular. */
export const column = (name: string, correlation = 1): Column => ({
  name,
  type: 'integer',
  category: 'N',
  notNull: true,
  isByteOrdered: false,
  nDistinct: -1,
  nullFrac: 0,
  correlation,
  avgWidth: 4,
  commonValues: {},
})

/** A plain column as a key. */
export const keyOf = (expression: string): IndexKey => ({
  expression,
  isColumn: true,
  opclass: 'int4_ops',
  isDefaultOpclass: true,
  collation: undefined,
  isDescending: false,
  isNullsFirst: false,
})

/** A table of a thousand rows. */
export const table = (name: string, columns: readonly Column[], indexes: readonly Index[] = []): Table => ({
  schema: 'public',
  name,
  kind: 'r',
  isPartition: false,
  parent: undefined,
  rows: 1000,
  pages: 100,
  hasTriggers: false,
  columns,
  indexes,
  foreignKeys: [],
})
