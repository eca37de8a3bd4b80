import { beforeAll, describe, expect, test } from 'vitest'
import { type BranchFile, readBranchFiles } from '../../src/cause/place/branch-files.ts'
import { placeInFiles } from '../../src/cause/place/place-sent.ts'
import type { Tree } from '../../src/checkout/tree.ts'
import { UserError } from '../../src/errors.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { memoryTree } from '../support/memory-tree.ts'

beforeAll(loadParser)

const INDEXES = new Map([
  [
    'public.index_readings_on_device_id',
    'CREATE INDEX index_readings_on_device_id ON public.readings USING btree (device_id)',
  ],
])

/** Where each statement is placed; files that begin with `~` were changed, the others added. */
function placesOf(files: Readonly<Record<string, string>>, ...statements: readonly string[]): readonly string[] {
  const branch: readonly BranchFile[] = Object.entries(files).map(([path, text]) => ({
    path: path.replace('~', ''),
    text,
    isAdded: !path.startsWith('~'),
  }))
  const steps = statements.map(source => ({ source, texts: [source] as const, durationMs: 1 }))
  return placeInFiles([{ session: 'a', isTransaction: false, steps }], branch, INDEXES)
    .flatMap(unit => unit.steps)
    .map(step => ('file' in step ? `${step.file}:${step.line}` : 'nowhere'))
}

describe('a statement that stands literally in a file', () => {
  const DROP = 'DROP INDEX "orders_customer_idx"'
  test.each([
    ['TypeScript', 'export const up = `\n  drop index\n    orders_customer_idx;\n`', 2],
    ['JavaScript, cut in two', "up('drop ' +\n  'index \\'orders_customer_idx\\'')", 1],
    ['Python, cut in two', 'op.execute(\n  "DROP INDEX "\n  "orders_customer_idx")', 2],
    ['Ruby', 'class X\n  execute <<~SQL\n    drop index orders_customer_idx\n  SQL', 3],
    ['PHP', '$this->addSql("DROP INDEX " . "orders_customer_idx");', 1],
    ['Elixir', 'execute "DROP INDEX " <>\n  "orders_customer_idx"', 1],
    ['SQL with a comment in it', '-- away\ndrop index /* the old one */ orders_customer_idx;', 2],
    ['an escaped line break', 'run("begin;\\ndrop index orders_customer_idx;\\n")', 1],
  ])('of %s', (_, text, line) => {
    expect(placesOf({ 'm/2.x': text }, DROP)).toEqual([`m/2.x:${line}`])
  })

  test('is not another one that begins or ends alike', () => {
    expect(placesOf({ 'm/2.ts': 'drop index orders_customer_idx_2; undrop index orders_customer_idx' }, DROP)).toEqual([
      'nowhere',
    ])
  })

  test('with a comment that the tool leaves out', () => {
    const text = 'create index i -- the first\n  on t (x)'
    expect(placesOf({ 'm/2.sql': text }, 'create index i on t (x)')).toEqual(['m/2.sql:1'])
  })

  test('is not what tells of a statement that a library made', () => {
    const text = `def backfill(apps, schema_editor):
    apps.get_model("zerver", "UserMessage").objects.filter(flags=1).update(flags=F("flags").bitor(4))

operations = [
    RunPython(backfill),
    RunSQL("DROP INDEX unread; CREATE INDEX unread ON zerver_usermessage (message_id) WHERE flags % 2 = 0;"),
]`
    expect(
      placesOf(
        { 'zerver/migrations/0003_unread.py': text },
        'UPDATE "zerver_usermessage" SET "flags" = ("zerver_usermessage"."flags" | 4) WHERE "zerver_usermessage"."flags" = 1',
        'DROP INDEX unread',
        'CREATE INDEX unread ON zerver_usermessage (message_id) WHERE flags % 2 = 0',
        `INSERT INTO "django_migrations" ("app", "name") VALUES ('zerver', '0003_unread')`,
      ),
    ).toEqual([2, 6, 6].map(line => `zerver/migrations/0003_unread.py:${line}`))
  })

  test('is where it was added rather than where it was changed', () => {
    expect(placesOf({ '~db/structure.sql': DROP, 'm/2.sql': `\n${DROP}` }, DROP)).toEqual(['m/2.sql:2'])
    expect(placesOf({ '~m/1.sql': DROP }, DROP)).toEqual(['m/1.sql:1'])
  })
})

describe('a tool’s note of what it ran', () => {
  const DROP = 'DROP INDEX "index_readings_on_device_id"'
  const RUBY =
    'class Tidy < ActiveRecord::Migration[7.1]\n  # readings, device_id\n  def change\n    remove_index :readings, :device_id\n  end\nend'
  test.each<readonly [string, string, string, string, string]>([
    [
      'Rails',
      `INSERT INTO "schema_migrations" ("version") VALUES ('20260302090000')`,
      'db/migrate/20260302090000_tidy.rb',
      RUBY,
      ':4',
    ],
    [
      'Ecto',
      'INSERT INTO "schema_migrations" VALUES (20260302090000, \'2026-03-02\')',
      'priv/repo/migrations/20260302090000_tidy.exs',
      'drop index(:readings, [:device_id])',
      ':1',
    ],
    [
      'Django',
      `INSERT INTO "django_migrations" ("app", "name", "applied") VALUES ('shop', '0002_tidy', '2026-03-02')`,
      'shop/migrations/0002_tidy.py',
      "\nmigrations.RemoveIndex(\n  name='index_readings_on_device_id')",
      ':3',
    ],
    [
      'Alembic by its file',
      "UPDATE alembic_version SET version_num='c3d4e5f6a7b8' WHERE version_num = 'a1b2'",
      'versions/c3d4e5f6a7b8_tidy.py',
      'x',
      ':1',
    ],
    [
      'Alembic by its revision',
      "UPDATE alembic_version SET version_num='c3d4' WHERE version_num = 'a1b2'",
      'versions/tidy.py',
      "revision: str = 'c3d4'\ndown_revision = 'a1b2'",
      ':1',
    ],
    [
      'Knex',
      `insert into "knex_migrations" ("batch", "name") values (2, '20260302_tidy.js')`,
      'migrations/20260302_tidy.js',
      't.dropIndex("device_id")',
      ':1',
    ],
    [
      'Sequelize',
      `INSERT INTO "SequelizeMeta" ("name") VALUES ('20260302-tidy.js')`,
      'migrations/20260302-tidy.js',
      'x',
      ':1',
    ],
    [
      'TypeORM',
      `INSERT INTO "migrations"("timestamp", "name") VALUES (1772442000000, 'Tidy1772442000000')`,
      'src/migration/Tidy.ts',
      'export class Tidy1772442000000 {}',
      ':1',
    ],
    [
      'Liquibase',
      `INSERT INTO databasechangelog (id, author, filename) VALUES ('7', 'me', 'db/changelog/tidy.xml')`,
      'src/main/resources/db/changelog/tidy.xml',
      '<dropIndex indexName="index_readings_on_device_id"/>',
      ':1',
    ],
    ['a home-made runner', "insert into applied_migrations values ('7')", 'migrations/007-tidy.js', 'x', ':1'],
  ])('names the file: %s', (_, note, path, text, line) => {
    expect(placesOf({ [path]: text, 'src/model.ts': 'device_id' }, DROP, note)).toEqual([path + line])
  })

  test('is of what stands before it; what comes last is nobody’s', () => {
    const files = { 'm/0002_a.js': 'x', 'm/0003_b.js': 'x' }
    const note = (name: string) => `insert into ran_migrations values ('${name}')`
    const lock = 'update "knex_migrations_lock" set is_locked = 1'
    expect(
      placesOf(files, lock, 'drop index a', note('0002_a'), 'drop index b', note('0003_b.js'), 'drop index c'),
    ).toEqual(['m/0002_a.js:1', 'm/0003_b.js:1', 'nowhere'])
  })

  test('is not of what the tool sends each time before it begins', () => {
    const note = "insert into ran_migrations values ('0002_a')"
    expect(placesOf({ 'm/0002_a.js': 'x' }, 'create table if not exists ran_migrations (name text)', note)).toEqual([
      'nowhere',
    ])
  })

  test('of several files at once: the one that names what it is about', () => {
    const files = { 'm/0002_a.js': 'x', 'm/0003_b.js': "\ndropIndex('a_idx')" }
    const notes = ['0002_a', '0003_b'].map(name => `insert into ran_migrations values ('${name}')`)
    expect(placesOf(files, 'drop index a_idx', ...notes)).toEqual(['m/0003_b.js:2'])
  })

  test('is told from other writes', () => {
    const files = { 'migrations/0007_a.js': 'x', 'src/version.ts': 'customer' }
    expect(placesOf(files, 'drop index a', "insert into orders values (7, 'customer')")).toEqual(['nowhere', 'nowhere'])
  })
})

test('the line: the object, else table and column, else the column, also without _id, else the table', () => {
  const note = "insert into schema_migrations values ('20260302')"
  const at = (text: string, statement: string) => placesOf({ 'm/20260302_x.rb': text }, statement, note)[0]
  const ALTER = 'alter table readings alter column device_id type bigint'
  expect(at('table readings\nreadings device_id', ALTER)).toBe('m/20260302_x.rb:2')
  expect(at('table readings\n"device_id"', ALTER)).toBe('m/20260302_x.rb:2')
  expect(at('table readings\ndevice', ALTER)).toBe('m/20260302_x.rb:2')
  expect(at('x\ntable readings', ALTER)).toBe('m/20260302_x.rb:2')
  expect(at('x\ny', ALTER)).toBe('m/20260302_x.rb:1')
  expect(at('readings\ncheck_level', 'alter table readings drop constraint check_level')).toBe('m/20260302_x.rb:2')
})

test('what undoes a migration is looked at last', () => {
  const note = "insert into schema_migrations values ('20260302')"
  const at = (text: string, statement: string) => placesOf({ 'm/20260302_x.ts': text }, statement, note)[0]
  const inClass =
    "  async down(q) {\n  run('drop index i')\n}\n  public async up(q) {\n  q.drop('i'); run('drop index i')\n}"
  expect(at(inClass, 'drop index i')).toBe('m/20260302_x.ts:5')
  expect(at(inClass, 'drop index if exists i')).toBe('m/20260302_x.ts:5')
  expect(at("exports.down = q => {\n  q.drop('i')\n}", 'drop index if exists i')).toBe('m/20260302_x.ts:2')
  expect(at("def downgrade():\n  drop('i')\n\ndef upgrade():\n  drop('i')", 'drop index i')).toBe('m/20260302_x.ts:5')
  expect(at('-- migrate:down\ndrop index i;\n-- migrate:up\ndrop index i;', 'drop index i')).toBe('m/20260302_x.ts:4')
})

test('the branch’s files: added ones first, without what is the same, no text, or cannot be read', async () => {
  const same = { 'src/a.ts': 'a', 'src/b.ts': 'b', link: '' }
  const base = memoryTree(same)
  const head = memoryTree({ ...same, 'src/b.ts': 'B', 'a.ts': 'x', 'migrations/2.ts': 'y', 'logo.png': '\u0000' })
  const withLink = (tree: Tree): Tree => ({
    ...tree,
    checksum: path => (path === 'link' ? Promise.reject(new UserError('a link')) : tree.checksum(path)),
  })
  const files = await readBranchFiles({ base: withLink(base), head: withLink(head) })
  expect(files.map(({ path, isAdded }) => [path, isAdded])).toEqual([
    ['migrations/2.ts', true],
    ['a.ts', true],
    ['src/b.ts', false],
  ])
})
