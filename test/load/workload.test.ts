import { describe, expect, it } from 'vitest'
import { parseWorkload } from '../../src/load/workload.ts'

const SOURCE = `-- The application's queries.
set search_path to app;

-- name: orders.byId :one
-- calls: 20
select *
from orders where id = 7;

/* @name ordersOpen */
select ';' as semicolon, $$--name: nothing$$ from orders;
select 1;
-- name: last
select 2`

describe('reading a workload file', () => {
  it('names statements, counts calls and knows lines', async () => {
    const statements = await parseWorkload(SOURCE, 'w.sql')
    expect(statements.map(({ name, isNamed, calls, line }) => ({ name, isNamed, calls, line }))).toEqual([
      { name: 'w.sql:2', isNamed: false, calls: 1, line: 2 },
      { name: 'orders.byId', isNamed: true, calls: 20, line: 6 },
      { name: 'ordersOpen', isNamed: true, calls: 1, line: 10 },
      { name: 'w.sql:11', isNamed: false, calls: 1, line: 11 },
      { name: 'last', isNamed: true, calls: 1, line: 13 },
    ])
  })

  it('sends the statement without its comments', async () => {
    expect((await parseWorkload(SOURCE, 'w.sql'))[1]?.sql).toBe('select *\nfrom orders where id = 7')
  })

  it.each([
    ['select 1;\n\\copy t from x\n', /^w\.sql:2: a workload file holds SQL statements only, not `\\copy t from x`/],
    ['select 1 \\gset\n', /^w\.sql:1: a workload file holds SQL/],
    ['\\i other.sql\n', /^w\.sql:1: a workload file holds SQL/],
    ['copy t from stdin;\n1\n\\.\n', /^w\.sql:1: a workload/],
    ['select 1;\n-- name: a\nselect @id;\n', /^w\.sql:3: the parameter @id has no value/],
    ['\\set id 1\n\nselect :other;\n', /^w\.sql:3: the parameter :other has no value/],
    ["select :'name';\n", /^w\.sql:1: the parameter :'name' has no value/],
    ['select :"name";\n', /^w\.sql:1: the parameter :"name" has no value/],
    ['\\set id 1\n\\unset id\nselect :id;\n', /^w\.sql:3: the parameter :id has no value/],
    ['\\set id random(1, :scale)\nselect :id;\n', /^w\.sql:1: `\\set id random\(1, :scale\)` is pgbench’s/],
    ['\\if yes\nselect 1;\n', /^w\.sql:1: \\if without its \\endif/],
  ])('refuses what a workload cannot hold: %j', async (source, message) => {
    await expect(parseWorkload(source, 'w.sql')).rejects.toMatchObject({
      name: 'UserError',
      kind: 'usage',
      message: expect.stringMatching(message),
    })
  })

  it('leaves parameters to PREPARE', async () => {
    expect(await parseWorkload('prepare p as select $1;\nexecute p (1);\n', 'w.sql')).toHaveLength(2)
  })

  it('puts in what psql’s \\set gives a value, as psql does', async () => {
    const source = String.raw`\set id 7 \set who 'O''Hara'
\set table "order"
\set wanted :id
-- name: byId
-- calls: 2
\set late 1
select :'who', ':id', $$:id$$, ":id", id::text, a[1:n] -- :id
from :table, :"who" where id = :wanted
  and n = :late;
\if false
-- name: never
select 1;
\else
\echo on we go
-- name: other
select :{?id}, :{?ie}
\g
\endif
`
    const statements = await parseWorkload(source, 'w.sql')
    expect(statements.map(({ name, calls, line, sql }) => ({ name, calls, line, sql }))).toEqual([
      {
        name: 'byId',
        calls: 2,
        line: 7,
        sql: `select 'O''Hara', ':id', $$:id$$, ":id", id::text, a[1:n] -- :id\nfrom "order", "O'Hara" where id = 7\n  and n = 1`,
      },
      { name: 'other', calls: 1, line: 16, sql: 'select TRUE, FALSE' },
    ])
  })
})
