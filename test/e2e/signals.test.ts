import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { isContainerWanted } from '../support/container-wanted.ts'
import { isRunning, openShop, runGate, type Shop } from './gate.ts'
import { DROP_INDEX, FEW_ROWS, SHOP } from './shop.ts'

/** A cancelled job's programs get 7.5 seconds between the first signal and the last. */
const PATIENCE_MS = 7000

const begins = (stage: string) => (_shop: Shop, stderr: string) => stderr.includes(`${stage} …`)
const runs = (what: RegExp) => (shop: Shop) => isRunning(shop, what)
const command = (key: string, line: string) => ({
  'pgverdict.yml': SHOP['pgverdict.yml'].replace(
    new RegExp(`^${key}: .*$`, 'm'),
    () => `${key}: { command: "${line}" }`,
  ),
})
const WAITING = { 'workload.sql': '-- name: wait\nselect pg_sleep(20);\n' }

const PG = pathToFileURL(createRequire(import.meta.url).resolve('pg')).href
/** Never sends the same twice, so that base's load runs a second time. */
const RESTLESS = {
  ...command('workload', `'${process.execPath}' load.mjs`),
  'load.mjs': `import pg from '${PG}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('select 1 as run_' + process.pid)
await client.end()
`,
}
const caches = mkdtempSync(join(tmpdir(), 'pgverdict-signals-'))
afterAll(() => rmSync(caches, { recursive: true, force: true }))
const withCache = () => ['--cache', mkdtempSync(join(caches, 'cache-'))]

interface Moment {
  readonly what: string
  readonly when: (shop: Shop, stderr: string) => boolean
  readonly base?: Readonly<Record<string, string>>
  readonly head?: Readonly<Record<string, string>>
  readonly args?: () => readonly string[]
}

const MOMENTS: readonly Moment[] = [
  { what: 'the server starts', when: begins('start server') },
  {
    what: 'base migrates',
    when: runs(/pgverdict_owner base \S+ SELECT/),
    base: { 'migrations/004_wait.sql': 'select pg_sleep(60);\n' },
  },
  {
    what: 'base is seeded',
    when: runs(/pgverdict_owner base \S+ SELECT/),
    base: { 'seed.sql': 'select pg_sleep(60);\n' },
  },
  { what: 'base is frozen', when: begins('freeze base') },
  {
    what: 'head migrates',
    when: runs(/pgverdict_owner head \S+ SELECT/),
    head: { 'migrations/004_wait.sql': 'select pg_sleep(60);\n' },
  },
  { what: 'base is under load', when: runs(/pgverdict_owner base_load \S+ SELECT/), base: WAITING },
  { what: 'head is under load', when: runs(/pgverdict_owner head_load \S+ SELECT/), head: WAITING },
  {
    what: 'statements are replayed',
    when: runs(/pgverdict_owner head \S+ SELECT/),
    base: { 'workload.sql': '-- name: wait\nselect pg_sleep(0.3) from generate_series(1, 2);\n' },
  },
  {
    what: 'causes are sought',
    when: begins('find causes'),
    head: { ...DROP_INDEX, 'migrations/005_wait.sql': 'select pg_sleep(0.7);\n' },
  },
  {
    what: 'advice is tried',
    when: begins('try advice'),
    base: {
      'workload.sql': `${SHOP['workload.sql']}-- name: purchase.slow
select id, pg_sleep(0.004) from purchase where customer_id = 18 order by id;
`,
    },
    head: DROP_INDEX,
  },
  {
    what: 'settings are tried',
    when: begins('try settings'),
    base: {
      'workload.sql': '-- name: sort\nselect i % 7 from generate_series(1, 150000) as i order by 1, i desc offset 9;\n',
    },
  },
  {
    what: 'a command migrates',
    when: runs(/sleep 601/),
    base: command('migrations', 'sleep 600 & sleep 601'),
  },
  {
    what: 'a command that takes no signal seeds',
    when: runs(/sleep 602/),
    base: command('seed', "trap '' TERM INT; while :; do sleep 602; done"),
  },
  { what: 'a command is the load', when: runs(/sleep 603/), base: command('workload', 'setsid sleep 603') },
  {
    what: 'packages are installed',
    when: runs(/sleep 604/),
    base: {
      'pgverdict.yml': SHOP['pgverdict.yml'].replace('path: migrations', 'command: "true", install: sleep 604'),
    },
  },
  { what: 'base is under load again', when: begins('load base again'), base: RESTLESS },
  { what: 'base is kept', when: begins('keep base'), args: withCache },
  {
    what: 'base is restored',
    when: (_shop, stderr) => /keep base took[\s\S]*restore base …/.test(stderr),
    args: withCache,
  },
  {
    what: 'head is seeded afresh',
    when: runs(/pgverdict_owner head \S+ SELECT/),
    head: { 'seed.sql': 'select pg_sleep(60);\n' },
  },
]

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, expected) => {
  test.each(MOMENTS)('while $what', async ({ when, base = {}, head = {}, args = () => [] }) => {
    // Only an index that is missed makes it look for causes and advice.
    const rows = 'migrations/004_tidy.sql' in head ? {} : FEW_ROWS
    const shop = openShop({ ...rows, ...base })
    shop.write(head)
    const { code, stderr, lingeredMs } = await runGate(shop, {
      args: args(),
      when: seen => when(shop, seen),
      act: gate => void gate.kill(signal),
    })
    expect(stderr).toContain(`Interrupted by ${signal}`)
    expect(stderr).not.toContain('This is a bug')
    expect(code).toBe(expected)
    expect(lingeredMs).toBeLessThan(PATIENCE_MS)
  })
})

test('a run that is killed leaves no server and no folder all the same', async () => {
  const shop = openShop({ 'seed.sql': 'select pg_sleep(60);\n' })
  const { code } = await runGate(shop, {
    when: () => isRunning(shop, /pgverdict_owner base \S+ SELECT/),
    act: gate => void gate.kill('SIGKILL'),
  })
  expect(code).toBeNull()
})

test('a run that is killed leaves neither command nor checkout', async () => {
  const shop = openShop(command('seed', 'setsid sleep 605 & sleep 606 & sleep 607'))
  const { code } = await runGate(shop, {
    args: ['--head', 'HEAD'],
    when: () => isRunning(shop, /sleep 607/),
    act: gate => void gate.kill('SIGKILL'),
  })
  expect(code).toBeNull()
})

test.runIf(isContainerWanted)('a run that is killed leaves no container either', async () => {
  const { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE } = process.env
  const shop = openShop({ 'seed.sql': 'select pg_sleep(60);\n' })
  let pid = 0
  const containers = () =>
    execFileSync('docker', ['ps', '--all', '--quiet', '--filter', `label=pgverdict.pid=${pid}`], { encoding: 'utf8' })
  const { code } = await runGate(shop, {
    server: ['--server', 'container', '--postgres-version', '15'],
    env: { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE },
    when: stderr => stderr.includes('seed base …'),
    act: gate => {
      pid = gate.pid!
      expect(containers()).not.toBe('')
      gate.kill('SIGKILL')
    },
  })
  expect(code).toBeNull()
  await expect.poll(containers, { timeout: 20_000 }).toBe('')
})

test('the second signal ends the run at once, and still leaves neither server nor command', async () => {
  const shop = openShop(command('seed', "trap '' TERM INT; setsid sleep 600 & while :; do sleep 602; done"))
  const { code, stderr, lingeredMs } = await runGate(shop, {
    args: ['--head', 'HEAD'],
    when: () => isRunning(shop, /sleep 602/),
    act: gate => {
      gate.kill('SIGINT')
      gate.kill('SIGTERM')
    },
  })
  // Of two signals that wait at once the kernel lets either be handled first; a run that was not forced says by which it ended.
  expect([130, 143]).toContain(code)
  expect(stderr).not.toContain('Interrupted by')
  expect(lingeredMs).toBeLessThan(PATIENCE_MS)
})
