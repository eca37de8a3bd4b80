import { describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import type { MigrationSet } from '../../src/migrate/migration.ts'
import { memoryTree } from '../support/memory-tree.ts'

type SqlSet = Extract<MigrationSet, { kind: 'sql' }>

async function read(files: Record<string, string>, migrations: object = {}): Promise<SqlSet> {
  const set = await readMigrations(memoryTree(files), configSchema.parse({ migrations }).migrations)
  if (set.kind !== 'sql') throw new Error('expected SQL migrations')
  return set
}

const ids = (set: SqlSet) => set.migrations.map(({ id }) => id)
/** `<line>: <text>` of each piece, by file. */
const places = (set: SqlSet) =>
  set.migrations.map(({ file, pieces }) => [file, ...pieces.map(({ line, text }) => `${line}: ${text}`)])
const transactions = (set: SqlSet) => set.migrations.map(({ transaction }) => transaction)

describe('order', () => {
  const cases: readonly [string, readonly string[], readonly string[], string?][] = [
    ['sql', ['migrations/10_c.sql', 'migrations/2_b.sql', 'migrations/1_a.sql'], ['1_a.sql', '2_b.sql', '10_c.sql']],
    ['sql', ['migrations/b.sql', 'migrations/a.sql', 'migrations/a.down.sql'], ['a.sql', 'b.sql']],
    ['sql', ['db/migrations/v2/a.sql', 'db/migrations/v1/b.sql'], ['v1/b.sql', 'v2/a.sql'], 'db/migrations'],
    [
      'prisma',
      ['prisma/migrations/20240202_b/migration.sql', 'prisma/migrations/20240101_a/migration.sql'],
      ['20240101_a', '20240202_b'],
    ],
    [
      'flyway',
      [
        'db/migration/V59.10__j.sql',
        'db/migration/V59_2__b.sql',
        'db/migration/V59.1__a.sql',
        'db/migration/V100__k.sql',
        'db/migration/R__views.sql',
        'db/migration/R__functions.sql',
        'db/migration/U59.1__undo.sql',
        'db/migration/B59.2__baseline.sql',
      ],
      ['59.1', '59.2', '59.10', '100', 'R__functions', 'R__views'],
    ],
    [
      'flyway',
      ['db/migration/B59.2__baseline.sql', 'db/migration/V60__x.sql', 'db/migration/B3__old.sql'],
      ['59.2', '60'],
    ],
    [
      'flyway',
      ['db/migration/common/V1__a.sql', 'db/migration/postgresql/V2__b.sql', 'db/migration/mysql/V2__b.sql'],
      ['1', '2'],
    ],
    ['golang-migrate', ['migrations/10_c.up.sql', 'migrations/9_b.up.sql', 'migrations/9_b.down.sql'], ['9', '10']],
    ['atlas', ['migrations/atlas.sum', 'migrations/2_b.sql', 'migrations/1_a.sql'], ['1', '2']],
    [
      'atlas',
      ['migrations/atlas.sum', 'migrations/10_b.up.sql', 'migrations/9_a.up.sql', 'migrations/9_a.down.sql'],
      ['9', '10'],
    ],
    [
      'supabase',
      ['supabase/migrations/20240101_a.sql', 'supabase/migrations/README.md', 'supabase/seed.sql'],
      ['20240101'],
    ],
    [
      'graphile-migrate',
      ['migrations/committed/000002-b.sql', 'migrations/committed/000001.sql', 'migrations/current.sql'],
      ['000001', '000002', 'current.sql'],
    ],
    [
      'graphile-migrate',
      ['migrations/current/10-b.sql', 'migrations/current/2.sql', 'migrations/committed/000001.sql'],
      ['000001', 'current/2.sql', 'current/10-b.sql'],
    ],
    ['structure-sql', ['db/structure.sql', 'db/migrate/20240101_x.rb'], ['structure.sql']],
  ]
  test.each(cases)('%s: %j', async (tool, files, expected, path) => {
    const set = await read(
      Object.fromEntries(files.map(file => [file, 'select 1;'])),
      path === undefined ? {} : { path },
    )
    expect(set.tool).toBe(tool)
    expect(ids(set)).toEqual(expected)
  })

  test('sql: a folder’s own files, and a word on those of its subfolders', async () => {
    const files = { 'db/latest.sql': 'select 1;', 'db/0.22/1.sql': '', 'db/0.23/1.sql': '', 'db/down/1.sql': '' }
    for (const tool of ['sql', 'auto']) {
      const set = await read(files, { path: 'db', tool })
      expect(ids(set)).toEqual(['latest.sql'])
      expect(set.notes).toEqual([
        'SQL files of db are read, those of db/0.22 and 1 other folder in it are not: one folder alone is read.',
      ])
    }
    expect((await read({ 'migrations/1.sql': '', 'migrations/down/1.sql': '' })).notes).toBeUndefined()
  })

  test('diesel: by version without dashes, not by folder name', async () => {
    const set = await read({
      'diesel.toml': '[migrations_directory]',
      'migrations/2023-01-02-000000_b/up.sql': 'select 2',
      'migrations/20230101000000_a/up.sql': 'select 1',
      'migrations/20230101000000_a/down.sql': 'select 9',
    })
    expect([set.tool, ids(set)]).toEqual(['diesel', ['20230101000000', '20230102000000']])
  })

  test('hasura: by timestamp, in the database’s folder', async () => {
    const set = await read({
      'hasura/config.yaml': 'version: 3\nmetadata_directory: metadata\n',
      'hasura/migrations/default/1700000000000_b/up.sql': 'select 2',
      'hasura/migrations/default/999999999999_a/up.sql': 'select 1',
    })
    expect([set.tool, ids(set)]).toEqual(['hasura', ['999999999999_a', '1700000000000_b']])
    const bare = await read({ 'hasura/migrations/default/1700000000000_b/up.sql': 'select 2' })
    expect([bare.tool, ids(bare)]).toEqual(['hasura', ['1700000000000_b']])
  })

  test('drizzle: by its journal, all in one transaction', async () => {
    const set = await read({
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'postgresql',
        entries: [
          { idx: 0, tag: '0001_later_name' },
          { idx: 1, tag: '0000_rebased' },
        ],
      }),
      'drizzle/0000_rebased.sql': 'select 2',
      'drizzle/0001_later_name.sql': 'create table a ();\n--> statement-breakpoint\ncreate table b ();',
      'drizzle/0002_not_in_journal.sql': 'select 3',
    })
    expect([set.tool, set.transaction, ids(set)]).toEqual(['drizzle', 'all', ['0001_later_name', '0000_rebased']])
    expect(places(set)[0]).toEqual(['drizzle/0001_later_name.sql', '1: create table a ()', '3: create table b ()'])
  })

  test('drizzle: folders with snapshots have no journal', async () => {
    const set = await read({
      'drizzle/20250101_a/migration.sql': 'select 1',
      'drizzle/20250101_a/snapshot.json': '{}',
      'drizzle/20250202_b/migration.sql': 'select 2',
      'drizzle/20250202_b/snapshot.json': '{}',
    })
    expect([set.tool, ids(set)]).toEqual(['drizzle', ['20250101_a', '20250202_b']])
  })

  test('atlas: a checkpoint counts only where the files before it are gone', async () => {
    const checkpoint = '-- atlas:checkpoint\n\ncreate table a ();'
    const kept = {
      'm/atlas.sum': '',
      'm/1_a.sql': 'create table a ();',
      'm/2_check.sql': checkpoint,
      'm/3_c.sql': 'select 1',
    }
    const { 'm/1_a.sql': _, ...squashed } = kept
    expect(ids(await read(kept))).toEqual(['1', '3'])
    expect(ids(await read(squashed))).toEqual(['2', '3'])
  })
})

describe('Flyway’s locations', () => {
  const files = {
    'sql/schema/V1__a.sql': 'create table a ();',
    'sql/data/V2__b.sql': 'insert into a default values;',
    'sql/data/R__view.sql': 'create view v as select;',
    'attic/V1__old.sql': 'create table old ();',
  }
  const resources = {
    'api/src/main/resources/db/common/V1__a.sql': '',
    'api/src/main/resources/db/postgresql/V2__b.sql': '',
    'api/src/main/resources/db/h2/V2__b.sql': '',
  }

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'in flyway.toml, on several lines',
      {
        ...files,
        'flyway.toml': '[flyway]\nlocations = [\n  "filesystem:sql/schema", # first\n  "filesystem:sql/data"\n]\n',
      },
      ['sql/schema/V1__a.sql', 'sql/data/V2__b.sql', 'sql/data/R__view.sql'],
    ],
    [
      'in conf/flyway.conf, from the folder above',
      { ...files, 'conf/flyway.conf': 'flyway.locations=filesystem:./attic\n' },
      ['attic/V1__old.sql'],
    ],
    ['with wildcards', { ...files, 'flyway.conf': 'flyway.locations=filesystem:sql/sch*\n' }, ['sql/schema/V1__a.sql']],
    [
      'of the class path, with a vendor',
      {
        ...resources,
        'api/src/main/resources/application.yml':
          'spring:\n  flyway:\n    locations:\n      - classpath:db/common\n      - classpath:db/{vendor}\n',
      },
      ['api/src/main/resources/db/common/V1__a.sql', 'api/src/main/resources/db/postgresql/V2__b.sql'],
    ],
    [
      'of Maven’s plugin',
      {
        ...files,
        'pom.xml':
          `<project><properties><db.folder>sql/schema</db.folder></properties>
  <build><plugins><!-- <plugin><artifactId>flyway-maven-plugin</artifactId></plugin> --><plugin>
    <groupId>org.flywaydb</groupId><artifactId>flyway-maven-plugin</artifactId>
    <configuration><schemas><schema>public</schema></schemas><locations>
      <location>filesystem:$` +
          '{db.folder}</location><location>filesystem:$' +
          `{project.basedir}/sql/data</location>
    </locations></configuration></plugin></plugins></build></project>`,
      },
      ['sql/schema/V1__a.sql', 'sql/data/V2__b.sql', 'sql/data/R__view.sql'],
    ],
    [
      'of Maven’s properties',
      { ...files, 'pom.xml': '<properties><flyway.locations>filesystem:attic</flyway.locations></properties>' },
      ['attic/V1__old.sql'],
    ],
    [
      'of a Gradle build',
      {
        ...files,
        'build.gradle':
          "plugins { id 'org.flywaydb.flyway' }\nflyway {\n  url = 'jdbc:postgresql://localhost/x'\n  // locations = ['filesystem:attic']\n  locations = [\n    'filesystem:sql/schema',\n    \"filesystem:$" +
          '{projectDir}/sql/data",\n  ]\n}\n',
      },
      ['sql/schema/V1__a.sql', 'sql/data/V2__b.sql', 'sql/data/R__view.sql'],
    ],
    [
      'of a Gradle build in Kotlin',
      { ...files, 'build.gradle.kts': 'flyway {\n    locations = arrayOf("filesystem:sql/schema")\n}\n' },
      ['sql/schema/V1__a.sql'],
    ],
    [
      'of Spring, with a default for what the environment may say',
      {
        ...resources,
        'api/src/main/resources/application.properties': 'spring.flyway.locations=$' + '{WHERE:classpath:db/common}\n',
      },
      ['api/src/main/resources/db/common/V1__a.sql'],
    ],
    [
      'of a build that no literal tells change nothing',
      { 'sql/V1__a.sql': '', 'build.gradle.kts': 'flyway {\n    locations = arrayOf("filesystem:$migrations")\n}\n' },
      ['sql/V1__a.sql'],
    ],
    [
      'outside of the repository change nothing',
      { 'sql/V1__a.sql': '', 'flyway.conf': 'flyway.locations=filesystem:/flyway/sql,s3:bucket\n' },
      ['sql/V1__a.sql'],
    ],
  ])('%s', async (_what, tree, expected) => {
    expect((await read(tree)).migrations.map(({ file }) => file)).toEqual(expected)
  })

  test.each<[string, string]>([
    ['flyway.locations=filesystem:$' + '{FLYWAY_DIR},filesystem:sql/schema\n', '`filesystem:$' + '{FLYWAY_DIR}`'],
    ['flyway.locations=s3:bucket/sql\n', '`s3:bucket/sql`'],
    ['flyway.locations=filesystem:/flyway/sql\n', '`filesystem:/flyway/sql`'],
  ])('that cannot be read are told: %s', async (conf, named) => {
    const tree = { 'sql/schema/V1__a.sql': 'create table a ();', 'flyway.conf': conf }
    expect((await read(tree)).notes).toEqual([
      `Flyway’s locations in flyway.conf cannot all be read from the repository (${named}): the migrations were taken from sql/schema. Set \`migrations.path\` where they lie elsewhere.`,
    ])
    expect((await read(tree, { path: 'sql/schema' })).notes).toBeUndefined()
    expect((await read({ ...tree, 'flyway.conf': 'flyway.locations=filesystem:sql/schema\n' })).notes).toBeUndefined()
  })
})

describe('Flyway’s own names for files', () => {
  const scripts = {
    'sql/Migration-10--c.sql': '',
    'sql/Migration-2.1--b--x.pgsql': '',
    'sql/Migration-2--a.sql': '',
    'sql/again--view.sql': 'select 1',
    'sql/V3__not_one.sql': '',
    'sql/Undo-2--a.sql': '',
  }
  const ids = ['2', '2.1', '10', 'R__view']

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'in flyway.toml',
      {
        ...scripts,
        'flyway.toml':
          '[flyway]\nsqlMigrationPrefix = "Migration-"\nsqlMigrationSeparator = "--"\nsqlMigrationSuffixes = [".sql", ".pgsql"]\nrepeatableSqlMigrationPrefix = "again"\n',
      },
      ids,
    ],
    [
      'in Spring’s properties, beside a location',
      {
        ...Object.fromEntries(
          Object.entries(scripts).map(([file, text]) => [`api/src/main/resources/db/${file}`, text]),
        ),
        'api/src/main/resources/application.properties':
          'spring.flyway.locations=classpath:db/sql\nspring.flyway.sql-migration-prefix=Migration-\nspring.flyway.sql-migration-separator=--\nspring.flyway.sql-migration-suffixes=.sql,.pgsql\nspring.flyway.repeatable-sql-migration-prefix=again\n',
      },
      ids,
    ],
    [
      'with a short separator, at which the version ends',
      { 'flyway.conf': 'flyway.sqlMigrationSeparator=_\n', 'db/V1_2_x.sql': '', 'db/V1.1_y.sql': '' },
      ['1', '1.1'],
    ],
    [
      'with a prefix for baselines',
      { 'flyway.conf': 'flyway.baselineMigrationPrefix=Base\n', 'db/Base2__x.sql': '', 'db/V3__y.sql': '' },
      ['2', '3'],
    ],
  ])('%s', async (_what, tree, expected) => {
    const { tool, migrations } = await read(tree)
    expect(tool).toBe('flyway')
    expect(migrations.map(({ id }) => id)).toEqual(expected)
  })
})

describe('Atlas’s delimiter', () => {
  const textsOf = async (source: string) =>
    (await read({ 'migrations/atlas.sum': '', 'migrations/1_a.sql': source })).migrations[0]!.pieces.map(
      ({ text, line }) => [line, text],
    )

  test.each<[string, string, readonly (readonly [number, string])[]]>([
    [
      'of empty lines',
      '-- atlas:delimiter \\n\\n\\n\n\ncreate table a ()\n\n\ncreate table b ()\n\n\nselect 1\n',
      [
        [3, 'create table a ()'],
        [6, 'create table b ()'],
        [9, 'select 1'],
      ],
    ],
    [
      'that is a comment',
      '-- atlas:delimiter -- end\n\nselect 1\n-- end\nselect 2;\n-- end\n',
      [
        [3, 'select 1'],
        [5, 'select 2'],
      ],
    ],
    [
      'in quotes, bodies and parentheses is none',
      "-- atlas:delimiter GO\nselect 'GO', $$GO$$, (1 /* GO */)\nGO\nselect ( 2 )GO",
      [
        [2, "select 'GO', $$GO$$, (1 /* GO */)"],
        [4, 'select ( 2 )'],
      ],
    ],
    [
      'below the head is none',
      'select 1;\n-- atlas:delimiter //\nselect 2',
      [
        [1, 'select 1'],
        [3, 'select 2'],
      ],
    ],
  ])('%s', async (_what, source, expected) => {
    expect(await textsOf(source)).toEqual(expected)
  })
})

describe('up parts', () => {
  const both = (up: string, down: string) => `${up}\ncreate table a ();\n\ncreate table b ();\n${down}\ndrop table a;\n`
  const expected = ['2: create table a ()', '4: create table b ()']

  test.each([
    ['dbmate', 'db/migrations/2024_a.sql', '-- migrate:up', '-- migrate:down'],
    ['goose', 'migrations/00001_a.sql', '-- +goose Up', '-- +goose Down'],
    ['goose', 'migrations/00001_a.sql', '-- +GOOSE UP', '--+goose down'],
    ['node-pg-migrate', 'migrations/1700000000000_a.sql', '-- Up Migration', '-- Down Migration'],
  ])('%s', async (tool, file, up, down) => {
    const source = both(up, down)
    const set = await read({ [file]: source })
    expect(set.tool).toBe(tool)
    expect(places(set)).toEqual([[file, ...expected]])
    for (const { offset, text } of set.migrations[0]!.pieces) expect(source.slice(offset).startsWith(text)).toBe(true)
  })

  test('a down part may come first', async () => {
    const source = '-- migrate:down\ndrop table a;\n-- migrate:up\ncreate table a ();\n'
    expect(places(await read({ 'db/migrations/1_a.sql': source }))).toEqual([
      ['db/migrations/1_a.sql', '4: create table a ()'],
    ])
  })

  test('goose: statement blocks keep their lines', async () => {
    const body = 'create function f() returns int as $$\nbegin\n  return 1;\nend $$ language plpgsql;'
    const set = await read({
      'migrations/1_f.sql': `-- +goose Up\r\n-- +goose StatementBegin\n${body}\n-- +goose StatementEnd\n-- +goose Down\ndrop function f;`,
    })
    expect(places(set)).toEqual([['migrations/1_f.sql', `3: ${body.slice(0, -1)}`]])
  })

  test('node-pg-migrate: a file without marks is an up part', async () => {
    const set = await read({
      'package.json': '{"devDependencies": {"node-pg-migrate": "8"}}',
      'migrations/1_a.up.sql': 'select 1',
      'migrations/1_a.down.sql': 'select 2',
    })
    expect([set.tool, set.transaction, ids(set)]).toEqual(['node-pg-migrate', 'all', ['1_a']])
  })

  test('node-pg-migrate: the up part may have no mark', async () => {
    const set = await read(
      { 'migrations/1_a.sql': 'select 1;\n-- Down Migration\nselect 2;' },
      { tool: 'node-pg-migrate' },
    )
    expect(places(set)).toEqual([['migrations/1_a.sql', '1: select 1']])
  })

  test('a file without the mark that its tool needs is refused', async () => {
    const files = { 'db/migrations/1_a.sql': '-- migrate:up\nselect 1', 'db/migrations/2_b.sql': 'select 2' }
    await expect(read(files)).rejects.toThrow('db/migrations/2_b.sql has no line that begins its up part')
  })
})

describe('transactions', () => {
  const concurrently = 'create index concurrently on a (b);'
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['sql', { 'migrations/1.sql': 'select 1', 'migrations/2.sql': concurrently }, ['file', 'none']],
    ['prisma', { 'prisma/migrations/1_a/migration.sql': concurrently }, ['query']],
    ['flyway', { 'db/migration/V1__a.sql': 'select 1', 'db/migration/V2__b.sql': concurrently }, ['file', 'none']],
    [
      'flyway',
      { 'db/migration/V1__a.sql': 'select 1', 'db/migration/V1__a.sql.conf': 'executeInTransaction=false' },
      ['none'],
    ],
    ['golang-migrate', { 'migrations/1_a.up.sql': concurrently }, ['query']],
    [
      'dbmate',
      {
        'db/migrations/1_a.sql': '-- migrate:up transaction:false\nselect 1',
        'db/migrations/2_b.sql': '-- migrate:up\nselect 1',
        'db/migrations/3_c.sql': '-- migrate:up transaction:false\nselect 1\n-- migrate:up transaction:false\nselect 2',
      },
      ['query', 'file', 'none'],
    ],
    [
      'goose',
      {
        'migrations/1_a.sql': '-- +goose no transaction\n-- +goose Up\nselect 1',
        'migrations/2_b.sql': '-- +goose Up\n-- +goose NO TRANSACTION\nselect 1',
        'migrations/3_c.sql': '-- +goose Up\nselect 1',
      },
      ['none', 'none', 'file'],
    ],
    [
      'sqlx',
      {
        'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
        'migrations/1_a.sql': '-- no-transaction\nselect 1',
        'migrations/2_b.up.sql': 'select 1;\n-- no-transaction',
        'migrations/2_b.down.sql': 'select 2',
      },
      ['query', 'file'],
    ],
    [
      'diesel',
      {
        'Cargo.toml': 'diesel = "2"',
        'migrations/1_a/up.sql': 'select 1',
        'migrations/1_a/metadata.toml': 'run_in_transaction = false\n',
        'migrations/2_b/up.sql': 'select 1',
      },
      ['query', 'file'],
    ],
    [
      'atlas',
      {
        'migrations/atlas.sum': '',
        'migrations/1_a.sql': '-- atlas:txmode none\n\nselect 1',
        'migrations/2_b.sql': 'select 1;\n-- atlas:txmode none',
      },
      ['none', 'file'],
    ],
    [
      'atlas',
      {
        'migrations/atlas.sum': '',
        'migrations/1_a.up.sql': '-- atlas:txmode none\n\nselect 1',
        'migrations/2_b.up.sql': 'select 1',
      },
      ['none', 'file'],
    ],
    ['supabase', { 'supabase/migrations/1_a.sql': 'select 1' }, ['file']],
    [
      'graphile-migrate',
      {
        'migrations/committed/000001.sql': '--! Previous: -\n--! Hash: sha1:0\n\n--! no-transaction\nselect 1',
        'migrations/committed/000002.sql': '--! Previous: sha1:0\n--! Hash: sha1:1\n\nselect 1',
      },
      ['query', 'file'],
    ],
    ['structure-sql', { 'db/structure.sql': '\\restrict x\nselect 1;' }, ['none']],
  ])('%s %j', async (tool, files, expected) => {
    const set = await read(files)
    expect(set.tool).toBe(tool)
    expect(transactions(set)).toEqual(expected)
  })
})

describe('checksum', () => {
  const checksumOf = async (source: string) => (await read({ 'db/migrations/1_a.sql': source })).migrations[0]!.checksum
  const source = '-- migrate:up\ncreate table a (b text default $$x  y$$);\n-- migrate:down\ndrop table a;'

  test.each([
    ['white space', source.replace('table a (b', 'table  a\n (b'), true],
    ['a comment', source.replace('create', '-- makes a\ncreate /* now */'), true],
    ['the down part', source.replace('drop table a', 'drop table a cascade'), true],
    ['a name', source.replace('(b text', '(c text'), false],
    ['white space in a literal', source.replace('x  y', 'x y'), false],
    ['one more statement', source.replace('-- migrate:down', 'select 1;\n-- migrate:down'), false],
  ])('%s', async (_what, edited, isEqual) => {
    expect((await checksumOf(edited)) === (await checksumOf(source))).toBe(isEqual)
  })

  test('rows of a copy count', async () => {
    const copy = (row: string) => `-- migrate:up\ncopy a from stdin;\n${row}\n\\.\n`
    expect(await checksumOf(copy('1'))).not.toBe(await checksumOf(copy('2')))
  })
})

describe('refusals', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'goose',
      { 'migrations/1_a.sql': '-- +goose Up\nselect 1', 'migrations/2_b.go': 'package m' },
      /2_b\.go is a goose migration in code/,
    ],
    [
      'flyway',
      {
        'api/src/main/resources/db/migration/V1__a.sql': 'select 1',
        'api/src/main/java/db/migration/V2__Fill.java': 'class V2__Fill {}',
      },
      /V2__Fill\.java is a flyway migration in code/,
    ],
    [
      'node-pg-migrate',
      { 'migrations/1_a.sql': '-- Up Migration\n', 'migrations/2_b.js': '' },
      /2_b\.js is a node-pg-migrate migration in code/,
    ],
    ['drizzle', { 'drizzle/meta/_journal.json': '{<<<<<<<' }, /_journal\.json is no journal of Drizzle Kit/],
    [
      'golang-migrate',
      { 'migrations/5_a.up.sql': '', 'migrations/5_b.up.sql': '' },
      /5_a\.up\.sql and .*5_b\.up\.sql have the same version, 5/,
    ],
  ])('%s', async (_tool, files, message) => {
    await expect(read(files)).rejects.toThrow(message)
  })
})

describe('placeholders', () => {
  const texts = (set: SqlSet) => set.migrations.flatMap(({ pieces }) => pieces.map(({ text }) => text))
  const V1 = (sql: string, rest: Readonly<Record<string, string>> = {}) => ({ 'db/migration/V1__a.sql': sql, ...rest })

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'flyway.toml',
      V1("select '$" + '{Owner} $' + "{flyway:defaultSchema}'", {
        'flyway.toml': '[flyway]\ndefaultSchema = "app" # here\n[flyway.placeholders]\nowner = "ann"\n',
      }),
      ["select 'ann app'"],
    ],
    [
      'flyway.conf, with marks of its own',
      V1("select '#[owner]', '$" + "{x}', '#[flyway:filename]'", {
        'conf/flyway.conf': 'flyway.placeholders.owner=ann\nflyway.placeholderPrefix=#[\nflyway.placeholderSuffix=]\n',
      }),
      ["select 'ann', '$" + "{x}', 'V1__a.sql'"],
    ],
    [
      'Spring’s configuration',
      {
        'src/main/resources/db/migration/V1__a.sql': "select '$" + "{owner}'",
        'src/main/resources/application.yml': 'spring:\n  flyway:\n    placeholders:\n      owner: ann\n',
      },
      ["select 'ann'"],
    ],
    ['none in comments', V1('select 1; -- $' + '{gone}\n'), ['select 1']],
    [
      'none where they are switched off',
      V1("select '$" + "{gone}'", { 'db/migration/V1__a.sql.conf': 'placeholderReplacement=false\n' }),
      ["select '$" + "{gone}'"],
    ],
    [
      'flyway.toml with a list on several lines',
      V1("select '$" + '{owner} $' + "{flyway:defaultSchema}'", {
        'flyway.toml': '[flyway]\nschemas = [\n  "app",\n  "other",\n]\n[flyway.placeholders]\nowner = "ann"\n',
      }),
      ["select 'ann app'"],
    ],
    [
      '.gmrc',
      {
        '.gmrc': '{\n  // roles\n  "placeholders": { ":APP_USER": "app", },\n}',
        'migrations/committed/000001.sql': 'grant select on t to :APP_USER;',
      },
      ['grant select on t to app'],
    ],
  ])('%s', async (_what, files, expected) => {
    expect(texts(await read(files))).toEqual(expected)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['without a value', V1("select 1;\nselect '$" + "{gone}'"), /V1__a\.sql:2: no configuration file gives a value/],
    [
      'with the environment’s value',
      {
        '.gmrc': '{"placeholders": {":APP_USER": "!ENV"}}',
        'migrations/committed/000001.sql': 'grant select on t to :APP_USER;',
      },
      /000001\.sql:1: the value of :APP_USER is in the environment/,
    ],
    [
      'of goose with the environment’s values',
      { 'migrations/1_a.sql': '-- +goose Up\n-- +goose ENVSUB ON\nselect 1;' },
      /1_a\.sql:2: goose puts values of its environment in here/,
    ],
    [
      'in code',
      { '.gmrc.js': 'module.exports = {}', 'migrations/committed/000001.sql': 'select 1;' },
      /\.gmrc\.js is configuration in code, which pgverdict does not run/,
    ],
    ['in no JSON5', { '.gmrc': '{', 'migrations/committed/000001.sql': 'select 1;' }, /\.gmrc could not be read/],
  ])('%s are refused', async (_what, files, message) => {
    await expect(read(files)).rejects.toThrow(message)
  })

  test('what a tool’s configuration sets for its sessions', async () => {
    const flyway = await read(V1('select 1', { 'flyway.conf': 'flyway.schemas=app, other\n' }))
    expect(flyway.settings).toEqual({ schema: 'app', session: { search_path: '"app"' } })
    const graphile = await read({
      '.gmrc': '{"pgSettings": {"search_path": "app,public"}}',
      'migrations/committed/000001.sql': 'select 1;',
    })
    expect(graphile.settings).toEqual({ session: { search_path: 'app,public' } })
  })
})

test('a file that psql includes is a part of the migration', async () => {
  const checksum = async (part: string) =>
    (await read({ 'migrations/1.sql': '\\ir part/a.sql\n', 'migrations/part/a.sql': part })).migrations[0]!.checksum
  expect(await checksum('select 1;')).not.toBe(await checksum('select 2;'))
  expect(await checksum('select 1;')).toBe(await checksum('select  1; -- one'))
})

test('what is psql’s is refused in the files of other tools', async () => {
  await expect(read({ 'migrations/1_a.up.sql': 'select 1;\n\\set x 1\n' })).rejects.toThrow(
    /1_a\.up\.sql:2: `\\set x 1` is a command of psql/,
  )
})
