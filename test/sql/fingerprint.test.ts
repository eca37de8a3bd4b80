import { beforeAll, describe, expect, test } from 'vitest'
import { classify, loadParser, normalise, sqlcommenterTags, statementKey } from '../../src/sql/fingerprint.ts'
import { fold } from '../../src/sql/fold.ts'
import { parserFingerprint } from '../../src/sql/parse.ts'

beforeAll(loadParser)

describe('one key for', () => {
  test.each<[string, readonly [string, string, ...string[]]]>([
    [
      'literals and parameters',
      ['select * from t where id = 5 and b = true', 'SELECT *\nFROM t -- c\nWHERE id=$1 and b=$2;'],
    ],
    ['negative numbers', ['select 1 from t where a = -5 limit 3', 'select $2 from t where a = $1 limit $3']],
    [
      'IN lists of any length',
      [
        'select a from t where id in (1,2,3)',
        'select a from t where id in ($1)',
        'select a from t where id IN ($1 /*, ... */)',
      ],
    ],
    ['rows of values', ["insert into t values (1, 'a', null), (2, 'b', null)", 'insert into t values ($1, $2, $3)']],
    ['tags', ["select 1 /*route='a'*/", "/*route='b'*/ select 2"]],
    ['nulls', ['update t set a = null where b is not null', 'update t set a = $1 where b is not null']],
    [
      'type names before strings',
      ["select a from t where c > now() - interval '1 day'", 'select a from t where c > now() - interval $1'],
    ],
    ['the field of extract', ['select extract(epoch from a - b) from t', 'select extract($1 from a - b) from t']],
    ['unknown syntax', ['select from from 1', 'SELECT from\nfrom 2']],
  ])('%s', (_name, [first, ...others]) => {
    for (const other of others) expect(statementKey(other).textHash).toBe(statementKey(first).textHash)
  })
  test('a huge insert and a small one', () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `(${row}, 'x', -${row}, now())`).join(', ')
    expect(statementKey(`insert into t (a, b, c, d) values ${rows}`)).toEqual(
      statementKey("insert into t (a, b, c, d) values ($1, 'y', 3, now())"),
    )
  })
})

describe('another key for', () => {
  test.each([
    ['an offset', 'select id from t limit 10', 'select id from t limit 10 offset 20'],
    ['a schema', 'select a from x.t', 'select a from y.t'],
    ['a position', 'select a, b from t order by 1', 'select a, b from t order by 2'],
    ['the number of arguments', 'select substring(a, 1) from t', 'select substring(a, 1, 2) from t'],
    ['an IN list with a column', 'select a from t where b in (1, c)', 'select a from t where b in (1, 2)'],
    ['quoted case', 'select "A" from t', 'select "a" from t'],
  ])('%s', (_name, a, b) => {
    expect(statementKey(a)).not.toEqual(statementKey(b))
  })
})

test('keys are hexadecimal for whatever text', () => {
  for (const text of [
    '',
    ';',
    'select',
    "'",
    '('.repeat(20_000),
    `select ${Array(50_000).fill('a').join(' + ')}`,
    '😀 \0',
  ]) {
    const { fingerprint, textHash } = statementKey(text)
    expect(`${fingerprint} ${textHash}`).toMatch(/^[\da-f]{16} [\da-f]{8}$/)
  }
})

test.each([
  ["select 'secret', 1.5, E'x\\'y', $$z$$, 0x1F  from t /* no */ -- no", 'select $1, $2, $3, $4, $5 from t'],
  ['select * from t where a = $2 and b = 7', 'select * from t where a = $2 and b = $3'],
  [
    'select a from t where b in (1, 2, 3) and c in ($4, $5) limit 5',
    'select a from t where b in ($6 /*, ... */) and c in ($4 /*, ... */) limit $7',
  ],
  ['select a from t where b in (1, c)', 'select a from t where b in ($1, c)'],
  [
    'select a, count(*) from t group by 1, 2 order by 2 desc',
    'select a, count(*) from t group by 1, 2 order by 2 desc',
  ],
  ['select "a  b" ,\n\t c;', 'select "a  b" , c'],
  ['select 1; select 2 ;;', 'select $1; select $2'],
  ["do $$ begin perform 'secret'; end $$", 'do $1'],
])('normalises %s', (text, expected) => {
  expect(normalise(text)).toBe(expected)
})

describe('classifies', () => {
  test.each<[string, string, boolean, string | undefined, readonly string[]]>([
    ['select lower(a) from s.t join u using (id)', 'read', true, undefined, ['s.t', 'u']],
    ['with x as (select 1 from t) select * from x', 'read', true, undefined, ['t']],
    ['values (1)', 'read', true, undefined, []],
    ['select * from t for update', 'write', true, undefined, ['t']],
    ['select * from t for key share skip locked', 'write', true, undefined, ['t']],
    ['with x as (delete from t returning *) select * from x', 'write', true, undefined, ['t']],
    ["select nextval('s')", 'write', true, undefined, []],
    ['select my_function(a) from t', 'write', true, undefined, ['t']],
    ['select app.lower(a) from t', 'write', true, undefined, ['t']],
    ['select pg_catalog.lower(a), a at time zone $1 from t', 'read', true, undefined, ['t']],
    ['select a into b from t', 'write', true, undefined, ['b', 't']],
    ['insert into t select * from u', 'write', true, undefined, ['t', 'u']],
    ['merge into t using u on t.a = u.a when matched then do nothing', 'write', true, undefined, ['t', 'u']],
    ['declare c no scroll cursor for select 1 from t', 'utility', false, 'select 1 from t', ['t']],
    ['copy (select (1) from t) to stdout', 'utility', false, 'select (1) from t', ['t']],
    ['copy t from stdin', 'utility', false, undefined, ['t']],
    ['create table x (a) as select 1 from t with no data', 'utility', false, 'select 1 from t', ['x', 't']],
    ['create table x (a int)', 'utility', false, undefined, ['x']],
    ['explain (analyze, costs off) select 1 from t', 'utility', false, 'select 1 from t', ['t']],
    ['explain analyze verbose select 1', 'utility', false, 'select 1', []],
    ['explain (select 1)', 'utility', false, '(select 1)', []],
    ['prepare p (int) as select $1', 'utility', false, 'select $1', []],
    ['begin', 'utility', false, undefined, []],
    ['call p(1)', 'utility', false, undefined, []],
    ['select 1; delete from t', 'write', false, undefined, ['t']],
    ['select a from t new syntax here', 'unparsable', true, undefined, []],
    ['nonsense', 'unparsable', false, undefined, []],
  ])('%s', (text, kind, isExplainable, inner, tables) => {
    const classified = classify(text)
    expect({ ...classified, tables: classified.tables.toSorted() }).toEqual({
      kind,
      isExplainable,
      inner,
      tables: tables.toSorted(),
    })
  })
})

test('reads the tags of sqlcommenter before and after a statement, and nothing else', () => {
  expect(sqlcommenterTags("/*action='a%20b'*/ select '/*x=''1''*/' /*file='c\\'d',line='3'*/")).toEqual({
    action: 'a b',
    file: "c'd",
    line: '3',
  })
  expect(sqlcommenterTags('select 1 /* not a tag */')).toEqual({})
})

test.each([
  'select a from t where b = -5 and c - 1 > 2 and d is not null limit 3',
  "select * from t where j->>'a' = 'x' and k @> '{}'::jsonb and l <> 3 and m || 'x' = 'y'",
  'insert into t (a, b) values (1, null), (2, true), (3, false)',
  "select array[1,2,3], a[1], (1,2), interval '1 day', current_date - 1 from t order by 1",
  'select case when a then 1 else -2 end, a::numeric(10,2), "B" from t where x in (1, 2)',
])('the folded text has the fingerprint of the text: %s', text => {
  expect(parserFingerprint(fold(text))).toBe(parserFingerprint(text))
  expect(parserFingerprint(text)).toBeDefined()
})
