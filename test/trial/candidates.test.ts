import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'
import { OTHER_CASES as cases, DOCUMENTS, EVENTS } from './index-cases.ts'

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
  ])('%s: none that is there', async (_, tables) => {
    const own = cases.filter(([, base]) => base === tables)
    const fixes = new Set(own.flatMap(([, , , fix]) => fix.replaceAll(' concurrently', '').split('\n')))
    const load = Object.fromEntries(own.map(([name, , sql]) => [name, sql]))
    expect(await missing({ base: [tables, ...fixes].join(';\n'), load })).toEqual([])
  })
})
