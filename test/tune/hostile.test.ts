// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in other tools' files
import { expect, test } from 'vitest'
import { readPools } from '../../src/pooling/read/read-pools.ts'
import { readConfiguration } from '../../src/tune/read/read-configuration.ts'
import { memoryTree } from '../support/memory-tree.ts'

type Files = Readonly<Record<string, string>>

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const
const deep = (bracket: string) => bracket.repeat(20_000)
const NONE = 'notes.txt'

/** Files beside a configuration and a pool that are as they should be, and what is said of them. */
const HOSTILE: readonly (readonly [name: string, files: Files, told: readonly string[]])[] = [
  [
    'two files that include each other',
    { 'pg/postgresql.conf': "include 'a.conf'", 'pg/a.conf': "include 'b.conf'", 'pg/b.conf': "include 'a.conf'" },
    ['pg/b.conf:1 includes a file that includes it.'],
  ],
  [
    'a folder that includes itself',
    { 'pg/postgresql.conf': "include_dir '.'" },
    ['pg/postgresql.conf:1 includes a file that includes it.'],
  ],
  [
    'files that include the next one eight times over',
    Object.fromEntries([
      ['pg/postgresql.conf', "include 'c0.conf'"],
      ...Array.from({ length: 9 }, (_, at) => [`pg/c${at}.conf`, `include 'c${at + 1}.conf'\n`.repeat(8)]),
      ['pg/c9.conf', 'jit = off'],
    ]) as Files,
    [
      ...Array.from({ length: 8 }, (_, at) => `pg/c8.conf:${at + 1} includes files more than 10 deep.`),
      'pg/c7.conf:2 is where more than 100 files are included: the rest is not known.',
    ],
  ],
  [
    'files of the machine',
    { 'pg/postgresql.conf': "include '/etc/shadow'\ninclude '../../../etc/passwd'\ninclude ''" },
    [
      'pg/postgresql.conf:1 includes what is outside the repository: its settings are not known.',
      'pg/postgresql.conf:2 includes what is outside the repository: its settings are not known.',
      'pg/postgresql.conf:3 includes a file that is not in the repository.',
    ],
  ],
  [
    'bytes in place of lines',
    { 'pg/postgresql.conf': '\u0000\u0001work_mem = 8MB' },
    ['pg/postgresql.conf:1 is no line that PostgreSQL can read.'],
  ],
  [
    'a string that never ends',
    { 'pg/postgresql.conf': `work_mem = '${"\\\\'".repeat(20_000)}` },
    ['pg/postgresql.conf:1 is no line that PostgreSQL can read.'],
  ],
  ['aliases of aliases', { 'compose.yml': yamlBomb() }, []],
  [
    'a map that takes itself over',
    { 'compose.yml': 'x: &x\n  <<: *x\n  environment: { A: b }\nservices: { db: { image: postgres, <<: *x } }\n' },
    [],
  ],
  [
    'YAML without a bottom',
    { 'application.yml': `spring: { datasource: ${deep('[')}` },
    ['application.yml is nested too deeply to be read.'],
  ],
  [
    'JSON without a bottom',
    { 'config/config.json': `{ "dialect": ${deep('[')}`, 'pg.json': `{"postgres": {"work_mem": ${deep('[')}` },
    ['pg.json is nested too deeply to be read.', 'config/config.json is nested too deeply to be read.'],
  ],
  [
    'HCL without a bottom',
    { 'pg.tf': `resource "aws_db_parameter_group" "postgres" { work_mem = ${deep('(')}` },
    ['pg.tf is nested too deeply to be read.'],
  ],
  [
    'code without a bottom',
    { 'a.ts': `import { Pool } from 'pg'\nnew Pool(${deep('(')}`, 'b.py': deep('{"DATABASES":') },
    [],
  ],
  ['constants that are each other', { 'a.ts': "import 'pg'\nconst a = b\nconst b = a\nconst o = { ...o, a }\n" }, []],
  [
    'sizes that no pool can have',
    {
      'a.ts': "import { Pool } from 'pg'\nnew Pool({ max: -5 })\nnew Pool({ max: 1.5 })\nnew Pool({ max: 0 })\n",
      'b.ts': "import { Pool } from 'pg'\nnew Pool({ max: '' })\nnew Pool({ max: true })\n",
    },
    [
      'a.ts:2: node-postgres has a size that no pool can have.',
      'a.ts:3: node-postgres has a size that no pool can have.',
      'a.ts:4: node-postgres has a size that no pool can have.',
    ],
  ],
  [
    'a pgbouncer.ini that includes itself, twice',
    {
      'pgbouncer.ini':
        '%include pgbouncer.ini\n[pgbouncer]\npool_mode = session\n%include pgbouncer.ini\n%include /etc/passwd\n',
    },
    [
      'pgbouncer.ini:1 includes a file that includes it.',
      'pgbouncer.ini:4 includes a file that includes it.',
      'pgbouncer.ini:5 includes a file that is not in the repository.',
    ],
  ],
  [
    'a pgbouncer.ini that says two things',
    {
      'pgbouncer.ini': '[pgbouncer]\npool_mode = fast\ndefault_pool_size = 5\ndefault_pool_size = 6\n= 7\n[databases\n',
    },
    [
      'pgbouncer.ini:4: default_pool_size is set before, in pgbouncer.ini:3; PgBouncer takes the last one.',
      'pgbouncer.ini:2: PgBouncer knows no such pool_mode and does not start.',
    ],
  ],
  ['a pgcat.toml of headings', { 'pgcat.toml': '[pools.]\npool_size=\n[pools."a.b".users.0]\npool_size = "9\n' }, []],
  ['an odyssey.conf of quotes', { 'odyssey.conf': `${'"'.repeat(50_001)} pool pool pool_size { { {` }, []],
  [
    'a Prisma schema that ends in the middle',
    {
      'schema.prisma': 'datasource db {\n  url = env(',
      '.env': 'DATABASE_URL=postgres://u:p%ZZ@h/d?connection_limit=%E0%A4%A\n',
    },
    ['schema.prisma is no Prisma schema that can be read.'],
  ],
  [
    'tabs, tags and lists where values belong',
    {
      'config/database.yml': 'production:\n\tadapter: postgresql\n',
      'application.yml': 'spring.datasource: !!python/object:os.system { hikari: { maximum-pool-size: [1, 2] } }\n',
    },
    ['config/database.yml is no YAML that can be read.'],
  ],
  [
    'lines that go on for ever',
    { 'application.properties': `quarkus.datasource.jdbc.max-size=\\\n\\\n%prod.=\n=\n${'a'.repeat(100_000)}` },
    [],
  ],
  [
    'a head that has no end',
    { 'pgbouncer.ini': '[pgbouncer\npool_mode = sideways\n' },
    ['pgbouncer.ini has no [pgbouncer] section that can be read.'],
  ],
  [
    'nothing at all',
    { 'postgresql.conf': '', 'pgbouncer.ini': '', '.env': '', 'compose.yml': '', 'pgcat.toml': '', [NONE]: '' },
    [],
  ],
]

function yamlBomb(): string {
  const names = [...'abcdefg']
  const rows = names.map(
    (name, at) =>
      `${name}: &${name} [${Array(9)
        .fill(at === 0 ? 'x' : `*${names[at - 1]}`)
        .join(', ')}]`,
  )
  return `${rows.join('\n')}\nservices: { db: { image: postgres, command: *g, environment: { <<: *g } } }\n`
}

const SOUND = {
  'zz/production/postgresql.conf': 'work_mem = 8MB\n',
  'zz/db.ts': "import { Pool } from 'pg'\nnew Pool({ max: 7 })\n",
}

test.each(HOSTILE)('%s: a line each, and nothing else affected', async (_, files, told) => {
  const tree = memoryTree({ ...files, ...SOUND })
  const configuration = await readConfiguration(tree, NO_MIGRATIONS, {})
  const pools = await readPools(tree, 4)
  expect([...configuration.notes, ...pools.notes, ...pools.contradictions]).toEqual(told)
  const sound = configuration.sources.find(({ file }) => file in SOUND)
  expect(sound?.settings).toMatchObject([{ name: 'work_mem', value: '8MB' }])
  expect(pools.applications).toContainEqual(
    expect.objectContaining({ file: 'zz/db.ts', size: { kind: 'known', value: 7, line: 2 } }),
  )
  for (const { size } of pools.applications) expect(size.kind === 'unknown' || size.value > 0).toBe(true)
})
