import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { readCase } from '../rules/rule-case.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function generated(more: Partial<Case>) {
  const bad = await readCase('generated-column', 'bad')
  const { findings } = await advised(server, { ...bad, ...more, load: { ...bad.load, ...more.load } })
  return findings.filter(({ rule }) => rule === 'generated-column').map(({ fix, why }) => fix?.sql ?? why)
}

test('an index on the expression that does as much is the better advice', async () => {
  expect(await generated({ candidates: 20 })).toEqual([
    expect.stringMatching(/Tried, “An index on documents .* does as much/),
  ])
})

test('not where it makes another read of the table worse', async () => {
  const { base } = await readCase('generated-column', 'bad')
  const load = {
    // With the digest among them the rows take six times the pages.
    'documents.bySize': `select id from documents d where d.data ->> 'digest' > 'ff'`,
    'documents.all': 'select count(folder) from documents',
  }
  const withDigest = base.replace(`'body',`, `'digest', repeat(md5(i::text), 10), 'body',`)
  expect(await generated({ base: withDigest, candidates: 0, load })).toEqual([
    expect.stringMatching(/Tried as a generated column, it makes documents\.all worse\.$/),
  ])
})
