import { describe, expect, test } from 'vitest'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { markDatabase, settle } from '../../src/postgres/settle.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { EMBEDDED_MAJORS, startServer } from './start.ts'

/** Over three times what ANALYZE looks at: two samples never agree. */
const ROWS = 100_000

const BASE = `
  create table big (id int primary key, x int, y text, z int);
  insert into big select i, hashint4(i) % 5000, md5(i::text), abs(hashint4(i)) % 90000 from generate_series(1, ${ROWS}) i;
  create index on big ((x + z));
  create table other as select i as id, hashint4(i) % 3000 as x from generate_series(1, ${ROWS}) i;
  create table part (id int, day date) partition by range (day);
  create table part_1 partition of part for values from ('2024-01-01') to ('2024-02-01');
  create table part_2 partition of part for values from ('2024-02-01') to ('2024-03-01');
  insert into part select i, '2024-01-01'::date + abs(hashint4(i)) % 60 from generate_series(1, ${ROWS}) i`

async function prepare(server: Server): Promise<Database> {
  const base = await server.createDatabase('base')
  await run(base, BASE)
  await freeze(server, base)
  return base
}

async function run(database: Database, sql: string): Promise<void> {
  await using client = await database.connect('owner')
  await client.run(sql)
}

/** By relation and column. */
async function statistics(database: Database): Promise<Record<string, string>> {
  await using client = await database.connect('owner')
  const rows = await client.rows<{ name: string; row: string }>(
    `select tablename || '.' || attname || case when inherited then ' (all)' else '' end as name,
            concat_ws('|', n_distinct, correlation, null_frac, most_common_vals, most_common_freqs, histogram_bounds) as row
     from pg_stats where schemaname = 'public'`,
  )
  return Object.fromEntries(rows.map(({ name, row }) => [name, row]))
}

async function changed(
  server: Server,
  base: Database,
  migration: string,
): Promise<{ notes: readonly string[]; columns: string[]; head: Database }> {
  const head = await server.createDatabase('head', base)
  const before = await statistics(head)
  const mark = await markDatabase(head)
  await run(head, migration)
  const notes = await settle(server, base, head, mark)
  const after = await statistics(head)
  return {
    notes,
    head,
    columns: Object.keys(after)
      .filter(name => after[name] !== before[name])
      .sort(),
  }
}

async function pages(database: Database, table: string): Promise<unknown> {
  await using client = await database.connect('owner')
  const [row] = await client.rows<{ pages: string; visible: boolean }>(
    `select pg_relation_size(oid) / 8192 as pages, relpages = relallvisible as visible from pg_class where oid = $1::regclass`,
    [table],
  )
  return row
}

describe.each(EMBEDDED_MAJORS)('PostgreSQL %i', version => {
  test('samples what the migrations changed and nothing else', async () => {
    await using server = await startServer({ server: 'embedded', version })
    const base = await prepare(server)
    const cases: [migration: string, columns: string[]][] = [
      ['select 1', []],
      ['create index on big (x)', []],
      ['alter table big add w int not null default 5', ['big.w']],
      ['alter table big add w int; update big set w = x % 7', ['big.expr', 'big.w']],
      ['alter table big alter x type bigint', ['big.expr', 'big.x']],
      ['alter table big rename y to yy', ['big.yy']],
      ['create index on big (lower(y))', ['big_lower_idx.lower']],
      ['create statistics together on x, z from big', []],
      ['insert into big select -i, 1, $$new$$ from generate_series(1, 100) i', []],
      // The rows that it writes lie at the end, out of the order of all columns.
      ['update big set x = 77 where id % 5 = 0', ['big.expr', 'big.id', 'big.x', 'big.y', 'big.z']],
      ['create table fresh as select generate_series(1, 1000) as i', ['fresh.i']],
      ['truncate other', []],
    ]
    for (const [migration, columns] of cases) {
      const result = await changed(server, base, migration)
      // Statistics of an index stand under the index's own name.
      const expected = columns.map(name => name.replace('big.expr', 'big_expr_idx.expr')).sort()
      expect([migration, result.columns]).toEqual([migration, expected])
      await server.dropDatabase(result.head)
    }
  })
})

test('where rows lie in another order, the correlation alone is new', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const base = await prepare(server)
  const before = await statistics(base)
  const { head } = await changed(server, base, 'update big set x = 77 where id % 5 = 0')
  const after = await statistics(head)
  const parts = (rows: Record<string, string>) => {
    const [distinct, correlation, ...rest] = rows['big.id']!.split('|')
    return { correlation: Number(correlation), rest: [distinct, ...rest] }
  }
  expect(parts(before).correlation).toBe(1)
  expect(parts(after).correlation).toBeLessThan(0.9)
  expect(parts(after).rest).toEqual(parts(before).rest)
})

test('rewrites tables with dead rows on both sides, so that they take the same room', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const base = await prepare(server)
  await run(base, 'delete from other where id % 2 = 0')
  await freeze(server, base)
  const { notes, head } = await changed(server, base, 'update other set x = x')
  expect(notes).toEqual(['Tables rewritten on both sides, because the migrations left dead rows: public.other.'])
  expect(await pages(head, 'other')).toEqual(await pages(base, 'other'))
  expect(await pages(head, 'other')).toMatchObject({ visible: true })
})

test('a partition that grows is sampled with its parent, its sibling is not', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const base = await prepare(server)
  const { columns } = await changed(
    server,
    base,
    `insert into part_1 select -i, '2024-01-03' from generate_series(1, 60000) i`,
  )
  expect(columns).toEqual(['part.day (all)', 'part.id (all)', 'part_1.day', 'part_1.id'])
})

test('sees what a session did right before it ended', async () => {
  await using server = await startServer({ server: 'embedded', version: 14 })
  const base = await prepare(server)
  for (let round = 1; round <= 3; round++) {
    const { head, notes } = await changed(server, base, 'update other set x = x + 1')
    expect(notes).toHaveLength(2)
    await server.dropDatabase(head)
  }
})
