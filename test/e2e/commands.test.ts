import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sourceText } from '../../src/report/place.ts'
import { openShop, runGate } from './gate.ts'
import { DROP_INDEX, SHOP } from './shop.ts'

const PG = pathToFileURL(createRequire(import.meta.url).resolve('pg')).href

/** A load by a program of its own: `body` has `client` and, for a statement that may fail, `attempt`. */
const program = (body: string) => `import pg from '${PG}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
const attempt = async (...query) => client.query(...query).catch(() => undefined)
const bind = (text, values, types) => new Promise((resolve, reject) => {
  const ignore = () => undefined
  client.query({
    submit(connection) {
      connection.parse({ name: '', text, types }, true)
      connection.bind({ values }, true)
      connection.execute({ rows: 0 }, true)
      connection.sync()
    },
    handleRowDescription: ignore, handleDataRow: ignore, handleCommandComplete: ignore,
    handleError: reject, handleReadyForQuery: resolve,
  })
})
${body}
await client.end()
`
const CONFIG = SHOP['pgverdict.yml'].replace(
  /^workload: .*$/m,
  `workload: { command: "'${process.execPath}' load.mjs" }`,
)
const openWith = (body: string) => openShop({ 'load.mjs': program(body), 'pgverdict.yml': CONFIG })

describe('a program’s load', () => {
  test('binds the types of its driver: a cast that defeats an index shows', async () => {
    const byCustomer = (type: number) =>
      `for (const id of ['17', '18']) await bind('select id from purchase where customer_id = $1', [id], [${type}])`
    const shop = openWith(byCustomer(20))
    shop.write({ 'load.mjs': program(byCustomer(1700)) })
    const result = await runGate(shop)
    expect(result.report?.statements).toMatchObject([
      {
        status: 'regressed',
        text: 'select id from purchase where customer_id = $1',
        changes: [{ kind: 'index-lost' }],
      },
    ])
  })

  test('measures what it does with temporary tables', async () => {
    const shop = openWith(`
await client.query('begin')
await client.query('create temp table picked (customer_id bigint) on commit drop')
await client.query('insert into picked select $1::bigint', [17])
await client.query('analyze picked')
await client.query('select p.status from picked join purchase p using (customer_id)')
await client.query('commit')`)
    shop.write(DROP_INDEX)
    const { report } = await runGate(shop)
    const statuses = Object.fromEntries(report?.statements.map(({ text, status }) => [text, status]) ?? [])
    expect(statuses).toEqual({
      'insert into picked select $1::bigint': 'unchanged',
      'select p.status from picked join purchase p using (customer_id)': 'regressed',
    })
  })

  test('that fails in part and ends well: what only the branch makes fail is broken', async () => {
    const shop = openWith(`
await client.query('create temp table picked as select 5 as id')
await client.query('select c.id from customer c join picked using (id)')
await attempt('insert into customer values ($1, $2, $3)', [1, 'taken', ''])
await attempt('update purchase set note = $2 where id = $1', [7, ''])
await attempt('update purchase set note = $2 where id = $1', [8, 'fine'])
await attempt('select sum(id) from nowhere')`)
    const neutral = await runGate(shop)
    expect(neutral).toMatchObject({ code: 0, report: { verdict: 'pass', roster: [] } })
    expect(neutral.report?.notes).toContainEqual(
      '2 statements failed in base’s load, whose command ended well; the first: insert into customer values ($1, $2, $3) (SQLSTATE 23505).',
    )
    shop.write({ 'migrations/004_check.sql': `alter table purchase add check (note <> '') not valid;\n` })
    const { code, report } = await runGate(shop)
    expect(code).toBe(1)
    expect(report?.roster.map(({ rule }) => rule)).toEqual(['broken'])
    expect(report?.statements.find(({ text }) => text.startsWith('update'))?.reason).toBe(
      'works on base and fails (a check constraint is violated or no partition takes the row, SQLSTATE 23514) on head, because of migrations/004_check.sql line 1',
    )
  })

  test('that refreshes a materialized view: measured by its query, and broken where the refresh itself is', async () => {
    const shop = openShop({
      'migrations/003_indexes.sql': `create index purchase_open_idx on purchase (id) where status = 'open';
create materialized view open_purchase as select id, customer_id from purchase where status = 'open';
create unique index open_purchase_id_idx on open_purchase (id);
`,
      'load.mjs': program(`
await client.query('refresh materialized view open_purchase')
await attempt('refresh materialized view concurrently open_purchase')`),
      'pgverdict.yml': CONFIG,
    })
    shop.write({
      'migrations/004_tidy.sql': 'drop index purchase_open_idx;\ndrop index open_purchase_id_idx;\n',
    })
    const { code, report } = await runGate(shop)
    expect(code).toBe(1)
    const found = report?.statements
      .map(({ text, status, cause }) => [text, status, cause && sourceText(cause)])
      .toSorted()
    expect(found).toEqual([
      ['refresh materialized view concurrently open_purchase', 'broken', 'migrations/004_tidy.sql:2'],
      ['refresh materialized view open_purchase', 'regressed', 'migrations/004_tidy.sql:1'],
    ])
  })

  test('that ends other sessions, as test suites do: the replay does not', async () => {
    const shop = openWith(`
await client.query('select id from customer where id = $1', [5])
await client.query(
  'select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()',
)`)
    const { code, report } = await runGate(shop)
    expect(code).toBe(0)
    expect(report?.statements.filter(({ text }) => text.includes('pg_terminate_backend'))).toMatchObject([
      { status: 'unmeasured', reason: 'it ends other sessions' },
    ])
  })

  test('whose children outlive it is over when its command is', async () => {
    const shop = openShop({
      'pgverdict.yml': CONFIG,
      'stay.mjs': program(`await client.query('begin'); await client.query('select pg_sleep(60)')`),
      'load.mjs': program(`
const { spawn } = await import('node:child_process')
await client.query('select id from customer where id = $1', [5])
spawn(process.execPath, ['stay.mjs'], { detached: true, stdio: 'ignore' }).unref()
const isThere = () => client.query("select from pg_stat_activity where query ~ '^select pg_sleep'")
while ((await isThere()).rowCount === 0) await new Promise(resolve => setTimeout(resolve, 20))`),
    })
    const { code, report } = await runGate(shop)
    expect(code).toBe(0)
    // Nothing of our own is counted with the load.
    expect(report?.statements.filter(({ text }) => text.includes('backend_type'))).toEqual([])
    // A session that nobody ends is waited for ten seconds, on each side.
    for (const stage of ['load base', 'load head']) {
      expect(report?.timings.find(timing => timing.stage === stage)?.seconds).toBeLessThan(8)
    }
  })

  test('that never sends the same twice is said to, and blocks nothing', async () => {
    const shop = openWith(`
await client.query('select id from customer where id = $1', [5])
await client.query('select 1 as run_' + process.pid)`)
    const { code, report } = await runGate(shop)
    expect([code, report?.roster]).toEqual([0, []])
    expect(report?.notes).toContainEqual(
      expect.stringMatching(
        /^The load does not do the same each time\. Run twice on base, 2 statements were sent by one of the two only, the first: select \$1 as run_\d+\.$/,
      ),
    )
  })
})
