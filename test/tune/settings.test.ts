import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import { UserError } from '../../src/errors.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { type Tuned, tuned } from './tuned.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const found = ({ findings }: Tuned, ...rules: readonly string[]) => findings.filter(({ rule }) => rules.includes(rule))
const titles = (findings: readonly Finding[]) => findings.map(({ title }) => title)

/** Rows whose `at` is in no order of anything, and copies of them. */
const EVENTS = `
  create table events (id int primary key, kind int not null, at int not null, note text not null);
  insert into events select i, i % 50, (i * 7919) % 20000, repeat('x', 200) || i from generate_series(1, 20000) i;
  create index events_at on events (at);
  create table details as select id, note from events;
  alter table details add primary key (id)`

/** Five rows on a page. */
const WIDE = `
  create table wide (id int primary key, filler text not null);
  alter table wide alter filler set storage plain;
  insert into wide select i, repeat('f', 1500) from generate_series(1, 20000) i;
  create table wanted (id int primary key, wide int not null);
  insert into wanted select i, 20001 + (i * 7919) % 60000 from generate_series(1, 60000) i`

const SORTS = {
  'events.byNote': 'select id, note from events order by note desc',
  'events.byKind': 'select note from events order by kind, note',
  'events.byLength': 'select note from events order by length(note), note',
}
const ONE = { 'events.one': 'select note from events where id = 7' }
const JOINED =
  'select sum(length(e.note) + length(d.note)) from events e join details d on d.id = e.id where e.id + 0 < 2'
const SMALL = { 'postgresql.conf': '# memory\nwork_mem = 1MB   # small\nmax_connections = 20\n' }
const LARGE_SERVER = { target: { memory: '16GB', cpus: 4, connections: 20 } }

describe('work_mem', () => {
  test('more for everybody, where much spills and the memory given allows it, as a change of the user’s own line', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: { ...SORTS, ...ONE },
      files: SMALL,
      config: LARGE_SERVER,
    })
    const [advice, ...others] = found(result, 'setting')
    expect(others).toEqual([])
    expect(advice).toMatchObject({ area: 'configuration', severity: 'advice', title: 'Set work_mem to 16MB, from 1MB' })
    expect(advice?.fix?.files).toEqual([
      {
        path: 'postgresql.conf',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        changes: [{ line: 2, removes: 1, adds: ['work_mem = 16MB   # small'] }],
      },
    ])
    expect(advice?.trial?.effects.map(({ statement }) => statement).toSorted()).toEqual(Object.keys(SORTS).toSorted())
    for (const { buffersBefore, buffersAfter } of advice?.trial?.effects ?? [])
      expect(buffersBefore).toBeGreaterThan(2 * buffersAfter)
  })

  test('more for the one statement that spills', async () => {
    const load = { 'events.byNote': SORTS['events.byNote'], ...ONE }
    const result = await tuned(server, { schema: EVENTS, load, files: SMALL, config: LARGE_SERVER })
    expect(found(result, 'setting')).toEqual([])
    const [advice] = found(result, 'work-mem-for-statement')
    expect(advice).toMatchObject({ severity: 'advice', statements: ['events.byNote'] })
    expect(advice?.fix?.sql).toMatch(/^set local work_mem = '\d+MB';$/m)
  })

  test('without known memory it is a remark, and nothing to apply', async () => {
    const result = await tuned(server, { schema: EVENTS, load: { ...SORTS, ...ONE } })
    expect(new Set(result.findings.map(({ rule, severity, fix }) => `${rule} ${severity} ${fix}`))).toEqual(
      new Set(['work-mem-for-statement info undefined']),
    )
  })

  test('what spills with all that the memory allows is told, and nothing is advised', async () => {
    const config = { target: { memory: '128MB', cpus: 4, connections: 20 } }
    const result = await tuned(server, { schema: EVENTS, load: { ...SORTS, ...ONE }, files: SMALL, config })
    expect(result.findings.flatMap(({ fix }) => fix ?? [])).toEqual([])
    const [told] = found(result, 'spills-beyond-memory')
    expect(told).toMatchObject({ severity: 'info', title: '3 statements spill with all that work_mem may have' })
    expect(told?.statements.toSorted()).toEqual(Object.keys(SORTS).toSorted())
  })

  test('is rejected where another statement would read more with it, and given to those that gain', async () => {
    const load = { ...SORTS, 'events.joined': JOINED }
    const files = { 'postgresql.conf': 'work_mem = 64kB' }
    const result = await tuned(server, { schema: EVENTS, load, files, config: LARGE_SERVER })
    expect(found(result, 'setting')).toEqual([])
    expect(found(result, 'setting-rejected')).toMatchObject([
      { severity: 'info', statements: ['events.joined'], fix: undefined },
    ])
    const own = found(result, 'work-mem-for-statement').flatMap(({ statements }) => statements)
    expect(own.toSorted()).toEqual(Object.keys(SORTS).toSorted())
  })
})

describe('what the planner believes', () => {
  const load = {
    'wide.wanted': 'select sum(length(w.filler)) from wanted n join wide w on w.id = n.wide where n.id <= 1250',
  }

  test('random_page_cost of the storage given is advised where plans read less with it', async () => {
    const result = await tuned(server, {
      schema: WIDE,
      load,
      files: { 'postgresql.conf': 'work_mem = 4MB' },
      config: { target: { storage: 'ssd' } },
    })
    const [advice] = found(result, 'setting')
    expect(advice?.title).toBe('Set random_page_cost to 1.1, from 4')
    expect(advice?.fix?.files[0]?.changes).toEqual([{ line: 2, removes: 0, adds: ['random_page_cost = 1.1'] }])
    expect(advice?.statements).toEqual(['wide.wanted'])
  })

  test('and dropped where no plan changes', async () => {
    const result = await tuned(server, {
      schema: WIDE,
      load: { 'wide.one': 'select filler from wide where id = 7' },
      config: { target: { storage: 'ssd' } },
    })
    expect(result.findings).toEqual([])
  })

  test('a cache that only the planner sees is rejected', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: { 'events.inOrder': 'select note from events order by at' },
      files: { 'postgresql.conf': 'effective_cache_size = 1MB\nwork_mem = 64kB' },
      config: { target: { memory: '16GB' } },
    })
    expect(titles(found(result, 'setting-rejected'))).toEqual([
      'effective_cache_size = 12GB was tried and is no good here',
    ])
    expect(titles(found(result, 'setting'))).not.toContainEqual(expect.stringContaining('effective_cache_size'))
  })

  test('what this branch made worse is a warning, with the way back', async () => {
    const result = await tuned(server, {
      schema: WIDE,
      load,
      baseFiles: { 'ops/postgresql.conf': 'random_page_cost = 1.1' },
      files: { 'ops/postgresql.conf': "random_page_cost = '4' # spinning" },
    })
    const [told] = found(result, 'setting-changed')
    expect(told).toMatchObject({
      severity: 'info',
      title: 'This branch changes random_page_cost from 1.1 to 4',
      setting: { name: 'random_page_cost', from: '1.1', to: '4', place: 'ops/postgresql.conf:1' },
    })
    const [effect] = told!.setting!.effects!
    expect(effect!.statement).toBe('wide.wanted')
    expect(effect!.after!).toBeGreaterThan(1.5 * effect!.before)
    expect(found(result, 'setting-made-worse')).toMatchObject([
      {
        severity: 'warning',
        title: 'random_page_cost was better at 1.1',
        why: 'This branch changes it from 1.1 to 4.',
        fix: { files: [{ changes: [{ line: 1, removes: 1, adds: ["random_page_cost = '1.1' # spinning"] }] }] },
      },
    ])
  })
})

describe('what this branch changes is told', () => {
  const values = (result: Tuned) =>
    found(result, 'setting-changed').map(({ setting }) => `${setting!.name}: ${setting!.from} → ${setting!.to}`)

  test('with what the statements spill under each value; no value that may be a secret, and nothing that only looks new', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: { 'events.byNote': SORTS['events.byNote'], ...ONE },
      baseFiles: {
        'postgresql.conf':
          "work_mem = 64kB\nprimary_conninfo = 'password=one'\nmaintenance_work_mem = 64MB\nlog_statement = ddl",
      },
      files: { 'postgresql.conf': "work_mem = 16MB\nprimary_conninfo = 'password=two'\nlog_statement = 'ddl'" },
    })
    expect(values(result)).toEqual(['primary_conninfo: another value → another value', 'work_mem: 64kB → 16MB'])
    const [hidden, memory] = found(result, 'setting-changed')
    expect(hidden!.setting).toMatchObject({ unmeasured: 'no plan and no number of pages depends on it' })
    expect(memory!.setting!.effects!.map(({ statement }) => statement)).toEqual(['events.byNote'])
    expect(memory!.evidence[0]).toMatch(/^events\.byNote: [\d,]+ → [\d,]+ pages, temporary ones included\.$/)
    expect(JSON.stringify(result.findings)).not.toMatch(/password=/)
  })

  test('without a trial where nobody wants advice', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: ONE,
      baseFiles: {},
      files: { 'postgresql.conf': 'shared_buffers = 1GB' },
      config: { advice: { configuration: false } },
    })
    expect(values(result)).toEqual(['shared_buffers: 128MB → 1GB'])
    expect(result.findings).toHaveLength(1)
    expect(result.findings[0]!.evidence).toEqual([
      'What it moves was not measured: advice.configuration switches it off.',
    ])
  })

  test('with what a whole server does, where it takes the setting at its start; what the load cannot tell, with the reason', async () => {
    const conf = (lines: string) => ({ 'postgresql.conf': lines })
    const given = {
      schema: EVENTS,
      load: {
        'events.all': 'select sum(length(note)) from events',
        'events.rename': "update events set note = note || '!' where id % 3 = 0",
      },
      baseFiles: conf('shared_buffers = 64MB\nmax_wal_size = 1GB\nwal_compression = off\ncheckpoint_timeout = 5min'),
      files: conf('shared_buffers = 1MB\nmax_wal_size = 2GB\nwal_compression = on\ncheckpoint_timeout = 15min'),
    }
    const result = await tuned(server, given)
    expect(result.started.map(settings => settings.shared_buffers).toSorted()).toEqual(['1MB', '64MB'])
    const told = new Map(
      found(result, 'setting-changed').map(({ setting, evidence }) => [setting!.name, { setting, evidence }]),
    )
    const { figure } = told.get('shared_buffers')!.setting!
    expect(figure).toMatchObject({ what: 'pages read from outside shared_buffers', unit: 'pages', isMoved: true })
    expect(figure!.after).toBeGreaterThan(2 * figure!.before + 100)
    expect(told.get('shared_buffers')!.evidence[0]).toMatch(
      /^In one pass of the load: pages read from outside shared_buffers: [\d,]+ → [\d,]+\.$/,
    )
    const compressed = told.get('wal_compression')!.setting!.figure!
    expect(compressed).toMatchObject({ unit: 'bytes', isMoved: true })
    expect(compressed.after).toBeLessThan(compressed.before)
    expect([told.get('max_wal_size')!.evidence, told.get('checkpoint_timeout')!.evidence]).toEqual([
      ['What it moves was not measured: the load writes too little to force a checkpoint either way.'],
      [expect.stringContaining('it changes when work is done and not how much')],
    ])
    // What made it worse is a warning, with the way back.
    expect(found(result, 'setting-made-worse')).toMatchObject([
      {
        severity: 'warning',
        title: 'shared_buffers was better at 64MB',
        fix: { files: [{ changes: [{ line: 1, removes: 1, adds: ['shared_buffers = 64MB'] }] }] },
      },
    ])

    const external = await tuned(server, { ...given, isExternal: true })
    expect(found(external, 'setting-changed').map(({ setting }) => setting!.unmeasured)).toContain(
      'beside an external server none of our own is started',
    )
  })
})

describe('settings that need a start', () => {
  const scan = { 'events.all': 'select sum(length(note)) from events' }

  test('are tried on servers of their own: a cache, the log’s compression, and room for it', async () => {
    const command = 'postgres -c shared_buffers=1MB -c max_wal_size=64MB -c wal_buffers=32kB'
    const result = await tuned(server, {
      schema: EVENTS,
      load: { ...scan, ...ONE, 'events.rename': "update events set note = note || '!' where id % 3 = 0" },
      walBytes: 200 * 2 ** 20,
      files: { 'compose.yml': `services:\n  db:\n    image: postgres:17\n    command: ${command}\n` },
      config: { target: { memory: '1GB' } },
    })
    expect(result.started).toHaveLength(2)
    const advice = found(result, 'setting')
    expect(titles(advice)).toEqual([
      'Set shared_buffers to 256MB, from 1MB',
      'Set wal_buffers to 7864kB, from 32kB',
      expect.stringMatching(/^Set wal_compression to (?:lz4|on), from off$/),
      'Set max_wal_size to 4GB, from 64MB',
    ])
    expect(advice.map(({ evidence }) => evidence[0])).toEqual([
      expect.stringMatching(/^Blocks read from outside shared_buffers .*: [\d,]+ → \d+\.$/),
      expect.stringMatching(/^Times that a session had to write the log out itself .*: [\d,]+ → \d+\.$/),
      expect.stringMatching(/^Write-ahead log of one pass .*: [\d.]+ MB → [\d.]+ (?:MB|kB)\.$/),
      'Checkpoints forced by one load’s 600 MB of write-ahead log: 17 → 0.',
    ])
    expect(advice[3]?.evidence[1]).toMatch(
      /^Each makes .* one pass of the load writes [\d.]+ MB after a checkpoint and [\d.]+ MB without\.$/,
    )
    expect(advice[0]?.fix?.files[0]?.changes).toEqual([
      {
        line: 4,
        removes: 1,
        adds: ['    command: postgres -c shared_buffers=256MB -c max_wal_size=64MB -c wal_buffers=32kB'],
      },
    ])
    expect(advice[2]?.fix?.files[0]?.changes[0]?.adds[0]).toMatch(/ -c wal_buffers=32kB -c wal_compression=(?:lz4|on)$/)
  })

  test('room for the log is no advice where checkpoints write no whole pages again', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: {
        'events.add': "insert into events select 100000 + i, 1, 1, repeat('x', 4000) from generate_series(1, 100) i",
      },
      walBytes: 2 ** 30,
      files: { 'postgresql.conf': 'max_wal_size = 64MB\nwal_compression = lz4' },
      config: { target: { memory: '1GB' } },
    })
    expect(result.started).toHaveLength(2)
    expect(titles(found(result, 'setting'))).not.toContainEqual(expect.stringContaining('max_wal_size'))
  })

  test.each([{ failure: new UserError('No room') }, { isExternal: true }])(
    'where no further server can be had that is a remark: %o',
    async given => {
      const result = await tuned(server, {
        schema: EVENTS,
        load: ONE,
        files: { 'postgresql.conf': 'shared_buffers = 1MB' },
        config: { target: { memory: '1GB' } },
        ...given,
      })
      expect(found(result, 'settings-not-tried')).toMatchObject([
        { evidence: ['pgtune’s rules have other values for shared_buffers, wal_compression, max_wal_size.'] },
      ])
    },
  )

  test('nothing is started where the database fits into the cache that there is', async () => {
    const result = await tuned(server, {
      schema: EVENTS,
      load: scan,
      files: { 'postgresql.conf': 'shared_buffers = 128MB' },
      config: { target: { memory: '16GB' } },
    })
    expect(result.started).toEqual([])
    expect(found(result, 'setting')).toEqual([])
  })

  test('an index build that spills asks for maintenance_work_mem', async () => {
    const schema = `${EVENTS}; create index events_note on events (note)`
    const files = { 'postgresql.conf': 'maintenance_work_mem = 1MB\n' }
    const result = await tuned(server, { schema, load: ONE, files, config: { target: { memory: '2GB' } } })
    const [advice] = found(result, 'setting')
    expect(advice?.title).toBe('Set maintenance_work_mem to 128MB, from 1MB')
    expect(advice?.evidence[0]).toMatch(/^Building events_note \([\d.]+ MB\) anew: [\d,]+ → 0 temporary pages\.$/)
  })
})

describe('settings that no count can judge', () => {
  const reports = {
    'events.scan': 'select count(*) from events where length(note) > 3',
    'wide.some': 'select sum(length(note)) from events where at < 3000',
  }
  const config = { target: { cpus: 16, storage: 'nvme', workload: 'web' } }
  const conf = (lines: string) => ({
    'postgresql.conf': `min_parallel_table_scan_size = 0\nparallel_setup_cost = 0\n${lines}`,
  })

  test('are told with the statements that they are about, and not advised', async () => {
    const load = { ...reports, 'events.touch': 'update events set kind = 1 where id = 7' }
    const files = conf('effective_io_concurrency = 1\nrandom_page_cost = 1.1')
    const result = await tuned(server, { schema: EVENTS, load, files, config })
    const [told, ...others] = found(result, 'settings-not-measured')
    expect(others).toEqual([])
    expect(told).toMatchObject({ severity: 'info', fix: undefined, trial: undefined })
    expect(told?.evidence).toEqual([
      expect.stringMatching(
        /^max_parallel_workers_per_gather 2 → 4: events\.scan is planned with 4 workers in place of 2/,
      ),
      'max_worker_processes 8 → 16, max_parallel_workers 8 → 16: workers for them.',
      expect.stringMatching(
        /^effective_io_concurrency 1 → 1000: bitmap scans read ahead in 1 statement \(wide\.some\)\.$/,
      ),
      'autovacuum_max_workers 3 → 4.',
      'min_wal_size 80MB → 1GB.',
    ])
    expect(found(result, 'setting')).toEqual([])
  })

  test('are dropped where no plan has other workers and nothing reads ahead or writes', async () => {
    const result = await tuned(server, { schema: EVENTS, load: ONE, files: conf(''), config })
    expect(found(result, 'settings-not-measured')).toEqual([])
  })

  test('what the branch changes of parallelism is told with the plans', async () => {
    const load = { 'events.scan': reports['events.scan'] }
    const result = await tuned(server, {
      schema: EVENTS,
      load,
      baseFiles: conf('max_parallel_workers_per_gather = 3'),
      files: conf('max_parallel_workers_per_gather = 0'),
    })
    expect(found(result, 'settings-not-measured')[0]?.evidence).toEqual([
      'This branch changes max_parallel_workers_per_gather 3 → 0: events.scan is planned with no workers in place of 3.',
    ])
  })
})

test('with nothing configured and nothing given nothing is said, and it can be switched off', async () => {
  expect((await tuned(server, { schema: WIDE, load: ONE_WIDE })).findings).toEqual([])
  const off = { advice: { configuration: false }, target: { storage: 'ssd' } }
  expect((await tuned(server, { schema: EVENTS, load: SORTS, files: SMALL, config: off })).findings).toEqual([])
})

const ONE_WIDE = { 'wide.one': 'select filler from wide where id = 7' }
