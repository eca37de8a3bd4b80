import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitSql } from '../../src/sql/split.ts'

const texts = (source: string) => splitSql(source, 'f.sql').map(piece => piece.text)

describe('cuts at the semicolons that psql would', () => {
  test.each<[string, string, readonly string[]]>([
    ['empty statements', ';; select 1;;\n;', ['select 1']],
    ['no last semicolon', 'select 1; select 2 -- end', ['select 1', 'select 2']],
    ['strings', "select 'a;''b;'; select 2", ["select 'a;''b;'", 'select 2']],
    ['backslashes in plain strings', "select 'a\\'; select 2", ["select 'a\\'", 'select 2']],
    ['escape strings', "select E'it\\'s;'; select 2", ["select E'it\\'s;'", 'select 2']],
    ['an escape string that goes on', "select E'x'\n 'y\\'z;'; select 2", ["select E'x'\n 'y\\'z;'", 'select 2']],
    ['a string that goes on past a comment', "select 'x' --'\n ';'; select 2", ["select 'x' --'\n ';'", 'select 2']],
    ['dollar quotes', 'select $$;$$, $a$ ; $$ $b$ $a$; select 2', ['select $$;$$, $a$ ; $$ $b$ $a$', 'select 2']],
    ['a dollar inside a name', 'select a$b$c; select $b$;$b$', ['select a$b$c', 'select $b$;$b$']],
    ['parameters', 'select $1;select $2', ['select $1', 'select $2']],
    ['nested comments', 'select 1 /* ; /* ; */ ; */ + 2; select 2', ['select 1 /* ; /* ; */ ; */ + 2', 'select 2']],
    ['line comments', "select 1 -- ; '\n; select 2", ['select 1', 'select 2']],
    ['quoted names', 'select "a;""b\n;😀"; select 2', ['select "a;""b\n;😀"', 'select 2']],
    ['unicode strings and names', `select U&'\\0041;', U&";"; select 2`, [`select U&'\\0041;', U&";"`, 'select 2']],
    [
      'rules',
      'create rule r as on insert to t do also (select 1; select 2); select 3',
      ['create rule r as on insert to t do also (select 1; select 2)', 'select 3'],
    ],
    [
      'begin atomic',
      'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    ['begin that is no block', 'begin; select 1; end; select 2', ['begin', 'select 1', 'end', 'select 2']],
    ['an unterminated string', "select 1; select 'a; b", ['select 1', "select 'a; b"]],
    ['an unterminated comment', 'select 1; /* select 2;', ['select 1']],
    ['a stray parenthesis', 'select 1); select 2', ['select 1)', 'select 2']],
    ['a byte order mark', '\ufeffselect 1', ['select 1']],
    ['numbers next to dots', 'select 1..2; select .5e-3;', ['select 1..2', 'select .5e-3']],
    ['carriage returns', 'select 1;\r\n-- c\r\nselect 2;\r\n', ['select 1', 'select 2']],
    ['nothing', ' -- only a comment\n', []],
  ])('%s', (_name, source, expected) => {
    expect(texts(source)).toEqual(expected)
  })
})

test('says where a piece begins, behind its comments', () => {
  const source = '-- a\n\n/* b\n */ select 1;\n\n  select\n2;'
  expect(splitSql(source, 'a/b.sql')).toMatchObject([
    { kind: 'statement', text: 'select 1', file: 'a/b.sql', line: 4, offset: source.indexOf('select 1') },
    { kind: 'statement', text: 'select\n2', line: 6, offset: source.indexOf('select\n2') },
  ])
})

describe('rows of copy', () => {
  test('reach to the end mark', () => {
    expect(
      splitSql('COPY t (a, "b;") FROM stdin WITH (format text);\n1\t;\'\n\\.x\n\\.\nselect 1;', 'f'),
    ).toMatchObject([
      { kind: 'copy', text: 'COPY t (a, "b;") FROM stdin WITH (format text)', data: "1\t;'\n\\.x\n", line: 1 },
      { kind: 'statement', text: 'select 1', line: 5 },
    ])
  })
  test('reach to the end of the file without one', () => {
    expect(splitSql('copy t from stdin;\n1\n2\n', 'f')).toMatchObject([{ kind: 'copy', data: '1\n2\n' }])
  })
  test('may be none, and may end lines with carriage returns', () => {
    expect(splitSql('copy t from stdin;\r\n\\.\r\nselect 1;', 'f')).toMatchObject([{ data: '' }, { text: 'select 1' }])
  })
  test('follow \\copy too', () => {
    expect(splitSql('\\copy t from stdin csv\n1;2\n\\.\nselect 1', 'f')).toMatchObject([
      { kind: 'copy', text: 'copy t from stdin csv', data: '1;2\n' },
      { kind: 'statement', text: 'select 1', line: 4 },
    ])
  })
  test('do not follow a copy from or to a file', () => {
    expect(texts("copy t from '/x/stdin'; copy (select 1) to stdout; select 2")).toHaveLength(3)
  })
})

test('meta-commands stand alone, and end what stands before them', () => {
  const source = '\\restrict abc;d\n\\set x 1 \\\\ select 1;\nselect 2 \\gexec\nselect 3 \\; select 4'
  expect(splitSql(source, 'f').map(({ kind, text, line }) => [kind, text, line])).toEqual([
    ['meta', '\\restrict abc;d', 1],
    ['meta', '\\set x 1 \\\\', 2],
    ['statement', 'select 1', 2],
    ['statement', 'select 2', 3],
    ['meta', '\\gexec', 3],
    ['statement', 'select 3', 4],
    ['statement', 'select 4', 4],
  ])
})

const fragment = fc.constantFrom(
  "'",
  '"',
  '$$',
  '$a$',
  '/*',
  '*/',
  '--',
  '\n',
  ';',
  '(',
  ')',
  '\\',
  ' ',
  'begin atomic ',
  'copy t from stdin',
  'E',
  'é😀',
)

test('every piece is exact source, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), fragments => {
      const source = fragments.join('')
      let end = 0
      for (const piece of splitSql(source, 'f')) {
        expect(piece.offset).toBeGreaterThanOrEqual(end)
        expect(source.startsWith(piece.text, piece.offset) || source.startsWith(`\\${piece.text}`, piece.offset)).toBe(
          true,
        )
        expect(piece.line).toBe(source.slice(0, piece.offset).split('\n').length)
        end = piece.offset + piece.text.length
      }
    }),
  )
})

describe('takes time linear in the length', () => {
  const million = 1_000_000
  test.each<[string, string, number]>([
    ['one statement of two megabytes', `select '${'x'.repeat(2 * million)}'`, 1],
    [
      'an insert of 100,000 rows',
      `insert into t values ${Array.from({ length: 100_000 }, (_, row) => `(${row}, 'x''y')`).join(',\n')}`,
      1,
    ],
    ['many statements on one line', "insert into t values (1, 'x'); ".repeat(100_000), 100_000],
    ['rows of copy', `copy t from stdin;\n${'1\tabc\n'.repeat(million)}\\.\n`, 1],
    ['dollar quotes that never end', '$a$ $b$ '.repeat(million / 4), 1],
    ['single quotes', "'".repeat(million + 1), 1],
    ['white space after a string', `'a'${' '.repeat(million)}${'\n'.repeat(million)}x`, 1],
    ['comments after a string', `'a'${'--\n'.repeat(million / 2)}x`, 1],
    ['comments that never end', '/*'.repeat(million), 0],
    ['meta-commands', '\\copy\n'.repeat(100_000), 100_000],
    ['meta-commands on one line', '\\x\\\\'.repeat(100_000), 100_000],
  ])('%s', (_name, source, count) => {
    const started = performance.now()
    expect(splitSql(source, 'f').length).toBe(count)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
