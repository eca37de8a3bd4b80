import { describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { UserError } from '../../src/errors.ts'
import { readBothSides } from '../../src/migrate/both-sides.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import type { MigrationSet } from '../../src/migrate/migration.ts'
import { proposeCommand } from '../../src/migrate/propose.ts'
import { memoryTree } from '../support/memory-tree.ts'

const SQL = 'create table a ();'
/** The smallest layout by which each tool is known. */
const LAYOUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sql: { 'migrations/1_a.sql': SQL },
  prisma: { 'prisma/schema.prisma': '', 'prisma/migrations/1_a/migration.sql': SQL },
  drizzle: {
    'drizzle/meta/_journal.json': '{"dialect":"postgresql","entries":[{"tag":"0_a"}]}',
    'drizzle/0_a.sql': SQL,
  },
  flyway: { 'src/main/resources/db/migration/V1__a.sql': SQL },
  'golang-migrate': { 'go/migrations/1_a.up.sql': SQL, 'go/migrations/1_a.down.sql': SQL },
  dbmate: { 'db/migrations/1_a.sql': `-- migrate:up\n${SQL}` },
  goose: { 'goose/1_a.sql': `-- +goose Up\n${SQL}` },
  sqlx: { 'rust/Cargo.toml': '[dependencies]\nsqlx = "0.8"', 'rust/migrations/1_a.sql': SQL },
  diesel: { 'diesel/diesel.toml': '', 'diesel/migrations/1_a/up.sql': SQL },
  'node-pg-migrate': { 'node/migrations/1_a.sql': `-- Up Migration\n${SQL}` },
  supabase: { 'supabase/config.toml': '', 'supabase/migrations/1_a.sql': SQL },
  atlas: { 'atlas/atlas.sum': '', 'atlas/1_a.sql': SQL },
  hasura: { 'hasura/metadata/version.yaml': 'version: 3', 'hasura/migrations/default/1_a/up.sql': SQL },
  'graphile-migrate': {
    '.gmrc': '{}',
    'graphile/migrations/committed/000001.sql': SQL,
    'graphile/migrations/current.sql': '-- Enter migration here\n',
  },
  'structure-sql': { 'db/structure.sql': SQL },
}
const TOOLS = Object.keys(LAYOUTS)

async function detect(files: Record<string, string>, migrations: object = {}, mayBeEmpty = false) {
  const set = await readMigrations(memoryTree(files, 'main@1f0b6aa'), configSchema.parse({ migrations }).migrations, {
    mayBeEmpty,
  })
  if (set.kind !== 'sql') throw new Error('expected SQL migrations')
  return set
}

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw new Error('expected a UserError', { cause: error })
  return error
}

describe('one tool', () => {
  test.each(TOOLS)('%s is found by itself', async tool => {
    const set = await detect(LAYOUTS[tool]!)
    expect([set.tool, set.migrations.length]).toEqual([tool, 1])
  })

  test.each(TOOLS)('%s is found when asked for beside another', async tool => {
    const other = LAYOUTS[tool === 'prisma' ? 'goose' : 'prisma']
    expect((await detect({ ...LAYOUTS[tool], ...other }, { tool })).tool).toBe(tool)
  })

  test.each(TOOLS)('%s is inferred from its folder', async tool => {
    const folder = Object.keys(LAYOUTS[tool]!)
      .find(file => file.endsWith('.sql'))!
      .split('/')[0]
    const other = tool === 'prisma' ? 'goose' : 'prisma'
    expect((await detect({ ...LAYOUTS[tool], ...LAYOUTS[other] }, { path: `./${folder}/` })).tool).toBe(tool)
  })
})

describe('two tools', () => {
  const pairs = TOOLS.flatMap((tool, at) => TOOLS.slice(at + 1).map(other => [tool, other] as const))
  test.each(pairs)('%s and %s', async (tool, other) => {
    const error = await failure(detect({ ...LAYOUTS[tool], ...LAYOUTS[other] }))
    expect(error.kind).toBe('usage')
    for (const name of [tool, other]) {
      expect(error.message).toMatch(new RegExp(`\\b${name} in \\S+`))
      expect(error.hint).toContain(`migrations: { tool: ${name} }`)
    }
  })

  test('two folders of one tool', async () => {
    const error = await failure(
      detect({ 'api/prisma/migrations/1_a/migration.sql': SQL, 'crm/prisma/migrations/1_a/migration.sql': SQL }),
    )
    expect(error.message).toBe(
      'main@1f0b6aa has migrations in several places: prisma in api/prisma/migrations, prisma in crm/prisma/migrations',
    )
    expect(error.hint).toContain('`migrations: { path: crm/prisma/migrations }`')
  })
})

describe('precedence', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'another database’s Prisma',
      {
        'prisma/migrations/migration_lock.toml': 'provider = "mysql"',
        'prisma/migrations/1/migration.sql': SQL,
        ...LAYOUTS.goose,
      },
      'goose',
    ],
    [
      'Prisma’s own folder',
      { 'migrations/migration_lock.toml': 'provider = "postgresql"', 'migrations/1_a/migration.sql': SQL },
      'prisma',
    ],
    [
      'Prisma’s configured folder',
      { 'prisma.config.ts': "export default { migrations: { path: 'db/steps' } }", 'db/steps/1_a/migration.sql': SQL },
      'prisma',
    ],
    [
      'Prisma’s schema in package.json',
      { 'package.json': '{"prisma": {"schema": "db/schema.prisma"}}', 'db/migrations/1_a/migration.sql': SQL },
      'prisma',
    ],
    ['goose in a usual folder', { 'migrations/1_a.sql': '-- +goose Up\nselect 1' }, 'goose'],
    [
      'Drizzle in Supabase’s folder',
      { 'supabase/migrations/1_a.sql': SQL, 'supabase/migrations/meta/_journal.json': '{"entries":[{"tag":"1_a"}]}' },
      'supabase',
    ],
    ['sqlx with up files', { 'Cargo.toml': 'sqlx = "0.8"', 'migrations/1_a.up.sql': SQL }, 'sqlx'],
    [
      'packages of others',
      { 'node_modules/x/migrations/1_a.up.sql': SQL, 'vendor/y/1_a.sql': '-- +goose Up', ...LAYOUTS.prisma },
      'prisma',
    ],
    ['SQL of no usual folder', { 'queries/1_a.sql': SQL, ...LAYOUTS.prisma }, 'prisma'],
  ])('%s', async (_name, files, tool) => {
    expect((await detect(files)).tool).toBe(tool)
  })
})

describe('configuration', () => {
  test('a command runs whatever there is', async () => {
    const config = configSchema.parse({ migrations: { command: 'make migrate' } }).migrations
    expect(await readMigrations(memoryTree(LAYOUTS.goose!), config)).toEqual({
      kind: 'command',
      command: 'make migrate',
    })
  })

  test.each<[string, Record<string, string>, object, string, string]>([
    ['any folder', { 'sql/steps/1.sql': SQL }, { path: 'sql/steps' }, 'sql', 'sql/steps/1.sql'],
    ['the root', { '1.sql': SQL }, { path: '.' }, 'sql', '1.sql'],
    ['one file', { 'sql/schema.sql': SQL }, { path: 'sql/schema.sql' }, 'structure-sql', 'sql/schema.sql'],
    [
      'folders with up parts',
      { 'steps/1700000000000_a/up.sql': SQL },
      { path: 'steps' },
      'hasura',
      'steps/1700000000000_a/up.sql',
    ],
    [
      'folders of dates',
      { 'steps/2024-01-01_a/up.sql': SQL },
      { path: 'steps' },
      'diesel',
      'steps/2024-01-01_a/up.sql',
    ],
    ['a tool without its marks', { 'migrations/1_a.sql': SQL }, { tool: 'sqlx' }, 'sqlx', 'migrations/1_a.sql'],
    ['a tool and a folder', { 'x/1_a.sql': SQL, 'y/1_a.sql': SQL }, { tool: 'sqlx', path: 'y' }, 'sqlx', 'y/1_a.sql'],
  ])('%s', async (_name, files, config, tool, file) => {
    const set = await detect(files, config)
    expect([set.tool, set.migrations.map(migration => migration.file)]).toEqual([tool, [file]])
  })
})

test('the folder of PostgreSQL is taken where there are others for other systems', async () => {
  const up = (system: string) => `server/db/migrations/${system}/000001_teams.up.sql`
  const down = (system: string) => `server/db/migrations/${system}/000001_teams.down.sql`
  const systems = ['mysql', 'postgres', 'sqlite3']
  const files = Object.fromEntries(systems.flatMap(system => [up(system), down(system)]).map(file => [file, SQL]))
  const set = await detect(files)
  expect([set.tool, set.migrations.map(({ file }) => file)]).toEqual(['golang-migrate', [up('postgres')]])
})

describe('none', () => {
  test('says what was looked for', async () => {
    const error = await failure(detect({ 'README.md': '' }))
    expect(error.kind).toBe('usage')
    expect(error.message).toMatch(/^No migrations found in main@1f0b6aa; looked for /)
    for (const tool of TOOLS) expect(error.message).toContain(`${tool} (`)
    expect(error.hint).toContain('migrations.path')
  })

  test.each<[string, Record<string, string>, object, string]>([
    ['a path that is not there', LAYOUTS.goose!, { path: 'db' }, 'migrations.path: main@1f0b6aa has no files in db'],
    ['a folder without SQL', { 'db/a.txt': '' }, { path: 'db' }, 'There are no sql migrations in db of main@1f0b6aa'],
    [
      'a tool that is not there',
      { 'a.txt': '' },
      { tool: 'atlas' },
      'No migrations found in main@1f0b6aa; looked for atlas (migrations)',
    ],
  ])('%s', async (_name, files, config, message) => {
    const error = await failure(detect(files, config))
    expect([error.kind, error.message]).toEqual(['usage', message])
    expect((await detect(files, config, true)).migrations).toEqual([])
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'a folder that is called after migrations',
      {
        'store/migration/postgres/LATEST.sql': SQL,
        'store/migration/postgres/0.23/00__index.sql': SQL,
        'db/seed.sql': SQL,
      },
      'Is it `migrations: { tool: sql, path: store/migration/postgres }`? Set',
    ],
    ['a dump', { 'schema.sql': SQL }, 'Is it `migrations: { tool: structure-sql, path: schema.sql }`? Set'],
    [
      'folders by version',
      { 'migrations/2024-01-01-000000_init/up.sql': SQL, 'migrations/2024-01-01-000000_init/down.sql': SQL },
      'Is it `migrations: { tool: diesel, path: migrations }`? Set',
    ],
  ])('says where SQL lies that no tool bears marks of: %s', async (_name, files, hint) => {
    expect((await failure(detect(files))).hint).toContain(hint)
  })

  test('says that submodules are not read', async () => {
    const files = { '.gitmodules': '[submodule "db"]\n\tpath = db\n\turl = ../db\n', 'README.md': '' }
    expect((await failure(detect(files))).hint).toContain('Submodules are not read (db).')
    const { message, hint } = await failure(detect(files, { path: 'db/migrations' }))
    expect(message).toBe('migrations.path: db/migrations lies in the submodule db, which is another repository')
    expect(hint).toContain('keep the migrations in the repository itself')
  })

  test('base may have none yet', async () => {
    expect(await detect({}, {}, true)).toEqual({ kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' })
  })
})

describe('graphile-migrate’s current.sql', () => {
  const committed = { '.gmrc': '{}', 'migrations/committed/000001.sql': SQL }
  const files = async (base: string, head: string) => {
    const tree = (current: string) => memoryTree({ ...committed, 'migrations/current.sql': current })
    const config = configSchema.parse({}).migrations
    const both = await readBothSides({ base: tree(base), head: tree(head) }, config)
    const filesOf = (set: MigrationSet) => (set.kind === 'sql' ? set.migrations.map(({ file }) => file) : [])
    return { base: filesOf(both.base.migrations), head: filesOf(both.head.migrations), notes: both.notes.length }
  }
  const one = ['migrations/committed/000001.sql']

  test.each([
    ['written on the branch', '-- none', 'select 1;', [...one, 'migrations/current.sql'], 1],
    ['edited on the branch', 'select 1;', 'select 2;', [...one, 'migrations/current.sql'], 1],
    ['left there by others', 'select 1;', '-- the same\nselect 1;', one, 0],
    ['emptied by the branch', 'select 1;', '', one, 0],
  ])('%s', async (_what, base, head, expected, notes) => {
    expect(await files(base, head)).toEqual({ base: one, head: expected, notes })
  })
})

describe('tools whose migrations are code', () => {
  const npm = { 'package.json': '{}', 'package-lock.json': '{}' }
  test.each<[string, Record<string, string>, string, string | undefined]>([
    ['Knex', { 'knexfile.ts': '', 'migrations/1_a.ts': '', ...npm }, 'npx knex migrate:latest', 'npm ci'],
    [
      'Kysely',
      { 'package.json': '{"scripts": {"migrate": "tsx migrate.ts"}, "dependencies": {"kysely": "0.28"}}' },
      'npm run migrate',
      'npm install',
    ],
    [
      'Kysely',
      { 'package.json': '{"dependencies": {"kysely": "0.28"}}', 'pnpm-lock.yaml': '' },
      'pnpm exec kysely migrate:latest',
      'pnpm install --frozen-lockfile',
    ],
    [
      'TypeORM',
      { 'src/data-source.ts': 'export default new DataSource({})', 'yarn.lock': '' },
      'cd src && yarn run typeorm-ts-node-commonjs migration:run -d data-source.ts',
      'yarn install --frozen-lockfile',
    ],
    [
      'TypeORM',
      { 'api/src/data-source.ts': 'export default new DataSource({})', 'api/package.json': '{"type": "module"}' },
      'cd api && npx typeorm-ts-node-esm migration:run -d src/data-source.ts',
      'cd api && npm install',
    ],
    ['Sequelize', { '.sequelizerc': '', ...npm }, 'npx sequelize-cli db:migrate --url "$DATABASE_URL"', 'npm ci'],
    [
      'MikroORM',
      { 'api/src/mikro-orm.config.ts': '', 'bun.lock': '' },
      'cd api && bunx mikro-orm migration:up',
      'bun install --frozen-lockfile',
    ],
    [
      'Django',
      { 'web app/manage.py': 'import django', 'web app/uv.lock': '' },
      "cd 'web app' && uv run python manage.py migrate --noinput",
      "cd 'web app' && uv sync --frozen",
    ],
    [
      'Alembic',
      { 'alembic.ini': '', 'requirements.txt': '' },
      'alembic upgrade head',
      'pip install -r requirements.txt',
    ],
    [
      'Alembic',
      { 'api/pyproject.toml': '[project]\nname = "api"\n[tool.alembic]\nscript_location = "db"\n', 'uv.lock': '' },
      'cd api && uv run alembic upgrade head',
      'uv sync --frozen',
    ],
    [
      'Flask-Migrate',
      {
        'web/migrations/env.py': 'from flask import current_app\n',
        'web/migrations/alembic.ini': '',
        'web/poetry.lock': '',
      },
      'cd web && poetry run flask db upgrade',
      'cd web && poetry install',
    ],
    [
      'Rails',
      { 'config/application.rb': "require 'rails/all'", 'Gemfile.lock': '', 'db/migrate/1_a.rb': '' },
      'bin/rails db:migrate',
      'bundle install',
    ],
    ['Ecto', { 'priv/repo/migrations/1_a.exs': '', 'mix.lock': '' }, 'mix ecto.migrate', 'mix deps.get'],
    [
      'Liquibase',
      { 'src/main/resources/db/changelog/db.changelog-master.yaml': 'databaseChangeLog:' },
      'cd src/main/resources && liquibase --url="jdbc:postgresql://$PGHOST:$PGPORT/$PGDATABASE" --username="$PGUSER" --password="$PGPASSWORD" --changelog-file=db/changelog/db.changelog-master.yaml update',
      undefined,
    ],
    [
      'node-pg-migrate',
      { 'package.json': '{"dependencies": {"node-pg-migrate": "8"}}', 'migrations/1_a.js': '' },
      'npx node-pg-migrate up',
      'npm install',
    ],
    [
      'Prisma (db push)',
      { 'prisma/schema.prisma': 'provider = "postgresql"', ...npm },
      'npx prisma db push --schema prisma/schema.prisma',
      'npm ci',
    ],
  ])('%s', async (tool, files, command, install) => {
    expect(await proposeCommand(memoryTree(files))).toMatchObject({
      tool,
      command,
      ...(install !== undefined && { install }),
    })
    const error = await failure(detect(files))
    expect(error.message).toContain(`has migrations of ${tool} (`)
    expect(error.hint).toContain(command)
  })

  test('nothing to propose', async () => {
    expect(await proposeCommand(memoryTree({ 'README.md': '', 'node_modules/knex/knexfile.js': '' }))).toBeUndefined()
  })
})
