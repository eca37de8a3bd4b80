import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { type ApplyOptions, applyMigrations } from '../../src/migrate/apply.ts'
import type { Migration, MigrationSet } from '../../src/migrate/migration.ts'
import { readScript } from '../../src/migrate/psql/read-script.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { splitSql } from '../../src/sql/split.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

type SqlMigrations = Extract<MigrationSet, { kind: 'sql' }>

let server: Server
let made = 0
const stop = new AbortController()

beforeAll(async () => {
  const { postgres } = configSchema.parse({ postgres: LOCAL_SERVER })
  server = await openServer(postgres, { signal: stop.signal, progress: recordedProgress(), env: process.env })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const emptyDatabase = () => server.createDatabase(`apply_${++made}`)

function migration(file: string, source: string, transaction: Migration['transaction'] = 'file'): Migration {
  return { id: file, file, checksum: source, pieces: splitSql(source, file), transaction, repeatable: false }
}

/** As psql's tools read it. */
async function script(
  file: string,
  source: string,
  files: Readonly<Record<string, string>> = {},
  transaction: Migration['transaction'] = 'file',
): Promise<Migration> {
  return { ...migration(file, source, transaction), pieces: await readScript(memoryTree(files), source, file) }
}

function apply(
  database: Database,
  migrations: readonly Migration[],
  set: Partial<SqlMigrations> = {},
  options: Partial<ApplyOptions> = {},
) {
  const sql: SqlMigrations = { kind: 'sql', tool: 'sql', transaction: 'each', migrations, ...set }
  return applyMigrations(database, sql, migrations, {
    side: 'head',
    settings: {},
    progress: recordedProgress(),
    signal: stop.signal,
    superuserExtensions: [],
    roles: new Set(),
    sampleLocks: false,
    ...options,
  })
}

async function query<Row extends object>(database: Database, sql: string): Promise<Row[]> {
  await using client = await database.connect('owner')
  return await client.rows<Row>(sql)
}

const tables = async (database: Database) =>
  (
    await query<{ name: string }>(
      database,
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )
  ).map(row => row.name)

const BROKEN = 'create table a (x int);\nselect 1/0;'
const CONCURRENT = 'create index concurrently i on t (x)'

describe('transactions', () => {
  test.each<[string, string, Migration['transaction'], readonly string[]]>([
    ['a file in one transaction leaves nothing behind', BROKEN, 'file', []],
    ['a file as one query leaves nothing behind', BROKEN, 'query', []],
    ['statements of their own stay', BROKEN, 'none', ['a']],
    [
      'what the file itself commits stays',
      'begin; create table a (x int); commit; create table b (x int); select 1/0',
      'file',
      ['a', 'b'],
    ],
    [
      'an embedded commit divides a query',
      'create table a (x int); commit; create table b (x int); select 1/0',
      'query',
      ['a'],
    ],
    [
      'an embedded commit ends the transaction of a file',
      'create table a (x int); commit; create table b (x int); select 1/0',
      'file',
      ['a', 'b'],
    ],
  ])('%s', async (_name, source, transaction, expected) => {
    const database = await emptyDatabase()
    await expect(apply(database, [migration('1.sql', source, transaction)])).rejects.toThrow('division by zero')
    expect(await tables(database)).toEqual(expected)
  })

  test('all pending files share one, where the tool does so', async () => {
    const database = await emptyDatabase()
    const files = [migration('1.sql', 'create table a (x int)'), migration('2.sql', 'select 1/0')]
    await expect(apply(database, files, { tool: 'drizzle', transaction: 'all' })).rejects.toThrow('2.sql:1')
    expect(await tables(database)).toEqual([])
    await apply(database, files.slice(0, 1), { tool: 'drizzle', transaction: 'all' })
    expect(await tables(database)).toEqual(['a'])
  })

  test('must be ended by the file that begins them', async () => {
    const database = await emptyDatabase()
    await expect(apply(database, [migration('1.sql', 'begin; create table a (x int)')])).rejects.toThrow(
      'never committed',
    )
  })

  test('deferred constraints fail with their file', async () => {
    const database = await emptyDatabase()
    const source =
      'create table a (x int primary key, y int references a deferrable initially deferred);\ninsert into a values (1, 2);'
    await expect(apply(database, [migration('1.sql', source)])).rejects.toThrow(/1\.sql:2: .*foreign key/)
  })
})

describe('create index concurrently', () => {
  test.each<[string, Migration['transaction'], SqlMigrations['tool'], boolean, string | undefined]>([
    ['works alone in a file that is one query', 'query', 'prisma', true, undefined],
    ['works without a transaction', 'none', 'goose', true, undefined],
    ['fails in a transaction', 'file', 'goose', true, '-- +goose NO TRANSACTION'],
    ['fails beside others in one query', 'query', 'prisma', false, 'a migration of its own'],
  ])('%s', async (_name, transaction, tool, isAlone, hint) => {
    const database = await emptyDatabase()
    const files = [
      migration('1.sql', 'create table t (x int)'),
      migration('2.sql', `${CONCURRENT};${isAlone ? '' : ' select 1'}`, transaction),
    ]
    const applied = apply(database, files, { tool }, { sampleLocks: true })
    if (hint === undefined) expect(await applied).toHaveLength(2)
    else await expect(applied).rejects.toMatchObject({ hint: expect.stringContaining(hint) })
  })

  test('may not leave an invalid index', async () => {
    const database = await emptyDatabase()
    await apply(database, [migration('1.sql', 'create table t (x int); insert into t values (1), (1)')])
    const unique = 'create unique index concurrently i on t (x)'
    await expect(apply(database, [migration('2.sql', unique, 'none')])).rejects.toThrow('could not create unique index')
    const again = migration('3.sql', 'create unique index concurrently if not exists i on t (x)', 'none')
    await expect(apply(database, [again])).rejects.toThrow('3.sql: left invalid: i')
  })
})

describe('sessions', () => {
  test('what a file sets ends with it, what the caller sets does not', async () => {
    const database = await emptyDatabase()
    const files = [
      migration(
        '1.sql',
        "select pg_catalog.set_config('search_path', '', false); create table public.a (x int); set work_mem = '1MB'",
      ),
      migration(
        '2.sql',
        "create table b as select current_setting('work_mem') as w, current_setting('my.tenant') as t",
      ),
    ]
    await apply(database, files, {}, { settings: { 'my.tenant': 'x', work_mem: '3MB' } })
    expect(await query(database, 'select * from public.b')).toEqual([{ w: '3MB', t: 'x' }])
  })
})

describe('locks', () => {
  test('are told by statement, strongest first, with rewrites', async () => {
    const database = await emptyDatabase()
    await apply(database, [
      migration(
        '1.sql',
        'create table t (x int); create table u (id int primary key); create schema s; create table s.v (x int)',
      ),
    ])
    const source = `alter table t add column y int references u;
      create table fresh (x int); insert into fresh select 1;
      alter table t alter column x type bigint;
      insert into s.v select x from t; truncate s.v; drop table s.v`
    for (const transaction of ['file', 'none'] as const) {
      const copy = await server.createDatabase(`apply_${++made}`, database)
      const applied = await apply(copy, [migration('2.sql', source, transaction)], {}, { sampleLocks: true })
      const strongest = applied.map(({ locks, rewrites }) => [
        locks.map(lock => `${lock.relation} ${lock.mode}`)[0],
        rewrites,
      ])
      const isOne = transaction === 'file'
      expect(strongest).toEqual([
        ['t AccessExclusiveLock', []],
        [undefined, []],
        [undefined, []],
        [isOne ? undefined : 't AccessExclusiveLock', ['t']],
        ['s.v RowExclusiveLock', []],
        ['s.v AccessExclusiveLock', []],
        [isOne ? undefined : 's.v AccessExclusiveLock', []],
      ])
    }
  })

  test('cost little', async () => {
    const database = await emptyDatabase()
    const many = Array.from({ length: 300 }, (_, index) => `create table t${index} (x int primary key)`).join(';')
    await apply(database, [migration('1.sql', many)])
    const source = Array.from({ length: 300 }, (_, index) => `comment on table t${index} is 'x'`).join(';')
    const started = performance.now()
    const applied = await apply(database, [migration('2.sql', source)], {}, { sampleLocks: true })
    const elapsed = performance.now() - started
    const statements = applied.reduce((sum, { durationMs }) => sum + durationMs, 0)
    expect((elapsed - statements) / applied.length).toBeLessThan(20)
  })
})

test('tells of each statement on the same connection, inside its transaction', async () => {
  const database = await emptyDatabase()
  const seen: string[] = []
  await apply(
    database,
    [migration('a/1.sql', '\n create table a (x int);\ninsert into a values (1)')],
    {},
    {
      afterStatement: async (client, { file, line, text }) => {
        const [row] = await client.rows<{ count: string }>('select count(*) as count from a')
        seen.push(`${file}:${line} ${text} ${row?.count}`)
      },
    },
  )
  expect(seen).toEqual(['a/1.sql:2 create table a (x int) 0', 'a/1.sql:3 insert into a values (1) 1'])
})

test('shows file, line, caret and SQLSTATE of an error', async () => {
  const database = await emptyDatabase()
  const source = 'create table a (x int);\n\n-- c\nalter table a\n  add constraint c cheque (x > 0);'
  const error = await apply(database, [migration('m/2.sql', source)]).then(
    () => undefined,
    (failure: Error) => failure,
  )
  expect(error).toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(/^The migrations of head failed:\nm\/2\.sql:5: syntax error.*42601/),
  })
  expect(error?.message).toMatch(/add constraint c cheque \(x > 0\)\n +\| +\^/)
})

test('leaves out what creates an extension that is there already', async () => {
  const database = await emptyDatabase()
  const source = `create extension if not exists "uuid-ossp"; comment on extension "uuid-ossp" is 'x'; create table a (x int)`
  const applied = await apply(database, [migration('1.sql', source)], {}, { superuserExtensions: ['uuid-ossp'] })
  expect(applied.map(({ text }) => text)).toEqual(['create table a (x int)'])
})

test('runs what pg_dump writes, and the files that it includes', async () => {
  const database = await emptyDatabase()
  const files = {
    'db/part/b.sql': 'create table public.b (x int);\n\\ir c.sql\n',
    'db/part/c.sql': "\\copy public.b (x) from 'db/rows.csv' with (format csv)\n",
    'db/rows.csv': '1\n2\n',
  }
  const source = `\\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public."o'dd;
name 😀" (x text);
COPY public."o'dd;
name 😀" (x) FROM stdin;
a;b'\\n\\\\
\\N
\\.
\\i db/part/b.sql
\\unrestrict abc
`
  const applied = await apply(
    database,
    [await script('db/structure.sql', source, files, 'none')],
    { tool: 'structure-sql' },
    { sampleLocks: true },
  )
  expect(applied.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'db/structure.sql:2',
    'db/structure.sql:3',
    'db/structure.sql:4',
    'db/structure.sql:6',
    'db/part/b.sql:1',
    'db/part/c.sql:1',
  ])
  expect(await query(database, `select x from "o'dd;\nname 😀"`)).toEqual([{ x: "a;b'\n\\" }, { x: null }])
  expect(await query(database, 'select sum(x)::int as sum from b')).toEqual([{ sum: 3 }])
})

describe('psql', () => {
  test.each<[string, string, readonly string[]]>([
    ['a variable', '\\set t a\ncreate table :t (x int);', ['a']],
    [
      'a variable as an identifier and as a literal',
      `\\set t 'O''dd "t"'\ncreate table :"t" (x text default :'t');`,
      ['O\'dd "t"'],
    ],
    ['a variable of several arguments', "\\set t a 'b' c\ncreate table :t (x int);", ['abc']],
    ['a variable in another', '\\set a x\n\\set b :a _y\ncreate table :b (x int);', ['x_y']],
    [
      'a variable that holds statements',
      "\\set both 'create table a (x int); create table b (x int)'\n:both;",
      ['a', 'b'],
    ],
    [
      'no variable in quotes, casts, bodies and slices',
      "\\set x 9\ncreate table a (x int default 1::int, y text default ':x');\ndo $$ begin perform 'a:x'; end $$;\nselect (array[1,2])[1:2];",
      ['a'],
    ],
    [
      'a name without a value',
      'create table a (x int[]);\nupdate a set x[1:y] = null from (select 1 as y) as b;',
      ['a'],
    ],
    ['what was unset', '\\set t a\n\\unset t\n\\if :{?t}\ncreate table a ();\n\\endif', []],
    [
      'if',
      '\\set new on\n\\if :new\ncreate table a ();\n\\elif true\ncreate table b ();\n\\else\ncreate table c ();\n\\endif',
      ['a'],
    ],
    [
      'elif',
      '\\if 0\ncreate table a ();\n\\elif yes\ncreate table b ();\n\\elif yes\ncreate table c ();\n\\endif',
      ['b'],
    ],
    [
      'else, nested in what is not run',
      '\\if no\n\\if true\ncreate table a ();\n\\else\n\\! id\n\\endif\n\\else\ncreate table c ();\n\\endif',
      ['c'],
    ],
    ['several commands on a line', '\\set t a \\if true \\i part.sql \\endif\ncreate table :t ();', ['a', 'part']],
    [
      'the rest of a file after \\q',
      '\\i half.sql\ncreate table a ();\n\\if true \\q \\endif\ncreate table b ();',
      ['a', 'half'],
    ],
    [
      'gset',
      "select 'a' as t, true as new, 12345678901 as n \\gset my_\n\\if :my_new\ncreate table :my_t (x bigint default :my_n);\n\\endif",
      ['a'],
    ],
    [
      'gexec',
      "select format('create table %I (x int)', t), null from unnest(array['a', 'b']) as t \\gexec\n",
      ['a', 'b'],
    ],
    ['what psql knows', 'create table :"DBNAME" (x int default :SERVER_VERSION_NUM);', ['apply_*']],
    [
      'a file that is not there, where nothing reads it',
      '\\if false\n\\i gone.sql\n\\endif\ncreate table a ();',
      ['a'],
    ],
  ])('%s', async (_what, source, expected) => {
    const database = await emptyDatabase()
    const files = {
      'part.sql': 'create table part ();',
      'half.sql': 'create table half ();\n\\q\ncreate table whole ();',
    }
    await apply(database, [await script('1.sql', source, files)])
    expect((await tables(database)).map(name => name.replace(/apply_\d+/, 'apply_*'))).toEqual(expected)
  })

  test('shows the place of an error in what a variable made', async () => {
    const database = await emptyDatabase()
    const source = '\\set t gone\n\nselect 1\nfrom :t;'
    await expect(apply(database, [await script('1.sql', source)])).rejects.toThrow(/1\.sql:4: relation "gone" does not/)
  })

  test.each([
    ['\\connect other', '1.sql:1: \\connect to “other”'],
    ['\n\\c other', '1.sql:2: \\c to “other”'],
    ['\\! rm -rf /', 'psql’s \\!'],
    ['\\set x `id`', 'command of the shell'],
    ['\\setenv PATH x', 'psql’s \\setenv'],
    ["\\copy t from program 'id'", 'reads no file'],
    ['\\copy t to out.csv', 'reads no file'],
    ['\\o out.txt', 'psql’s \\o'],
    ['\\i ../../etc/passwd', 'no file of the repository'],
    ['\\i /etc/passwd', 'no file of the repository'],
    ['\\set f 1.sql\n\\i :f', 'no file of the repository'],
    ['\\i loop.sql', 'nested files'],
    ['\\if true', '\\if without its \\endif'],
    ['\\endif', '\\endif without its \\if'],
    ['\\if true\n\\else\n\\else\n\\endif', '1.sql:3: \\else without its \\if'],
    ['\\if 3 > 2\n\\endif', 'the condition “3 > 2”'],
    ["\\set x 'a", 'without its end'],
    ['\\set AUTOCOMMIT off', '\\set AUTOCOMMIT off'],
    ['select 1 where false \\gset', '\\gset of 0 rows'],
    ['select 1 \\g out.txt', 'psql’s \\g'],
    ['select 1 \\watch', 'psql’s \\watch'],
    ['\\nonsense', 'psql’s \\nonsense'],
  ])('refuses %s', async (source, message) => {
    const database = await emptyDatabase()
    const applied = script('1.sql', source, { 'loop.sql': '\\i loop.sql' }).then(read => apply(database, [read]))
    await expect(applied).rejects.toMatchObject({
      name: 'UserError',
      kind: 'usage',
      message: expect.stringContaining(message),
    })
  })
})

test.each([
  ['drop database if exists other', 'dropped'],
  ['alter database "the base" rename to other', 'renamed'],
])('refuses %s, which might be the other side’s', async (statement, what) => {
  const database = await emptyDatabase()
  await expect(apply(database, [await script('1.sql', `\n${statement};`)])).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(new RegExp(`failed:\\n1\\.sql:2: no database can be ${what} here$`)),
    hint: expect.stringContaining('leave the statement out'),
  })
})

test('tells a variable that nothing gave a value', async () => {
  const database = await emptyDatabase()
  const source = "\\set given 1\n\nselect :given,\n  :'missing';"
  await expect(apply(database, [await script('1.sql', source)])).rejects.toMatchObject({
    message: expect.stringMatching(/1\.sql:4: syntax error at or near ":"/),
    hint: "Nothing has given :'missing' a value: write `\\set missing …` above it.",
  })
})

test('names of the database and its owner stand for themselves in the files of the tools that have them', async () => {
  const database = await emptyDatabase()
  const source = "create table a (n text default ':DATABASE_NAME', o text default '$" + "{flyway:user}')"
  const read = (column: string) => query(database, `select ${column} as value from a`)
  await apply(database, [migration('1.sql', `${source}; insert into a default values`)], { tool: 'graphile-migrate' })
  expect(await read('n')).toEqual([{ value: database.name }])
  await query(database, 'drop table a')
  await apply(database, [migration('1.sql', `${source}; insert into a default values`)], { tool: 'flyway' })
  expect(await read('o')).toEqual([{ value: database.env.PGUSER }])
})

test('a tool’s own settings hold in each of its sessions', async () => {
  const database = await emptyDatabase()
  const settings = { schema: 'o"dd', session: { search_path: '"o""dd"' } }
  const files = [migration('1.sql', 'create table a ()'), migration('2.sql', 'create table b ()')]
  await apply(database, files, { tool: 'flyway', settings })
  const found = await query(
    database,
    `select relname as name from pg_class where relnamespace = '"o""dd"'::regnamespace and relkind = 'r' order by 1`,
  )
  expect(found).toEqual([{ name: 'a' }, { name: 'b' }])
})

test('takes an insert of 100,000 rows and a statement of two megabytes', async () => {
  const database = await emptyDatabase()
  const rows = Array.from({ length: 100_000 }, (_, row) => `(${row}, 'x''${row}')`).join(',\n')
  const long = `select length('${'y'.repeat(2_000_000)}')`
  await apply(
    database,
    [migration('1.sql', `create table a (x int, y text); insert into a values ${rows}; ${long}`)],
    {},
    { sampleLocks: true },
  )
  expect(await query(database, 'select count(*)::int as n from a')).toEqual([{ n: 100_000 }])
})

test('stops between statements when the run is cancelled', async () => {
  const database = await emptyDatabase()
  const cancelled = new AbortController()
  const applied = apply(
    database,
    [migration('1.sql', 'create table a (x int); create table b (x int)')],
    {},
    {
      signal: cancelled.signal,
      afterStatement: async () => cancelled.abort(new Error('cancelled')),
    },
  )
  await expect(applied).rejects.toThrow('cancelled')
  expect(await tables(database)).toEqual([])
})
