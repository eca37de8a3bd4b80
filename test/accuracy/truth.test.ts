import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBinaries } from '../../scripts/accuracy/binaries.ts'
import { readMutations } from '../../scripts/accuracy/mutations.ts'
import { buildTruth } from '../../scripts/accuracy/truth.ts'
import { startTruthServer } from '../../scripts/accuracy/truth-server.ts'

const SCRIPTS = join(import.meta.dirname, '../../scripts/accuracy')
const INPUT = {
  migrations: [
    `create table orders (id int primary key, "Customer" int not null, status varchar(10), note text);
     create table lines (id int primary key, order_id int not null references orders on delete cascade, note text);
     create index orders_customer_idx on orders ("Customer", lower(status) desc);
     create index lines_order_idx on lines (order_id);`,
  ],
  seed: `insert into orders select g, g % 500, 'open', repeat('n', 100) from generate_series(1, 20000) as g;
         insert into lines select g, g, repeat('n', 100) from generate_series(1, 20000) as g;`,
  workload: `-- name: orders.byCustomer
select id from orders where "Customer" = 42;
-- name: orders.delete
delete from orders where id = 7;
`,
  session: {},
  roles: [],
}

describe('the truth', async () => {
  await using binaries = await findBinaries(17)
  await using server = await startTruthServer(binaries)
  const truth = await buildTruth(server, INPUT)
  const blocksOf = (readings: ReadonlyMap<string, object> | undefined, name: string) =>
    (readings?.get(name) as { blocks: number } | undefined)?.blocks ?? Number.NaN
  const mutations = await truth.inspect(readMutations)
  const readings = await truth.mutate(['drop index lines_order_idx', 'drop index orders_customer_idx'])
  const broken = await truth.mutate(['alter table orders rename column "Customer" to customer'])
  const refused = await truth.mutate(['drop index orders_pkey'])

  it('tells what a statement reads, before and after', () => {
    expect(blocksOf(truth.readings, 'orders.byCustomer')).toBeLessThan(60)
    expect(blocksOf(readings, 'orders.byCustomer')).toBeGreaterThan(300)
  })

  it('counts what a foreign key’s check reads', () => {
    expect(blocksOf(readings, 'orders.delete') - blocksOf(truth.readings, 'orders.delete')).toBeGreaterThan(300)
  })

  it('tells a statement that fails, and a change that PostgreSQL refuses', () => {
    expect(broken?.get('orders.byCustomer')).toEqual({ error: '42703' })
    expect(refused).toBeUndefined()
  })

  it('is asked about every index and every indexed column', () => {
    expect(mutations.map(({ name }) => name)).toEqual([
      'drop index lines_order_idx',
      'drop constraint lines_pkey',
      'drop index orders_customer_idx',
      'drop constraint orders_pkey',
      'reverse orders_customer_idx',
      'lines.id to bigint',
      'lines.order_id to bigint',
      'orders."Customer" to bigint',
      'orders.id to bigint',
    ])
    expect(mutations.find(({ name }) => name.startsWith('reverse'))?.statements[1]).toContain(
      '(lower((status)::text) DESC, "Customer")',
    )
  })
})

describe('the script that measures the truth', () => {
  it.each(['truth.ts', 'truth-server.ts'])('%s shares no code with the product', async file => {
    const imports = [...(await readFile(join(SCRIPTS, file), 'utf8')).matchAll(/from '([^']+)'/g)].map(
      ([, from]) => from,
    )
    expect(imports.filter(from => !from?.startsWith('node:') && from !== 'pg' && from !== './truth-server.ts')).toEqual(
      [],
    )
  })
})
