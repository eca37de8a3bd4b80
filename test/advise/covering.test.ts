import { expect, test } from 'vitest'
import type { Access } from '../../src/advise/access.ts'
import { coveringVariant } from '../../src/advise/candidates/variants.ts'
import { btree, plainKey } from '../../src/advise/design.ts'
import { column, table } from '../support/catalog.ts'

const LINES: Access = {
  table: table(
    'lines',
    ['id', 'kind', 'size', 'Weight'].map(name => column(name)),
  ),
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
