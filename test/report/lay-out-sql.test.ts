import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutSql } from '../../src/report/lay-out-sql.ts'

const LIST = 'o."id", o."customer id", o.total, o.created_at, o.status, o.note, extract(year from o.created_at) as year'

test.each([
  ['select a from b where c = $1', 'select a from b where c = $1'],
  [
    `select ${LIST} from orders o left join customers c on c.id = o.customer_id where o.a is distinct from $1 order by 1`,
    `select o."id", o."customer id", o.total, o.created_at, o.status, o.note, extract(year from
  o.created_at) as year
from orders o
left join customers c on c.id = o.customer_id
where o.a is distinct from $1
order by 1`,
  ],
  [`delete from orders where note = "a   from   b" and ${'a and '.repeat(12)} b`, undefined],
])('%s', (sql, expected) => {
  const laidOut = layOutSql(sql)
  if (expected !== undefined) expect(laidOut).toBe(expected)
  expect(laidOut).toContain(
    sql.includes('"a   from   b"') ? 'delete from orders\nwhere note = "a   from   b"' : 'select',
  )
})

test('only white space between words differs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('select ', '"a  b" ', "'x  y' ", '(', ') ', 'from ', 'join ', ', ', 'c.d ')),
      parts => {
        const sql = parts.join('').repeat(3).trim()
        expect(layOutSql(sql).replace(/\s+/g, ' ')).toBe(sql.replace(/\s+/g, ' '))
        const quoted = (text: string) => text.match(/"[^"]*"|'[^']*'/g)
        expect(quoted(layOutSql(sql))).toEqual(quoted(sql))
      },
    ),
  )
})
