import { expect, test } from 'vitest'
import type { Access } from '../../src/advise/access.ts'
import { coveringVariant } from '../../src/advise/candidates/variants.ts'
import { btree, plainKey } from '../../src/advise/design.ts'
import type { Column } from '../../src/capture/catalog/table.ts'

const column = (name: string): Column => ({
  name,
  type: 'integer',
  category: 'N',
  notNull: true,
  isByteOrdered: false,
  nDistinct: -1,
  nullFrac: 0,
  correlation: 1,
  avgWidth: 4,
  commonValues: {},
})

const LINES: Access = {
  table: {
    schema: 'public',
    name: 'lines',
    kind: 'r',
    isPartition: false,
    parent: undefined,
    rows: 10_000,
    pages: 1000,
    hasTriggers: false,
    columns: ['id', 'kind', 'size', 'Weight'].map(column),
    indexes: [],
    foreignKeys: [],
  },
  alias: 'l',
  terms: [],
  order: [],
  isLimited: false,
  blocks: 1000,
  rowsRead: 10_000,
  rowsKept: 500,
  indexes: [],
  isIndexOnly: false,
}

test.each([
  ['select size from lines where kind = 7', ['size']],
  ['select l.size, l."Weight" from lines l where l.kind = 7', ['size', 'Weight']],
  ['select lines.size from public.lines where kind = 7', ['size']],
  ['select o.id, l.size from lines l join orders o on o.tenant = l.kind', ['size']],
  ['select o . "id", size from lines l join orders o on o.tenant = l.kind', ['size']],
  ['select id, o.size from lines l join orders o using (tenant) where kind = 7', ['id']],
])('%s', (text, include) => {
  const design = btree(LINES.table, [plainKey('kind')], 1)
  expect(coveringVariant(design, LINES, text)).toEqual([{ ...design, include }])
})
