import { beforeAll, describe, expect, it } from 'vitest'
import { withCause } from '../../src/cause/because.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import type { Deed } from '../../src/compare/comparison.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { both, measured, NO_INDEXES, POLICY } from '../compare/statements.ts'

beforeAll(loadParser)

const [REGRESSED] = compareStatements(
  [both([[measured('index-scan-plain'), measured('seq-scan')]])],
  POLICY,
  NO_INDEXES,
)

const define = (columns: Readonly<Record<string, string>>) =>
  new Map(
    Object.entries(columns).map(([name, list]) => [
      `public.${name}`,
      `CREATE INDEX ${name} ON public.orders USING btree (${list})`,
    ]),
  )
const BASE = define({
  orders_full_idx: "((first || ' '::text) || last), at",
  orders_sync_idx: 'sync_id, at',
  orders_lower_idx: 'lower(name)',
  orders_at_idx: 'at',
})

function because(sql: string, head = new Map<string, string>(), side: 'base' | 'head' = 'head'): string {
  const cause = { file: 'db/migrations/002_change.sql', line: 3, sql, side }
  const { reason } = withCause(REGRESSED!, cause, { base: BASE, head })
  return reason.slice(REGRESSED!.reason.length)
}

describe('the reason names the cause', () => {
  const place = 'migrations/002_change.sql line 3'
  it.each([
    ['drop index orders_sync_idx', `because ${place} dropped orders_sync_idx, the only index that begins with sync_id`],
    [
      'drop index public.orders_lower_idx',
      `because ${place} dropped public.orders_lower_idx, the only index that begins with lower(name)`,
    ],
    [
      'drop index orders_full_idx',
      `because ${place} dropped orders_full_idx, the only index that begins with ((first || ?::text) || last)`,
    ],
    ['alter table orders detach partition orders_old', `because ${place} detached the partition orders_old`],
    ['drop index no_such_idx', `because ${place} dropped no_such_idx`],
    ['alter table orders drop column note', `because ${place} dropped column note`],
    ['create index orders_new_idx on orders (at)', `because ${place} created index orders_new_idx`],
    ['create table if not exists log (id varchar(?), at timestamp(?) not', `because ${place} created table log`],
    ['create or replace view open_orders as select 1', `because ${place} replaced view open_orders`],
    ['alter table orders alter column id type bigint', `because ${place} changed the type of id`],
    ['ALTER TABLE orders ALTER "Id" SET DATA TYPE bigint', `because ${place} changed the type of "Id"`],
    ['alter table orders alter column note set statistics ?', `because ${place} changed the statistics target of note`],
    ['alter table orders rename to purchases', `because ${place} renamed orders`],
    [
      'alter table orders drop constraint own, add constraint own check (a > ?)',
      `because ${place} replaced the constraint own`,
    ],
    ['alter role current_user reset work_mem', `because ${place} reset the setting work_mem`],
    ['alter role current_user reset all', `because ${place} reset the settings of the role or database: all`],
    ['alter database shop set work_mem = ?', `because ${place} changed the setting work_mem`],
    ['alter policy own on orders using (?)', `because ${place} changed the policy own`],
    ['drop policy own on orders', `because ${place} dropped policy own on orders`],
    ['update orders set note = ?', `because ${place} wrote rows of orders`],
    ['insert into orders select ?', `because ${place} added rows to orders`],
    ['delete from only orders', `because ${place} deleted rows of orders`],
    ['alter table orders rename column note to remark', `because ${place} renamed note`],
    ['alter table orders add constraint own foreign key (a) references b', `because ${place} added the constraint own`],
    ['alter table orders alter column note drop not null', `because ${place} allowed NULL in note`],
    ['alter table orders alter note set not null', `because ${place} forbade NULL in note`],
    ['alter table orders alter column no set default next_no()', `because ${place} changed the default of no`],
    ['alter table orders alter column id set generated always', `because ${place} forbade values of one’s own in id`],
    ['alter table orders enable always trigger own', `because ${place} enabled trigger own`],
    ['alter table orders disable trigger own', `because ${place} disabled trigger own`],
    ['create rule own as on insert to orders do also select ?', `because ${place} created rule own`],
    ['cluster orders using orders_at_idx', `because ${place} put the rows in another order in orders`],
    ['alter function shop.total(integer) set work_mem = ?', `because ${place} changed the function shop.total`],
    ['alter role current_user set work_mem = ?', `because ${place} changed the setting work_mem`],
    ['alter database shop reset random_page_cost', `because ${place} reset the setting random_page_cost`],
    [
      'create or replace function shop.norm(t text) returns text as ?',
      `because ${place} replaced the function shop.norm`,
    ],
    ['create policy own on orders using (owner = ?)', `because ${place} created policy own`],
    ['create index partly on orders (total) where status = ?', `because ${place} created index partly`],
    ['revoke select, insert on shop.orders from reader', `because ${place} revoked privileges on shop.orders`],
    ['revoke all on function total(integer) from public', `because ${place} revoked privileges on total`],
    ['alter type state rename value ? to ?', `because ${place} renamed a value of type state`],
    ['alter type stay alter attribute nights type bigint', `because ${place} changed the type stay`],
    ['alter sequence orders_id_seq restart with ?', `because ${place} changed the sequence orders_id_seq`],
    ['alter domain email add constraint low check (value = ?)', `because ${place} changed the domain email`],
    ['alter view open_orders set (security_barrier = ?)', `because ${place} changed the view open_orders`],
    ['alter table orders alter column words set expression as (?)', `because ${place} changed the expression of words`],
    ['alter table orders alter column no set (n_distinct = ?)', `because ${place} changed n_distinct of no`],
    ['alter table orders set schema archive', `because ${place} changed the schema of orders`],
    ['alter table orders_2024 no inherit orders', `because ${place} ended the inheritance of orders_2024`],
    ['do ?', `because ${place} ran a DO block`],
    [
      'alter table items add foreign key (tid, parent) references tenants',
      `because ${place} added a foreign key from tid`,
    ],
  ])('%s', (sql, expected) => {
    expect(because(sql)).toBe(`, ${expected}`)
  })

  it('does not call an index the only one where another begins alike', () => {
    expect(because('drop index orders_at_idx', define({ orders_at_id_idx: 'at, id' }))).toBe(
      `, because ${place} dropped orders_at_idx`,
    )
    expect(because('drop index orders_at_idx', define({ orders_attic_idx: 'attic' }))).toContain('the only index')
  })

  it('tells of several changes the one that the cause explains', () => {
    const change = (node: string, from: string, to: string) =>
      ({ kind: 'index-changed', node, from: `index ${from}`, to: `index ${to}`, direction: 'worse' }) as const
    const changes = [
      change('items', 'items_a_idx', 'items_b_idx'),
      change('orders', 'orders_sync_idx', 'orders_at_idx'),
    ]
    const reason = 'reads 500 pages instead of 5: on items, index items_a_idx became index items_b_idx'
    const told = (sql: string) =>
      withCause(
        { ...REGRESSED!, changes, reason },
        { file: 'm/002.sql', line: 3, sql, side: 'head' },
        { base: BASE, head: new Map() },
      ).reason
    expect(told('drop index orders_sync_idx')).toContain(
      '5: on orders, index orders_sync_idx became index orders_at_idx, because',
    )
    expect(told('create index items_b_idx on items (b)')).toContain(`${reason}, because`)
    expect(told('drop index no_such_idx')).toContain(`${reason}, because`)
  })

  describe('of equal indexes', () => {
    const pair = define({ orders_customer_id_idx: 'customer_id', orders_again_idx: 'customer_id', orders_at_idx: 'at' })
    const told = (sql: string, earlier: readonly Deed[] = []) => {
      const cause = { file: 'db/migrations/002_change.sql', line: 3, sql, side: 'head', earlier } as const
      return withCause(REGRESSED!, cause, { base: pair, head: new Map() }).reason.slice(REGRESSED!.reason.length)
    }

    it('names those that one statement drops where the plan used one of them', () => {
      expect(told('drop index orders_at_idx, orders_again_idx, orders_customer_id_idx')).toBe(
        `, because ${place} dropped orders_again_idx, orders_customer_id_idx, the only indexes that begin with customer_id`,
      )
    })

    it('names the one that the plan used and not what else the statement drops', () => {
      expect(told('drop index orders_at_idx, orders_customer_id_idx')).toBe(
        `, because ${place} dropped orders_customer_id_idx, the last index that begins with customer_id`,
      )
    })

    it('names what dropped the others before', () => {
      const lost = (file: string) => [{ file, line: 1, sql: 'drop index orders_customer_id_idx' }]
      expect(told('drop index orders_again_idx', lost('db/migrations/002_change.sql'))).toBe(
        `, because ${place} dropped orders_again_idx, the last index that begins with customer_id, after line 1 had dropped orders_customer_id_idx`,
      )
      expect(told('drop index orders_again_idx', lost('db/migrations/001_other.sql'))).toContain(
        'after migrations/001_other.sql line 1 had dropped orders_customer_id_idx',
      )
    })
  })

  it('says that what was dropped is back', () => {
    expect(because('drop index orders_at_idx', define({ orders_at_idx: 'at, id' }))).toBe(
      `, because ${place} dropped orders_at_idx, which was created anew as another index after that`,
    )
    const index = (text: string) => new Map([['public.orders_at_idx', text]])
    expect(
      because(
        'drop index orders_at_idx',
        index('CREATE INDEX orders_at_idx ON public.orders USING btree (at) WHERE (at > 5)'),
      ),
    ).toBe(`, because ${place} dropped orders_at_idx, which was created anew with another predicate after that`)
    const unique = 'CREATE UNIQUE INDEX orders_at_idx ON public.orders USING btree (at)'
    const cause = {
      file: 'db/migrations/002_change.sql',
      line: 3,
      sql: 'drop index orders_at_idx',
      side: 'head',
    } as const
    expect(withCause(REGRESSED!, cause, { base: index(unique), head: BASE }).reason).toMatch(
      /dropped orders_at_idx, which was created anew, no longer unique, after that$/,
    )
    expect(withCause(REGRESSED!, cause, { base: BASE, head: BASE }).reason).toMatch(
      /dropped orders_at_idx, which was created anew after that$/,
    )
    expect(because('alter table orders drop constraint orders_at_idx', define({ orders_at_idx: 'at' }))).toBe(
      `, because ${place} dropped the constraint orders_at_idx, which was added anew after that`,
    )
  })

  it('names the index that went with a column', () => {
    const cause = { file: 'db/002.sql', line: 3, sql: 'alter table orders drop column state', side: 'head' } as const
    const base = define({ orders_customer_id_idx: 'customer_id, state' })
    expect(withCause(REGRESSED!, cause, { base, head: new Map() }).reason).toMatch(
      /dropped column state and with it orders_customer_id_idx$/,
    )
  })

  it('names the index that went with an extension or in a DO block', () => {
    const base = define({ orders_customer_id_idx: 'customer_id' })
    const told = (sql: string) =>
      withCause(REGRESSED!, { file: 'db/002.sql', line: 3, sql, side: 'head' }, { base, head: new Map() }).reason
    expect(told('drop extension pg_trgm cascade')).toMatch(
      /dropped extension pg_trgm and with it orders_customer_id_idx$/,
    )
    expect(told('do ?')).toMatch(/ran a DO block, which dropped orders_customer_id_idx$/)
  })

  it('names what the branch lacks', () => {
    expect(because('create index orders_at_idx on orders (at)', new Map(), 'base')).toBe(
      `, because the branch lacks ${place}, which created index orders_at_idx`,
    )
  })

  it('and says nothing where there is none', () => {
    expect(withCause(REGRESSED!, undefined, NO_INDEXES)).toBe(REGRESSED)
  })
})

it('names the migration command where no file tells of the statement', () => {
  const told = (sql: string, earlier: readonly Deed[] = []) =>
    withCause(REGRESSED!, { sql, side: 'head', earlier }, { base: BASE, head: new Map() }).reason
  expect(told('drop index orders_at_idx')).toMatch(
    /, because the migration command dropped orders_at_idx, the only index that begins with at$/,
  )
  expect(told('select app.tidy()')).toMatch(/, because of the migration command$/)
  expect(told('drop index orders_at_idx', [{ sql: 'drop index orders_sync_idx' }])).toMatch(
    /, after the migration command had dropped orders_sync_idx$/,
  )
})
