import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from './advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

/** Orders of many tenants with their lines. */
const SHOP = `
  create table orders (id int primary key, tenant int not null, note text not null);
  create table lines (id int primary key, order_id int not null, kind int not null, size int not null, note text not null);
  insert into orders select i, i % 2000, repeat('n', 80) from generate_series(1, 20000) i;
  insert into lines select i, i / 3 + 1, i % 1500, i % 900, repeat('n', 80) from generate_series(1, 59000) i`
const LOAD = {
  kinds: 'select count(note) from lines where kind = 7',
  sizes: 'select count(note) from lines where size = 9',
  basket: 'select sum(l.size) from orders o join lines l on l.order_id = o.id where o.tenant = 5 order by 1 desc',
}

describe.each([true, false])('with a superuser: %s', hasSuperuser => {
  const missing = async (candidates: number, calls?: Readonly<Record<string, number>>) => {
    const { findings } = await advised(
      { ...server, hasSuperuser },
      { base: SHOP, load: LOAD, candidates, calls: calls ?? 10 },
    )
    return findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)
  }

  test('the one that is tried of many is what the load gains most by', async () => {
    const [only, ...others] = await missing(1, { kinds: 2, sizes: 500, basket: 2 })
    expect(others).toEqual([])
    expect(only?.fix?.sql).toBe('create index concurrently lines_size_idx on lines (size);')
  })

  test('statements that need other columns of the same rows share one index', async () => {
    const { findings } = await advised(
      { ...server, hasSuperuser },
      {
        base: SHOP,
        load: {
          orders: 'select order_id, count(*) from lines where kind = 7 group by 1',
          sizes: 'select size, count(*) from lines where kind = 8 group by 1',
        },
        candidates: 6,
      },
    )
    const fixes = findings.flatMap(({ rule, fix }) => (rule === 'missing-index' && fix !== undefined ? fix.sql : []))
    expect(fixes).toEqual(['create index concurrently lines_kind_idx on lines (kind) include (order_id, size);'])
  })

  test('a column to join by is found among few trials, and no aggregate is taken for a column', async () => {
    const findings = await missing(4)
    expect(findings.map(({ title }) => title)).toContainEqual(expect.stringMatching(/lines \(order_id/))
    for (const { title, why, trial } of findings) {
      expect(title).not.toContain('sum(')
      // The reason speaks of a statement that gains.
      expect(trial?.effects.some(({ statement }) => why.startsWith(`${statement} `))).toBe(true)
    }
  })
})
