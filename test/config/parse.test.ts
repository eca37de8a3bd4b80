import { describe, expect, test } from 'vitest'
import { type Override, parseConfig } from '../../src/config/parse.ts'
import { UserError } from '../../src/errors.ts'

function problems(text: string, overrides: readonly Override[] = []): readonly string[] {
  try {
    parseConfig({ name: 'pgverdict.yml', text }, overrides)
  } catch (error) {
    expect(error).toBeInstanceOf(UserError)
    expect((error as UserError).kind).toBe('usage')
    return (error as UserError).message.split('\n  ').slice(1)
  }
  return []
}

describe('defaults', () => {
  test.each(['', '# nothing\n', '{}', 'seed:\ngate:\n'])('%j is a configuration', text => {
    const config = parseConfig({ name: 'pgverdict.yml', text })
    expect(config).toEqual(parseConfig(undefined))
    expect(config).toMatchObject({
      postgres: { server: 'auto', version: 17, role: 'owner', settings: {} },
      seed: { files: [], timeout: 1_800_000 },
      replay: { timeout: 30_000, values: 4 },
      gate: { rules: { regression: 'fail', 'work-only': 'warn' }, worse: { ratio: 1.2, blocks: 100, floor: 100 } },
      accept: [],
    })
  })

  test.each([
    ['500ms', 500],
    ['1.5s', 1500],
    ['2min', 120_000],
    ['1 h', 3_600_000],
    ['250', 250],
  ])('the duration %s is %d ms', (written, expected) => {
    expect(parseConfig({ name: 'f', text: `replay: { timeout: ${written} }` }).replay.timeout).toBe(expected)
  })

  test('one path is a list of one, and settings become text', () => {
    const text =
      'seed: { files: seed.sql }\npostgres: { settings: { random_page_cost: 1.1, jit: off, enable_seqscan: false } }'
    const config = parseConfig({ name: 'f', text })
    expect(config.seed.files).toEqual(['seed.sql'])
    expect(config.postgres.settings).toEqual({ random_page_cost: '1.1', jit: 'off', enable_seqscan: 'false' })
  })
})

describe('problems', () => {
  test.each<[string, string, string[]]>([
    ['unknown key', 'seed:\n  filez: a', ['pgverdict.yml:2:3 seed.filez: unknown key; did you mean `files`?']],
    [
      'unknown key that is like none',
      'replay:\n  zzzzzz: 1',
      ['pgverdict.yml:2:3 replay.zzzzzz: unknown key; the keys here are timeout, values'],
    ],
    ['unknown section', 'workloads: {}', ['pgverdict.yml:1:1 workloads: unknown key; did you mean `workload`?']],
    [
      'unknown rule',
      'gate: { rules: { regresion: fail } }',
      ['pgverdict.yml:1:18 gate.rules.regresion: unknown key; did you mean `regression`?'],
    ],
    [
      'unknown key of a list',
      'accept:\n  - { query: abcd, plan: abcd, reason: good, until: 2030-01-01, why: x }',
      ['pgverdict.yml:2:65 accept[0].why: unknown key; the keys here are query, plan, reason, until'],
    ],
    [
      'text for a number',
      'postgres: { version: "17" }',
      ['pgverdict.yml:1:22 postgres.version: must be a number, but is the text `17`'],
    ],
    [
      'a fraction',
      'postgres: { version: 17.5 }',
      ['pgverdict.yml:1:22 postgres.version: must be a whole number, but is `17.5`'],
    ],
    [
      'a version from the future',
      'postgres: { version: 99 }',
      ['pgverdict.yml:1:22 postgres.version: must be at most 18'],
    ],
    ['a number for a section', 'seed: 5', ['pgverdict.yml:1:7 seed: must be a mapping of keys, but is `5`']],
    [
      'text for a list',
      'environment: HOME',
      ['pgverdict.yml:1:14 environment: must be a list, but is the text `HOME`'],
    ],
    ['a list for text', 'postgres: { image: [a] }', ['pgverdict.yml:1:20 postgres.image: must be text, but is a list']],
    [
      'a wrong choice',
      'postgres: { server: contaner }',
      [
        'pgverdict.yml:1:21 postgres.server: must be one of auto, embedded, native, container, external, but is the text `contaner`; did you mean `container`?',
      ],
    ],
    [
      'a wrong duration',
      'seed: { timeout: 30x }',
      [
        'pgverdict.yml:1:18 seed.timeout: must be a duration such as 500ms, 30s, 2min or 1h, or a number of milliseconds',
      ],
    ],
    [
      'no duration',
      'seed: { timeout: true }',
      [
        'pgverdict.yml:1:18 seed.timeout: must be a duration such as 500ms, 30s, 2min or 1h, or a number of milliseconds',
      ],
    ],
    [
      'an endless instant',
      'seed: { timeout: 0s }',
      [
        'pgverdict.yml:1:18 seed.timeout: must be a duration such as 500ms, 30s, 2min or 1h, or a number of milliseconds',
      ],
    ],
    [
      'an empty value',
      'postgres:\n  settings:\n',
      ['pgverdict.yml:2:12 postgres.settings: must be a mapping of keys, but is empty'],
    ],
    [
      'a missing key',
      'workload:\n  pgbench:\n    - name: a',
      ['pgverdict.yml:3:7 workload.pgbench[0].file: is required'],
    ],
    [
      'a wrong date',
      'accept: [{ query: abcd, plan: abcd, reason: good, until: soon }]',
      ['pgverdict.yml:1:58 accept[0].until: must be a date, YYYY-MM-DD'],
    ],
    [
      'a credential',
      'environment: [CI, GITHUB_TOKEN]',
      ['pgverdict.yml:1:19 environment[1]: must not be a credential or a command file of the runner'],
    ],
    ['a list for everything', '- 1', ['pgverdict.yml:1:1: must be a mapping of keys, but is a list']],
    ['a duplicate key', 'seed: {}\nseed: {}', ['pgverdict.yml:2:1: Map keys must be unique']],
    [
      'broken YAML',
      'seed: {\nreplay: }{',
      expect.arrayContaining([expect.stringMatching(/^pgverdict\.yml:2:\d+: /)]) as string[],
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  test('all of them are named at once, in the order of the file', () => {
    const found = problems('seed: { timeout: 30x, filez: 1 }\nfoo: 1\nreplay: { values: 9 }\n')
    expect(found.map(line => line.split(': ')[0])).toEqual([
      'pgverdict.yml:1:18 seed.timeout',
      'pgverdict.yml:1:23 seed.filez',
      'pgverdict.yml:2:1 foo',
      'pgverdict.yml:3:19 replay.values',
    ])
  })

  test('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`)
    expect(problems(['a0: &a0 [x]', ...levels].join('\n'))).toEqual([expect.stringContaining('alias')])
  })

  test('a file of a megabyte is refused', () => {
    expect(problems('#'.repeat(1_000_001))).toEqual(['pgverdict.yml: is over a megabyte long'])
  })
})

describe('overrides', () => {
  const version = (value: number): Override[] => [
    { path: ['postgres', 'version'], value, option: '`postgres-version`' },
  ]

  test('win over the file and keep the rest of its section', () => {
    const config = parseConfig({ name: 'f', text: 'postgres: { version: 15, server: native }' }, version(16))
    expect(config.postgres).toMatchObject({ version: 16, server: 'native' })
  })

  test('are named by their option when they are wrong', () => {
    expect(problems('postgres: { version: 15 }', version(3))).toEqual(['`postgres-version`: must be at least 12'])
  })
})
