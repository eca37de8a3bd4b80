import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { tuned } from './tuned.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const found = ({ findings }: { readonly findings: readonly Finding[] }, rule: string) =>
  findings.filter(finding => finding.rule === rule)

/** Sixty thousand rows in no order of anything. */
const EVENTS = `
  create table events (id int primary key, kind int not null, at int not null, note text not null);
  insert into events select i, i % 50, (i * 7919) % 60000, repeat('x', 60) || i from generate_series(1, 60000) i;
  create index events_at on events (at)`

const SORTS = {
  'events.byNote': 'select note from events order by note desc',
  'events.byKind': 'select note from events order by kind, note',
  'events.byLength': 'select note from events order by length(note), note',
}

describe('work_mem', () => {
  test('a larger one for everybody, where the memory given allows it and the load spills', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: { ...SORTS, 'events.one': 'select note from events where id = 7' },
      files: { 'postgresql.conf': '# memory\nwork_mem = 1MB   # small\nmax_connections = 20\n' },
      config: { target: { memory: '16GB', cpus: 4, connections: 20 } },
    })
    console.log(JSON.stringify(result, null, 1))
  })
})
