import { afterEach, describe, expect, test } from 'vitest'
import { resolveSides } from '../../src/checkout/refs.ts'
import { loadConfig } from '../../src/config/load.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { mergePolicy } from '../../src/config/policy.ts'
import { createRepository, type TestRepository } from '../support/git-repository.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

let stack = new AsyncDisposableStack()
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
})

async function load(repository: TestRepository, options: { configFile?: string; postgresVersion?: number } = {}) {
  const repo = repository.directory
  const { signal } = new AbortController()
  const sides = stack.use(
    await resolveSides({ repo, base: 'HEAD', env: { PATH: process.env.PATH }, signal, progress: recordedProgress() }),
  )
  return loadConfig(sides, { repo, ...options })
}

describe('where it is found', () => {
  test.each([
    'pgverdict.yml',
    'pgverdict.yaml',
    '.pgverdict.yml',
    '.pgverdict.yaml',
    '.github/pgverdict.yml',
    '.github/pgverdict.yaml',
  ])('%s', async name => {
    const repository = stack.use(createRepository({ a: '1' }))
    repository.write({ [name]: 'replay: { values: 2 }' })
    expect((await load(repository)).config.replay.values).toBe(2)
  })

  test('none is fine, two are not', async () => {
    const repository = stack.use(createRepository({ a: '1' }))
    expect((await load(repository)).config).toEqual(parseConfig(undefined))
    repository.write({ 'pgverdict.yml': '', '.github/pgverdict.yml': '' })
    await expect(load(repository)).rejects.toThrow(
      'two configuration files in working tree: pgverdict.yml and .github/',
    )
  })

  test('a given file takes the place of the repository’s own; options win over it', async () => {
    const repository = stack.use(createRepository({ 'pgverdict.yml': 'replay: { values: 2 }' }))
    repository.write({ 'other.yml': 'postgres: { version: 14, server: native }' })
    const { config } = await load(repository, { configFile: `${repository.directory}/other.yml`, postgresVersion: 15 })
    expect(config.postgres).toMatchObject({ version: 15, server: 'native' })
    expect(config.replay.values).toBe(4)
  })

  test('a given file that is not there is named', async () => {
    const repository = stack.use(createRepository({ a: '1' }))
    await expect(load(repository, { configFile: '/nonexistent.yml' })).rejects.toMatchObject({
      message: 'The configuration file /nonexistent.yml could not be read',
      kind: 'usage',
    })
  })
})

describe('whose it is', () => {
  test('head’s, but the gate is base’s', async () => {
    const repository = stack.use(createRepository({ 'pgverdict.yml': 'gate: { worse: { ratio: 1.5 } }' }))
    repository.write({ 'pgverdict.yml': 'gate: { worse: { ratio: 9, floor: 5 } }\nreplay: { values: 2 }' })
    const { config, changed } = await load(repository)
    expect(config.gate.worse).toEqual({ ratio: 1.5, blocks: 100, floor: 100 })
    expect(config.replay.values).toBe(2)
    expect(changed).toEqual(['gate.worse.ratio', 'gate.worse.floor'])
  })

  test('also for a given file that lies in the repository', async () => {
    const repository = stack.use(createRepository({ 'ci/gate.yml': 'gate: { worse: { ratio: 1.5 } }' }))
    repository.write({ 'ci/gate.yml': 'gate: { worse: { ratio: 9 } }' })
    const { config } = await load(repository, { configFile: `${repository.directory}/ci/gate.yml` })
    expect(config.gate.worse.ratio).toBe(1.5)
  })

  test('head’s alone where base has none or a broken one', async () => {
    for (const file of ['a', 'pgverdict.yml']) {
      const repository = stack.use(createRepository({ [file]: 'nonsense: 1' }))
      repository.write({ 'pgverdict.yml': 'gate: { worse: { ratio: 9 } }' })
      const { config, changed, notes } = await load(repository)
      expect(config.gate.worse.ratio).toBe(9)
      expect(changed).toEqual([])
      expect(notes).toHaveLength(file === 'a' ? 0 : 1)
      for (const note of notes) expect(note).toMatch(/^Base’s configuration does not hold \(.*\), so that/s)
    }
  })

  test.each<[string, string, string, string[]]>([
    ['nothing', '', '', []],
    ['the same in other words', 'gate: { rules: { broken: fail } }', '', []],
    ['a rule', '', 'gate: { rules: { broken: "off" } }', ['gate.rules.broken']],
    ['a budget', 'gate: { statements: { a.b: { max-buffers: 1 } } }', '', ['gate.statements.a.b']],
    ['critical tables', '', 'gate: { critical-tables: [a] }', ['gate.critical-tables']],
    ['other sections', '', 'seed: { files: [a] }', []],
  ])('what the branch changed is listed: %s', (_what, base, head, changed) => {
    const parse = (text: string) => parseConfig({ name: 'f', text })
    const merged = mergePolicy({ kind: 'valid', config: parse(base) }, parse(head))
    expect(merged).toMatchObject({ changed, notes: [] })
    expect(merged.config.gate).toEqual(parse(base).gate)
  })

  test('values are shown where base says so, whatever head says', () => {
    const parse = (shows: boolean) => parseConfig({ name: 'f', text: `show-values: ${shows}` })
    const shows = (base: Parameters<typeof mergePolicy>[0], head: boolean) =>
      mergePolicy(base, parse(head)).config['show-values']
    expect(shows({ kind: 'valid', config: parse(true) }, false)).toBe(true)
    expect(shows({ kind: 'valid', config: parse(false) }, true)).toBe(false)
    expect(shows({ kind: 'none' }, true)).toBe(false)
    expect(shows({ kind: 'invalid', problem: 'p' }, true)).toBe(false)
  })

  test('accepted plans of head count and are listed', () => {
    const entry = (query: string) => `{ query: ${query}, plan: abcd, reason: reviewed, until: 2030-01-01 }`
    const parse = (text: string) => parseConfig({ name: 'f', text })
    const merged = mergePolicy(
      { kind: 'valid', config: parse(`accept: [${entry('known')}]`) },
      parse(`accept: [${entry('known')}, ${entry('fresh')}]`),
    )
    expect(merged.config.accept.map(({ query }) => query)).toEqual(['known', 'fresh'])
    expect(merged.changed).toEqual(['accept fresh'])
  })
})
