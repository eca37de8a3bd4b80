import { describe, expect, test } from 'vitest'
import { chooseEffective } from '../../src/tune/effective.ts'
import { parseConf } from '../../src/tune/read/postgresql-conf.ts'
import { readConfiguration } from '../../src/tune/read/read-configuration.ts'
import { memoryTree } from '../support/memory-tree.ts'

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const
const read = (files: Readonly<Record<string, string>>) => readConfiguration(memoryTree(files), NO_MIGRATIONS, {})

describe('lines of postgresql.conf', () => {
  test.each([
    ['work_mem = 4MB', 'work_mem', '4MB'],
    ['work_mem=4MB', 'work_mem', '4MB'],
    ['work_mem 4MB', 'work_mem', '4MB'],
    ["  Work_Mem = '4 MB'  # more", 'work_mem', '4 MB'],
    ['search_path = \'"$user", public\'', 'search_path', '"$user", public'],
    ["log_line_prefix = 'it''s \\'%m\\' '", 'log_line_prefix', "it's '%m' "],
    ['random_page_cost = 1.1', 'random_page_cost', '1.1'],
    ['autovacuum_vacuum_scale_factor=.05', 'autovacuum_vacuum_scale_factor', '.05'],
    ['log_min_duration_statement = -1', 'log_min_duration_statement', '-1'],
    ['unix_socket_permissions = 0777', 'unix_socket_permissions', '0777'],
    ['pg_stat_statements.max = 10000', 'pg_stat_statements.max', '10000'],
    ['jit = off\r', 'jit', 'off'],
    ['listen_addresses = *', undefined, undefined],
    ['work_mem = 4MB 8MB', undefined, undefined],
    ["work_mem = '4MB", undefined, undefined],
    ['# work_mem = 4MB', null, null],
    ['', null, null],
  ])('%s', (line, name, value) => {
    const [entry] = parseConf(line, 'postgresql.conf')
    if (name === null) expect(entry).toBeUndefined()
    else if (name === undefined) expect(entry).toEqual({ kind: 'error', line: 1 })
    else expect(entry).toMatchObject({ kind: 'setting', setting: { name, value, line: 1 } })
  })
})

test('included files take effect where they are included, and the last value holds', async () => {
  const { sources, notes } = await read({
    'db/postgresql.conf': "work_mem = 4MB\ninclude_dir 'conf.d'\ninclude_if_exists = 'none.conf'\njit = off\n",
    'db/conf.d/10-memory.conf': "work_mem = 16MB\ninclude = '../more.conf'\n",
    'db/conf.d/.hidden.conf': 'work_mem = 1MB\n',
    'db/conf.d/20.txt': 'work_mem = 2MB\n',
    'db/more.conf': 'jit = on\n',
    'db/postgresql.auto.conf': "random_page_cost = '1.1'\n",
  })
  expect(notes).toEqual([])
  expect(sources.map(({ file }) => file)).toEqual(['db/postgresql.conf'])
  const { settings } = chooseEffective({ sources, notes })
  expect(settings.get('work_mem')).toMatchObject({ value: '16MB', file: 'db/conf.d/10-memory.conf', line: 1 })
  expect(settings.get('jit')).toMatchObject({ value: 'off', file: 'db/postgresql.conf', line: 4 })
  expect(settings.get('random_page_cost')).toMatchObject({ value: '1.1', file: 'db/postgresql.auto.conf' })
})

test('what cannot be read is a line each, and hides nothing else', async () => {
  const { sources, notes } = await read({
    'postgresql.conf': [
      "include '/etc/postgresql/extra.conf'",
      "include 'missing.conf'",
      "include 'postgresql.conf'",
      'this is no line',
      'work_mem = 8MB',
    ].join('\n'),
  })
  expect(notes).toEqual([
    'postgresql.conf:1 includes what is outside the repository: its settings are not known.',
    'postgresql.conf:2 includes a file that is not in the repository.',
    'postgresql.conf:3 includes a file that includes it.',
    'postgresql.conf:4 is no line that PostgreSQL can read.',
  ])
  expect(sources[0]?.settings.map(({ name }) => name)).toEqual(['work_mem'])
})

test('a file for production is taken before one for tests', async () => {
  const { sources, notes } = await read({
    'docker/test/postgresql.conf': 'work_mem = 1MB',
    'ops/production/postgresql.conf': 'work_mem = 32MB',
  })
  expect(chooseEffective({ sources, notes }).source?.file).toBe('ops/production/postgresql.conf')
})
