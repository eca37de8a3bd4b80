import { beforeAll, expect, test } from 'vitest'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { cutWithoutLiterals, withoutLiterals } from '../../src/sql/literals.ts'
import { type References, readReferences, wantedExtensions } from '../../src/sql/references.ts'
import { splitSql } from '../../src/sql/split.ts'

beforeAll(loadParser)

test.each<[string, Partial<References>]>([
  [
    'create table s.t (a int references u (id), b text)',
    { tables: ['s.t', 'u'], created: [{ kind: 'table', name: 's.t' }] },
  ],
  [
    'create index i on t (lower(a), b) where c > 1',
    { columns: ['a', 'b', 'c'], created: [{ kind: 'index', name: 'i' }] },
  ],
  ['alter table t drop column a, add column b int', { columns: ['a', 'b'], dropped: [{ kind: 'column', name: 'a' }] }],
  [
    'drop table a.b, c',
    {
      dropped: [
        { kind: 'table', name: 'a.b' },
        { kind: 'table', name: 'c' },
      ],
    },
  ],
  ['drop function f(int)', { dropped: [{ kind: 'function', name: 'f' }] }],
  ['drop schema s', { dropped: [{ kind: 'schema', name: 's' }] }],
  ["create type e as enum ('a')", { created: [{ kind: 'type', name: 'e' }] }],
  ['create view v as select x from t', { tables: ['v', 't'], columns: ['x'], created: [{ kind: 'view', name: 'v' }] }],
  ['grant select on t to bob, public', { tables: ['t'], roles: ['bob'] }],
  ['alter table t owner to carol', { roles: ['carol'] }],
  ['create policy p on t to alice using (true)', { roles: ['alice'] }],
  ['not sql', { tables: [], columns: [], created: [], dropped: [], extensions: [], roles: [] }],
])('%s', (text, expected) => {
  expect(readReferences(text)).toMatchObject(expected)
})

test('collects the extensions that migrations ask for', () => {
  const pieces = splitSql(
    `create extension if not exists "uuid-ossp" with schema extensions; create /* c */ extension pg_trgm;
     create extension "uuid-ossp"; select 'create extension x'`,
    'f',
  )
  expect(wantedExtensions([{ pieces }])).toEqual([
    { name: 'uuid-ossp', schema: 'extensions' },
    { name: 'pg_trgm', schema: undefined },
  ])
})

test.each([
  [
    "alter table t add column a text default 'secret' check (b > 18) -- no",
    'alter table t add column a text default ? check (b > ?)',
  ],
  [
    "create function f() returns text language sql as $f$ select 'secret' $f$",
    'create function f() returns text language sql as ?',
  ],
  ["insert into t values (E'a\\'secret', 'never ends", 'insert into t values (?, ?'],
  ['create index "i 1" on t2 (a) /* no\n */ where b', 'create index "i 1" on t2 (a)  where b'],
])('cuts literals from %s', (sql, expected) => {
  expect(withoutLiterals(sql)).toBe(expected)
})

test('rows of which there are many are cut', () => {
  expect(cutWithoutLiterals("insert into t values ('a')")).toBe('insert into t values (?)')
  const many = cutWithoutLiterals(`insert into t values ${Array(50_000).fill("('a')").join(', ')}`)
  expect(many).toMatch(/^insert into t values \(\?\), \(\?\).* …$/)
  expect(many).toHaveLength(100_002)
})
