import { expect, test } from 'vitest'
import { SqlError } from '../../src/postgres/client.ts'
import { describeSqlError } from '../../src/postgres/sql-error.ts'

const at = (position?: number, more = {}) =>
  new SqlError('column "x" does not exist', { code: '42703', ...(position !== undefined && { position }), ...more })

test.each([
  [
    'a line in the midst of a statement',
    at(26),
    { file: 'm/3.sql', line: 10, text: 'select a,\n  b,\n\t  1 + x + 2\nfrom t' },
    ['m/3.sql:12: column "x" does not exist (SQLSTATE 42703)', '   12 | \t  1 + x + 2', '      | \t         ^'],
  ],
  [
    'characters outside the basic plane',
    at(13),
    { file: 'a.sql', line: 1, text: "select '🦣', x" },
    ['a.sql:1: column "x" does not exist (SQLSTATE 42703)', "    1 | select '🦣', x", '      |             ^'],
  ],
  [
    'no position',
    at(undefined, { detail: 'Key (id)=(1).', hint: 'Perhaps y.', context: 'PL/pgSQL function f() line 3' }),
    { file: 'a.sql', line: 7, text: '\n\n  insert into t\n  values (1)' },
    [
      'a.sql:9: column "x" does not exist (SQLSTATE 42703)',
      '    9 |   insert into t',
      'detail: Key (id)=(1).',
      'hint: Perhaps y.',
      'in: PL/pgSQL function f() line 3',
    ],
  ],
  [
    'a message that quotes the rest of a file',
    new SqlError(`unterminated quoted string at or near "'a\n  ${'b'.repeat(300)}"`, { code: '42601', position: 8 }),
    { file: 'a.sql', line: 1, text: `select 'a\n  ${'b'.repeat(300)}` },
    [
      `a.sql:1: unterminated quoted string at or near "'a ${'b'.repeat(258)}… (SQLSTATE 42601)`,
      "    1 | select 'a",
      '      |        ^',
    ],
  ],
  [
    'a position behind the end',
    at(12),
    { file: 'a.sql', line: 1, text: 'select 1 +\n' },
    ['a.sql:2: column "x" does not exist (SQLSTATE 42703)', '    2 | ', '      | ^'],
  ],
])('%s', (_, error, where, expected) => {
  expect(describeSqlError(error, where).split('\n')).toEqual(expected)
})

test('cuts a line of two megabytes, and keeps the caret below the character', () => {
  const text = `insert into t values ${'(1), '.repeat(400_000)}(x)`
  const lines = describeSqlError(at(text.length - 1), { file: 'a.sql', line: 1, text }).split('\n')
  const [, excerpt = '', caret = ''] = lines
  expect(excerpt.length).toBeLessThan(120)
  expect(excerpt[caret.indexOf('^')]).toBe('x')
})
