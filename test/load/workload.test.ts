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
  it('names statements, counts calls and knows lines', () => {
    expect(
      parseWorkload(SOURCE, 'w.sql').map(({ name, isNamed, calls, line }) => ({ name, isNamed, calls, line })),
    ).toEqual([
      { name: 'w.sql:2', isNamed: false, calls: 1, line: 2 },
      { name: 'orders.byId', isNamed: true, calls: 20, line: 6 },
      { name: 'ordersOpen', isNamed: true, calls: 1, line: 10 },
      { name: 'w.sql:11', isNamed: false, calls: 1, line: 11 },
      { name: 'last', isNamed: true, calls: 1, line: 13 },
    ])
  })

  it('sends the statement without its comments', () => {
    expect(parseWorkload(SOURCE, 'w.sql')[1]?.sql).toBe('select *\nfrom orders where id = 7')
  })

  it('refuses what a workload cannot hold', () => {
    expect(() => parseWorkload('select 1;\n\\copy t from x\n', 'w.sql')).toThrow(/w\.sql:2: a workload file holds SQL/)
    expect(() => parseWorkload('select 1;\n-- name: a\nselect @id;\n', 'w.sql')).toThrow(
      'w.sql:3: the parameter @id has no value',
    )
    expect(parseWorkload('prepare p as select $1;\nexecute p (1);\n', 'w.sql')).toHaveLength(2)
    expect(() => parseWorkload('copy t from stdin;\n1\n\\.\n', 'w.sql')).toThrow(/w\.sql:1/)
  })
})
