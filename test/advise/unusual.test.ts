import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from '../trial/advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const load = { one: 'select 1' }

const rulesOn = async (base: string, head?: string) => {
  const { findings, adviceMs } = await advised(server, {
    base,
    ...(head !== undefined && { head }),
    load,
    candidates: 0,
  })
  return { told: findings.map(({ key }) => key), adviceMs }
}

const UNUSUAL: readonly (readonly [name: string, schema: string, keys: readonly string[]])[] = [
  [
    'empty tables',
    'create table a (id bigint primary key, note text, doc jsonb); create table b (id bigint primary key)',
    [],
  ],
  ['no column', 'create table nothing (); insert into nothing default values', []],
  [
    'mixed case and other scripts',
    `create schema "Größe"; create table "Größe"."Bestellung Ä'x" ("Id" bigint primary key, "名前" text not null, "a""b" text not null, "Preis %s" int not null);
    insert into "Größe"."Bestellung Ä'x" select i, '名' || i, 'x' || i, i % 100 from generate_series(1, 3000) i`,
    [],
  ],
  [
    'generated, domains, arrays, ranges, own types',
    `create domain positive as int check (value > 0); create type point3 as (x int, y int, z int);
    create type mood as enum ('sad', 'ok'); create type floatrange as range (subtype = float8);
    create table odd (id bigint generated always as identity primary key, n positive not null, twice int generated always as (n * 2) stored,
      tags text[] not null, during tstzrange not null, f floatrange, p point3, m mood not null, bits bit(4), x xml, l pg_lsn, j jsonb);
    insert into odd (n, tags, during, f, p, m, bits, x, l, j) select 1 + i % 50, array['a', 'b'], tstzrange(now(), now() + interval '1 day'), floatrange(0, i),
      row(i, i, i)::point3, 'ok', '1010', '<a/>', '0/16B3748', to_jsonb(i) from generate_series(1, 2000) i`,
    ['nullable-never-null:public.odd:f,p,bits,x,l,j'],
  ],
  [
    'partitioned, inherited, unlogged, views',
    `create table part (id bigint, at date not null, status text not null, primary key (id, at)) partition by range (at);
    create table part_a partition of part for values from ('2026-01-01') to ('2026-07-01'); create table part_b partition of part default;
    insert into part select i, date '2026-01-01' + i % 300, 'open' from generate_series(1, 3000) i;
    create table parent (id bigint primary key, note text); create table child (extra int) inherits (parent);
    insert into child select i, 'n' || i, i from generate_series(1, 3000) i;
    create unlogged table scratch (id bigint primary key, n int not null); insert into scratch select i, i from generate_series(1, 1000) i;
    create view seen as select * from part; create materialized view kept as select * from parent;`,
    ['nullable-never-null:public.child:extra', 'no-primary-key:public.child'],
  ],
]

test.each(UNUSUAL)('%s', async (_, schema, keys) => {
  const { told } = await rulesOn(schema)
  expect(told).toEqual(keys)
})

test('a foreign table of a server that does not answer changes nothing that is said of the others', async () => {
  const base =
    'create table a (id bigint primary key, phone1 text, phone2 text); insert into a select i from generate_series(1, 2000) i'
  const remote = `set search_path to public; create extension postgres_fdw;
    create server far foreign data wrapper postgres_fdw options (host '127.0.0.1', port '1');
    create foreign table remote (id int, phone1 text, phone2 text, at timestamp, a_id bigint) server far;
    grant select on remote to public`
  const keysOf = async (asSuperuser?: string) => {
    const { findings } = await advised(server, { base, ...(asSuperuser && { asSuperuser }), load, candidates: 0 })
    return findings.map(({ key }) => key)
  }
  const alone = await keysOf()
  expect(alone).not.toEqual([])
  expect(await keysOf(remote)).toEqual(alone)
})

test('500 tables', async () => {
  const tables = Array.from(
    { length: 500 },
    (
      _,
      i,
    ) => `create table t${i} (id bigint primary key, a text not null, b text, c text not null, d jsonb not null, customer_id bigint not null, e varchar(20), f text, g text, h text);
    insert into t${i} select i, 'a' || i, 'b', 'c' || i % 9, '{"a": 1}', i % 10, 'e', 'f' || i, 'g', 'h h' from generate_series(1, 200) i;`,
  )
  const { told, adviceMs } = await rulesOn(tables.join('\n'))
  expect(told).toEqual([])
  // Ten seconds here: a bound that a slow machine keeps, and a query for each pair of tables does not.
  expect(adviceMs).toBeLessThan(90_000)
}, 200000)

test('JSON that base has in many tables is one remark', async () => {
  const table = (name: string) => `create table ${name} (id bigint primary key, doc jsonb not null);
    insert into ${name} select i, jsonb_build_object('a', i, 'b', i) from generate_series(1, 500) i;`
  expect((await rulesOn(table('one') + table('two'))).told).toEqual(['json-with-fixed-fields'])
  expect((await rulesOn(table('one') + table('two'), table('three'))).told).toContain(
    'json-with-fixed-fields:public.three:doc',
  )
})
