import { expect, test } from 'vitest'
import type { MigrationTool } from '../../src/config/schema.ts'
import type { Migration, MigrationSet } from '../../src/migrate/migration.ts'
import { choosePath } from '../../src/migrate/path.ts'

/** `1` is migration 1, `1!` an edited one, `R` a repeatable one. */
function migration(name: string): Migration {
  const id = name.replace('!', '')
  const file = `m/${id}.sql`
  return { id, file, checksum: name, pieces: [], transaction: 'file', repeatable: id.startsWith('R') }
}

function set(names: string, tool: MigrationTool = 'sql'): MigrationSet {
  const migrations = names
    .split(' ')
    .filter(name => name !== '')
    .map(migration)
  return { kind: 'sql', tool, migrations, transaction: 'each' }
}

const command = (text: string): MigrationSet => ({ kind: 'command', command: text })

test.each<[string, MigrationSet, MigrationSet, string, string]>([
  ['nothing new', set('1 2'), set('1 2'), '', 'The branch adds no migration.'],
  ['one new', set('1'), set('1 2'), '2', 'The branch adds one migration.'],
  ['two new', set('1'), set('1 2 3'), '2 3', 'The branch adds 2 migrations.'],
  ['new before old', set('1 3'), set('1 2 3'), '2', 'The branch adds one migration.'],
  ['another order', set('1 2'), set('2 1 3'), '3', 'The branch adds one migration.'],
  ['the first ever', set(''), set('1', 'prisma'), '1', 'The branch adds one migration.'],
  ['repeatable edited', set('1 R1 R2'), set('1 R1 R2!'), 'R2', 'The branch adds one migration.'],
  ['repeatable removed', set('1 R1'), set('1'), '', 'The branch adds no migration.'],
  ['whole schema alike', set('s', 'structure-sql'), set('s', 'structure-sql'), '', 'The branch adds no migration.'],
  ['commands', command('a'), command('b'), '', 'Head’s migrations.command ran on a copy of the seeded base.'],
])('upgrade: %s', (_name, base, head, pending, reason) => {
  const path = choosePath(base, head, false)
  expect(path.kind === 'upgrade' && path.pending.map(({ id }) => id).join(' ')).toBe(pending)
  expect(path.reason).toBe(reason)
})

test.each<[string, MigrationSet, MigrationSet, string]>([
  ['edited', set('1 2'), set('1! 2 3'), 'm/1.sql was edited after base has run.'],
  ['two edited', set('1 2'), set('1! 2!'), 'm/1.sql and m/2.sql were edited after base has run.'],
  [
    'many edited',
    set('1 2 3 4 5'),
    set('1! 2! 3! 4! 5!'),
    'm/1.sql, m/2.sql, m/3.sql and 2 more were edited after base has run.',
  ],
  ['removed', set('1 2'), set('1'), 'm/2.sql was removed.'],
  ['all removed', set('1 2'), set(''), 'm/1.sql and m/2.sql were removed.'],
  ['squashed', set('1 2 3'), set('9'), '3 migrations of base were squashed into m/9.sql.'],
  ['tool changed', set('1', 'goose'), set('1', 'atlas'), 'The migration tool changed from goose to atlas.'],
  ['to a command', set('1', 'goose'), command('a'), 'The migration tool changed from goose to a command.'],
  [
    'whole schema',
    set('s', 'structure-sql'),
    set('s!', 'structure-sql'),
    'm/s.sql was edited; it holds the whole schema instead of the steps to it.',
  ],
])('fresh: %s', (_name, base, head, reason) => {
  expect(choosePath(base, head, false)).toEqual({ kind: 'fresh', reason })
})

test('fresh: renamed', () => {
  const renamed = {
    kind: 'sql',
    tool: 'sql',
    transaction: 'each',
    migrations: [{ ...migration('1'), id: '2', file: 'm/2.sql' }],
  } as const
  expect(choosePath(set('1'), renamed, false).reason).toBe('m/1.sql was renamed to m/2.sql.')
})

test('fresh: the seed changed, whatever the migrations say', () => {
  for (const sides of [set('1'), command('a')]) {
    expect(choosePath(sides, sides, true)).toEqual({ kind: 'fresh', reason: 'The seed was edited on this branch.' })
  }
})
