import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import { adviceTaken } from '../../src/record/advice-taken.ts'
import { type Entry, toEntry } from '../../src/record/entry.ts'
import { lineFor, parseHistory, stateAfter } from '../../src/record/history.ts'
import { record } from '../../src/record/record.ts'
import { renderAnswer } from '../../src/record/render-answer.ts'
import { renderRecordHtml } from '../../src/record/render-html.ts'
import { renderRecordMarkdown } from '../../src/record/render-markdown.ts'
import { renderJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'
import { loadParser, statementKey } from '../../src/sql/fingerprint.ts'
import { REPORTS, report, slower, statement } from '../report/fixtures.ts'

beforeAll(() => loadParser())

const commit = (digit: string) => digit.repeat(40)
const slow = REPORTS.failing as Report
const [advised] = slow.findings
const byCustomer = (head: Report['statements'][number]['head'], status: 'unchanged' | 'improved' | 'regressed') => ({
  ...slower,
  base: status === 'regressed' ? slower.base : slower.head,
  head,
  status,
  cause: status === 'regressed' ? slower.cause : undefined,
})

/** Four pushes: fast, slow with advice, the same again, and the advised index under another name. */
const PUSHES: readonly Report[] = [
  report({ statements: [byCustomer(slower.base, 'unchanged'), statement()] }),
  report({ verdict: 'fail', statements: [byCustomer(slower.head, 'regressed'), statement()], findings: slow.findings }),
  report({ statements: [byCustomer(slower.head, 'unchanged'), statement()] }),
  report({
    statements: [byCustomer({ ...slower.head!, buffers: 11, shape: '0123456789ab' }, 'improved'), statement()],
    migrations: [
      {
        file: 'db/0043.sql',
        line: 1,
        sql: 'CREATE INDEX by_customer ON public.orders (customer_id, created_at DESC)',
        durationMs: 3,
        locks: [],
        rewrites: [],
      },
    ],
  }),
].map((pushed, at) => ({ ...pushed, head: { ...pushed.head, commit: commit(String(at + 1)) } }))

const at = (push: number) => new Date(Date.UTC(2026, 0, 1 + push))

const HISTORY = recorded(PUSHES)

function recorded(pushes: readonly Report[]): readonly Entry[] {
  const history: Entry[] = []
  for (const [push, pushed] of pushes.entries()) {
    const entry = toEntry(pushed, { at: at(push), pullRequest: `https://github.com/acme/shop/pull/${10 + push}` })
    history.push(...parseHistory(lineFor(entry, history)!, 'history.jsonl'))
  }
  return history
}

describe('the history', () => {
  test('keeps only what is news, and all of it', () => {
    expect(HISTORY.map(entry => Object.keys(entry.statements))).toEqual([
      ['orders.byCustomer', 'orders.byId'],
      ['orders.byCustomer'],
      [],
      ['orders.byCustomer'],
    ])
    const { statements } = stateAfter(HISTORY)
    expect(statements.get('orders.byCustomer')?.head.buffers).toBe(11)
    expect(statements.get('orders.byId')?.head).toMatchObject({ buffers: 12, shape: '0a1b2c3d4e5f' })
  })

  test('has one entry for a commit, and notes a statement that is gone', () => {
    const again = toEntry(PUSHES[1]!, { at: at(9) })
    expect(lineFor(again, HISTORY)).toBeUndefined()
    const without = toEntry({ ...PUSHES[0]!, statements: [statement()] }, { at: at(9) })
    const line = lineFor({ ...without, commit: commit('9') }, HISTORY)
    expect(JSON.parse(line!).statements).toEqual({ 'orders.byCustomer': null })
  })

  test('a line that is none is named', () => {
    expect(() => parseHistory('\n{"v":1}\n', 'x/history.jsonl')).toThrow('x/history.jsonl:2 is no entry of a record')
  })
})

test('the page says what turned, why, and what came of advice', () => {
  const page = renderRecordMarkdown(HISTORY)
  expect(page).toContain('## Advice that was taken')
  const [row] = page.split('\n').filter(line => line.includes('An index on orders') && line.startsWith('|'))
  expect(row).toMatch(/\| 8,334 \| +9 \| +11 \|/)
  expect(page).toMatch(/regressed: 12 → 8,334 pages \(×695\)/)
  expect(page).toContain('[&#35;&#8203;11](https://github.com/acme/shop/pull/11)')
  expect(page.indexOf('### 2026&#45;01&#45;04')).toBeLessThan(page.indexOf('### 2026&#45;01&#45;02'))
})

test('the page in a browser holds no script, and hostile text stays text', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'`'
  const name = `orders ${hostile}`
  const evil = { ...slower, name, reason: hostile, cause: { ...slower.cause!, file: hostile, sql: hostile } }
  const entry = toEntry(report({ statements: [evil] }), { at: at(5) })
  const html = renderRecordHtml([...HISTORY, entry])
  expect(html).toContain("default-src 'none'")
  expect(html).not.toMatch(/<(img|script)/)
  expect(html).toContain('&#60;img src=x')
  expect(html).toMatch(/<svg[^>]* aria-label="from 12 to 11 pages"/)
  expect(renderRecordMarkdown([...HISTORY, entry])).not.toContain('<img')
})

describe('pgverdict record', () => {
  const options = { now: at(1) }

  test('appends, renders, and says when a statement got slow and what did it', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'pgverdict-record-'))
    const dir = join(folder.path, 'docs/record')
    for (const [push, pushed] of PUSHES.entries()) {
      const add = join(folder.path, `report${push}.json`)
      await writeFile(add, renderJson(pushed))
      const pullRequest = `https://github.com/acme/shop/pull/${10 + push}`
      expect(await record({ dir, add, pullRequest, now: at(push) })).toContain('Recorded')
      expect(await record({ dir, add, now: at(push) })).toContain('already')
    }
    expect((await readdir(dir)).toSorted()).toEqual(['README.md', 'history.jsonl', 'index.html'])
    expect(parseHistory(await readFile(join(dir, 'history.jsonl'), 'utf8'), dir)).toEqual(HISTORY)

    const answer = await record({ dir, ...options, statement: 'orders.byCustomer' })
    expect(answer.split('\n')[0]).toBe('2026-01-04 4444444 orders.byCustomer: 8,334 → 11 pages')
    expect(answer).toContain('2026-01-02 2222222 orders.byCustomer: 12 → 8,334 pages (×695)')
    expect(answer).toContain('db/migrations/0042_drop_idx.sql:3 drop index orders_customer_id_idx')
    expect(answer).toContain('advised 2026-01-02 2222222: ')
    expect(answer).toContain('; 9 pages predicted, 11 came true')
    expect(answer).toContain('#11 https://github.com/acme/shop/pull/11')
    expect(await record({ dir, ...options, since: commit('3') })).not.toContain('2026-01-02 2222222 orders')
    expect(await record({ dir, ...options, since: '2026-02-01' })).toContain('No query')
  })

  test.each([
    [{ add: 'nowhere.json' }, 'could not be read'],
    [{}, 'There is no record'],
  ])('says what is wrong with %o', async (flags, message) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'pgverdict-record-'))
    await expect(record({ dir: folder.path, ...options, ...flags })).rejects.toThrow(message)
  })
})

describe('advice that was taken is recognised', () => {
  const fixed = (sql: string, over: Partial<Finding> = {}): Finding => ({
    ...advised!,
    ...over,
    fix: { sql, files: over.fix?.files ?? [] },
  })
  const migrated = (sql: string): Partial<Report> => ({
    migrations: [{ file: 'db/9.sql', line: 1, sql, durationMs: 1, locks: [], rewrites: [] }],
  })
  const settings = (values: Readonly<Record<string, string>>): Partial<Report> => ({
    server: { ...report().server, settings: values },
  })
  const changed = (to: string): Partial<Report> => {
    const setting = { name: 'work_mem', from: '4MB', to, place: 'postgresql.conf:1', effects: [] }
    return { findings: [{ ...advised!, fix: undefined, trial: undefined, setting }] }
  }
  const rewritten = 'select id from orders where total = any($1::numeric[])'
  const inFile = (line: string) => ({
    key: 'setting:work_mem',
    fix: { sql: '', files: [{ path: 'pgverdict.yml', sha256: '0', changes: [{ line: 3, removes: 1, adds: [line] }] }] },
  })
  const cases: readonly (readonly [name: string, advice: Finding, change: Partial<Report>, isTaken: boolean])[] = [
    [
      'a setting in a migration',
      fixed("alter system set work_mem = '64MB';\nselect pg_reload_conf();", { key: 'setting:work_mem' }),
      migrated("ALTER DATABASE shop SET work_mem TO '64MB'"),
      true,
    ],
    ['a setting in force', fixed('', inFile('    work_mem: 64MB')), settings({ work_mem: '64MB' }), true],
    ['a setting in a file of the repository', fixed('', inFile('work_mem = 64MB')), changed('64MB'), true],
    ['another value in a file', fixed('', inFile('work_mem = 64MB')), changed('8MB'), false],
    ['another value', fixed('', inFile('    work_mem: 64MB')), settings({ work_mem: '8MB' }), false],
    [
      'a dropped index',
      fixed('drop index concurrently orders_old_idx;'),
      migrated('DROP INDEX IF EXISTS public.orders_old_idx'),
      true,
    ],
    [
      'another dropped index',
      fixed('drop index concurrently orders_old_idx;'),
      migrated('drop index orders_idx'),
      false,
    ],
    [
      'statistics of columns',
      fixed('create statistics a_stats on city, country from orders;\nanalyze orders;'),
      migrated('create statistics public.mine on city, country from public.orders'),
      true,
    ],
    [
      'a statistics target',
      fixed('alter table orders alter column city set statistics 1000;\nanalyze orders;'),
      migrated('ALTER TABLE orders ALTER COLUMN city SET STATISTICS 1000'),
      true,
    ],
    [
      'a fillfactor',
      fixed('alter table orders set (fillfactor = 90);'),
      migrated('alter table public.orders set (fillfactor = 90)'),
      true,
    ],
    [
      'a division, in a block and with other names around it',
      fixed(
        'do $partition$ begin create table "public"."orders" (like "public"."orders_history" including all) partition by range ("at"); end $partition$;',
      ),
      migrated('create table orders (id bigint, at timestamptz) partition by range (at)'),
      true,
    ],
    [
      'a division by another column',
      fixed('do $p$ begin create table "orders" (like x) partition by range ("at"); end $p$;'),
      migrated('create table orders (id bigint) partition by range (id)'),
      false,
    ],
    [
      'another form of the statement',
      fixed(`${rewritten};`),
      { statements: [{ ...byCustomer(slower.base, 'improved'), fingerprint: statementKey(rewritten).fingerprint }] },
      true,
    ],
  ]
  test.each(cases)('%s', (_, advice, change, isTaken) => {
    const pushes = [
      report({ statements: [byCustomer(slower.head, 'unchanged')], findings: [advice] }),
      report({ statements: [byCustomer(slower.base, 'improved')], ...change }),
    ].map((pushed, at) => ({ ...pushed, head: { ...pushed.head, commit: commit(String(at + 1)) } }))
    const taken = adviceTaken(recorded(pushes))
    expect(taken.map(({ taken: entry }) => entry.commit)).toEqual(isTaken ? [commit('2')] : [])
    const measured = taken.flatMap(({ effects }) => effects.map(effect => effect.measured))
    expect(measured).toEqual(isTaken ? advised!.trial!.effects.map(() => 12) : [])
  })

  test('an index to drop gains the writes, or nobody', () => {
    const trial = { ...advised!.trial!, effects: [] }
    const writes = [
      { statement: 'orders.byId', buffersBefore: 9, buffersAfter: 5, walBytesBefore: 0, walBytesAfter: 0 },
    ]
    const drop = (each: typeof trial) => ({ ...fixed('drop index orders_old_idx;'), trial: each })
    const pagesOf = (each: typeof trial) =>
      renderRecordMarkdown(
        recorded(
          [
            report({ statements: [statement()], findings: [drop(each)] }),
            report({ statements: [statement()], ...migrated('drop index orders_old_idx') }),
          ].map((pushed, at) => ({ ...pushed, head: { ...pushed.head, commit: commit(String(at + 1)) } })),
        ),
      )
    expect(pagesOf({ ...trial, writes })).toMatch(/\| +9 \| +5 \| +12 \|/)
    expect(pagesOf({ ...trial, writes: [] })).toContain('no query’s pages were to change')
  })
})

describe('a change of settings alone is told', () => {
  const pushedWith = (over: Partial<Report>) =>
    recorded(
      [report({ statements: [byCustomer(slower.base, 'unchanged')] }), report(over)].map((pushed, at) => ({
        ...pushed,
        head: { ...pushed.head, commit: commit(String(at + 1)) },
      })),
    )
  const told = (history: readonly Entry[]) => {
    const page = renderRecordMarkdown(history).replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    return [page, renderRecordHtml(history)]
  }

  test('of what the runs are measured with: the queries that differ since, and the setting as the cause', async () => {
    const server = { ...report().server, settings: { work_mem: '1MB' } }
    const history = pushedWith({ server, statements: [byCustomer(slower.head, 'unchanged')] })
    for (const text of told(history)) {
      expect(text).toMatch(/Setting <code>work_mem: .* → 1MB<\/code>/)
      expect(text).toContain('With these settings: orders.byCustomer: 12 → 8,334 pages (×695)')
    }
    expect(renderAnswer(history, { since: undefined, statement: undefined })).toMatch(/setting work_mem: \S+ → 1MB/)
    for (const text of told(pushedWith({ server, statements: [byCustomer(slower.base, 'unchanged')] })))
      expect(text).toContain('With these settings every query does what it did before')
  })

  test('of the user’s files: what it moved, what failed, and that it moved nothing or was not measured', () => {
    const effects = [
      { statement: 'orders.byCustomer', before: 12, after: 900 },
      { statement: 'orders.byId', before: 5 },
    ]
    const of = (over: object) => {
      const setting = { name: 'work_mem', from: '4MB', to: '1MB', place: 'postgresql.conf:1', ...over }
      const finding = { ...advised!, fix: undefined, trial: undefined, setting }
      return pushedWith({ statements: [byCustomer(slower.base, 'unchanged')], findings: [finding] })
    }
    for (const text of told(of({ effects }))) {
      expect(text).toContain(
        'Setting <code>work_mem: 4MB → 1MB (postgresql.conf:1)</code>: orders.byCustomer: 12 → 900 pages',
      )
      expect(text).toContain('orders.byId: fails with it')
    }
    expect(renderAnswer(of({ effects }), { since: undefined, statement: undefined })).toContain(
      'orders.byCustomer: 12 → 900 pages',
    )
    for (const text of told(of({ effects: [] }))) expect(text).toContain('</code>: every query does what it did before')
    for (const text of told(of({ unmeasured: 'the load writes nothing' })))
      expect(text).toContain('</code>: its effect was not measured: the load writes nothing')
    const figure = {
      what: 'write-ahead log after a checkpoint',
      unit: 'bytes',
      before: 4_194_304,
      after: 2_097_152,
      isMoved: true,
    }
    for (const text of told(of({ figure })))
      expect(text).toContain('</code>: in one pass of the load write-ahead log after a checkpoint: 4 MB → 2 MB')
  })
})

test('no advice is taken for what nobody advised', () => {
  expect(advised!.trial!.effects[0]!.buffersAfter).toBe(9)
  const other = PUSHES.map((pushed, push) => toEntry({ ...pushed, findings: [] }, { at: at(push) }))
  expect(renderRecordMarkdown(other)).not.toContain('Advice that was taken')
})
