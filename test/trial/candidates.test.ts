import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'
import { BOOKINGS, OTHER_CASES as cases, DOCUMENTS, EVENTS } from './index-cases.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const missing = async (given: Case) =>
  (await advised(server, given)).findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)

describe('an index for', () => {
  test.each(cases)('%s', async (_, base, sql, fix) => {
    const [finding, ...others] = await missing({ base, load: { search: sql } })
    expect(others).toEqual([])
    expect(finding?.fix?.sql).toBe(fix)
    expect(finding?.trial?.sizeBytes).toBeGreaterThan(0)
  })

  test.each([
    ['documents', DOCUMENTS],
    ['events', EVENTS],
    ['bookings', BOOKINGS],
  ])('%s: none that is there', async (_, tables) => {
    const own = cases.filter(([, base]) => base === tables)
    const fixes = new Set(own.flatMap(([, , , fix]) => fix.replaceAll(' concurrently', '').split('\n')))
    const load = Object.fromEntries(own.map(([name, , sql]) => [name, sql]))
    expect(await missing({ base: [tables, ...fixes].join(';\n'), load })).toEqual([])
  })
})

describe('a candidate that cannot be built', () => {
  test('because its rows are too long: told in one line, and another way is found', async () => {
    const long = `create table pages (id int primary key, body text not null);
      alter table pages alter body set storage plain;
      insert into pages select i, (select string_agg(md5(i::text || n), '') from generate_series(1, 90) n)
      from generate_series(1, 400) i`
    const sql = `select id from pages where body = 'x' and id > 0`
    const { findings } = await advised(server, { base: long, load: { search: sql } })
    const told = findings.filter(({ rule }) => rule === 'missing-index')
    expect(told.map(({ fix }) => fix?.sql)).toContain(
      'create index concurrently pages_body_idx on pages using hash (body);',
    )
    expect(told.flatMap(({ why }) => /SQLSTATE 54000/.exec(why) ?? []).length).toBeLessThanOrEqual(1)
  })
})
