import { beforeAll, expect, test } from 'vitest'
import type { Catalog, Index } from '../../src/capture/catalog/table.ts'
import { withCause } from '../../src/cause/because.ts'
import { withLostOrder } from '../../src/cause/lost-order.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { both, measured, NO_INDEXES, POLICY } from '../compare/statements.ts'
import { column, keyOf, table } from '../support/catalog.ts'

beforeAll(loadParser)

function index(name: string, ...columns: readonly string[]): Index {
  return {
    schema: 'public',
    name,
    definition: `CREATE INDEX ${name} ON public.orders USING btree (${columns.join(', ')})`,
    method: 'btree',
    keys: columns.map(keyOf),
    include: [],
    predicate: undefined,
    isUnique: false,
    isValid: true,
    isReplicaIdentity: false,
    isImmediate: true,
    constraint: undefined,
    sizeBytes: 8192,
  }
}

/** One table, read by `orders_customer_id_idx`, by the correlations of its columns. */
function catalog(customer: number, at: number): Catalog {
  return {
    extensions: [],
    tables: [
      table(
        'orders',
        [column('customer_id', customer), column('at', at)],
        [index('orders_customer_id_idx', 'customer_id'), index('orders_at_idx', 'at')],
      ),
    ],
  }
}

function reasonOf(sql: string, base: Catalog, head: Catalog): string {
  const [regressed] = compareStatements(
    [both([[measured('index-scan-plain', { buffers: 4 }), measured('index-scan-plain', { buffers: 900 })]])],
    POLICY,
    NO_INDEXES,
  )
  expect(regressed!.status).toBe('regressed')
  const caused = withCause(regressed!, { file: 'm/2.sql', line: 3, sql, side: 'head' }, NO_INDEXES)
  return withLostOrder(caused, { base, head }).reason
}

test.each([
  ['update orders set note = ?', catalog(-0.99, 1), catalog(0.1, 0.1), true],
  ['UPDATE only "public"."orders" o set note = ?', catalog(0.95, 1), catalog(-0.4, 1), true],
  // By the column that the plan does not go by, by little, or never in order.
  ['update orders set note = ?', catalog(1, 1), catalog(1, 0.1), false],
  ['update orders set note = ?', catalog(1, 1), catalog(0.8, 1), false],
  ['update orders set note = ?', catalog(0.2, 1), catalog(0.1, 1), false],
  ['update others set note = ?', catalog(1, 1), catalog(0.1, 1), false],
  ['insert into orders select ?', catalog(1, 1), catalog(0.1, 1), false],
])('%s', (sql, base, head, isTold) => {
  const reason = reasonOf(sql, base, head)
  expect(reason).toContain('m/2.sql line 3')
  expect(reason.endsWith(', which no longer lie in the order of customer_id')).toBe(isTold)
})
