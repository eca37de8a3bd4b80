import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { tuned } from './tuned.ts'

/** The embedded binaries are built without JIT; Debian's have it. */
describe.runIf(HAS_DEBIAN_POSTGRES)('JIT', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ server: 'native', version: 15 })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  /** Enough rows for a plan whose cost is over a low threshold. */
  const schema = `
    create table gone (id int, n int);
    insert into gone select i, i from generate_series(1, 2000) i`
  const load = { 'gone.slow': 'select sum(n), count(distinct n) from gone where id < 50 and n + 1 > abs(n)' }
  const files = (conf: string) => ({ 'postgresql.conf': conf })

  test('is off where it compiles for rows too few to pay for it', async () => {
    const result = await tuned(server, { schema, load, files: files('jit_above_cost = 10\njit = on\n') })
    const [advice] = result.findings.filter(({ rule }) => rule === 'setting')
    expect(advice).toMatchObject({ title: 'Set jit to off, from on', statements: ['gone.slow'] })
    expect(advice?.evidence[0]).toMatch(/^gone\.slow: \d+ functions compiled for [\d,]+ rows\.$/)
    expect(advice?.fix?.files[0]?.changes).toEqual([{ line: 2, removes: 1, adds: ['jit = off'] }])
  })

  test.each([
    ['off already', 'jit = off\njit_above_cost = 10', load],
    ['above the cost of any statement', 'jit_above_cost = 1000000000', load],
    [
      'for rows that pay',
      'jit_above_cost = 10',
      { 'gone.all': 'select sum(a.n) from gone a, generate_series(1, 200) g' },
    ],
  ])('is left alone: %s', async (_, conf, sent) => {
    const result = await tuned(server, { schema, load: sent, files: files(conf) })
    expect(result.findings.filter(({ rule }) => rule === 'setting')).toEqual([])
  })
})
