import { beforeAll, describe, expect, test } from 'vitest'
import { covers } from '../../src/advise/covered.ts'
import { btree, createIndexSql, type IndexDesign, nameIndex, plainKey } from '../../src/advise/design.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

const orders = { schema: 'public', name: 'orders' }
const index = (keys: string, equalities = 0, more: Partial<IndexDesign> = {}): IndexDesign => ({
  ...btree(
    orders,
    keys.split(',').map(key => {
      const [expression = '', direction] = key.split(' ')
      return { ...plainKey(expression), isDescending: direction === 'desc', isNullsFirst: direction === 'desc' }
    }),
    equalities,
  ),
  ...more,
})

describe('covers', () => {
  test.each<[string, IndexDesign, IndexDesign, boolean]>([
    ['the same', index('a,b'), index('a,b'), true],
    ['a prefix', index('a,b,c'), index('a,b'), true],
    ['a longer one', index('a'), index('a,b'), false],
    ['equality columns in another order', index('b,a,c'), index('a,b,c', 2), true],
    ['a range in another place', index('b,a'), index('a,b', 1), false],
    ['all turned round', index('a desc,b'), index('a,b desc'), true],
    ['one turned round', index('a,b desc'), index('a,b'), false],
    ['directions of equality columns', index('a desc,b'), index('a,b', 1), true],
    ['included columns that it has as keys', index('a,b'), index('a', 1, { include: ['b'] }), true],
    ['included columns that it lacks', index('a'), index('a', 1, { include: ['b'] }), false],
    ['only some rows', index('a', 0, { predicate: 'b is null' }), index('a'), false],
    ['all rows, for some', index('a'), index('a', 0, { predicate: 'b is null' }), true],
    ['another class', index('a', 0, { keys: [{ ...plainKey('a'), opclass: 'text_pattern_ops' }] }), index('a'), false],
    ['another method', index('a', 0, { method: 'hash' }), index('a'), false],
    ['unique by one that is not', index('a'), index('a', 0, { isUnique: true }), false],
  ])('%s', (_, wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected)
  })
})

describe('a new index', () => {
  test('is named as PostgreSQL and Prisma do, in what room there is', () => {
    expect(nameIndex(index('tenantId,createdAt'), new Set())).toBe('orders_tenantId_createdAt_idx')
    expect(nameIndex(index('a'), new Set(['orders_a_idx', 'orders_a_idx1']))).toBe('orders_a_idx2')
    const long = nameIndex(index('ä'.repeat(60)), new Set())
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(63)
    expect(long).toMatch(/^orders_ä+_idx$/)
  })

  test.each<[string, Partial<IndexDesign>]>([
    ['create index concurrently i on orders (a)', {}],
    ['create index concurrently i on "Order" (a)', { table: 'Order' }],
    ['create index concurrently i on "order" (a)', { table: 'order' }],
    ['create index concurrently i on app.orders (a)', { schema: 'app' }],
    ['create index concurrently i on orders ("say ""hi""")', { keys: [plainKey('say "hi"')] }],
    ['create index concurrently i on orders (lower("a"))', { keys: [plainKey('lower("a")', false)] }],
    ['create index concurrently i on orders ((a + b))', { keys: [plainKey('a + b', false)] }],
    [
      'create unique index concurrently i on orders (a) include (b) where c is null',
      { isUnique: true, include: ['b'], predicate: 'c is null' },
    ],
  ])('%s', (sql, design) => {
    expect(createIndexSql({ ...index('a'), ...design }, 'i', 'show')).toBe(sql)
  })
})
