import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../src/config/parse.ts'
import { init } from '../../src/init/init.ts'
import { createRepository, type TestRepository } from '../support/git-repository.ts'

let stack = new DisposableStack()
afterEach(() => {
  stack.dispose()
  stack = new DisposableStack()
})

function create(files: Readonly<Record<string, string>>): TestRepository {
  return stack.use(createRepository(files))
}

async function initialise(repository: TestRepository, options: { force?: boolean; folder?: string } = {}) {
  const { force = false, folder = '' } = options
  const report = await init(
    { repo: join(repository.directory, folder), force },
    { env: { PATH: process.env.PATH }, signal: new AbortController().signal, version: '1.2.3' },
  )
  const text = readFileSync(join(repository.directory, folder, 'pgverdict.yml'), 'utf8')
  const workflow = readFileSync(join(repository.directory, '.github/workflows/pgverdict.yml'), 'utf8')
  return { report, text, workflow, config: parseConfig({ name: 'pgverdict.yml', text }) }
}

const PRISMA = {
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/20240101000000_init/migration.sql': 'create table t (id int primary key);\n',
  'prisma/migrations/20240102000000_more/migration.sql': 'create index on t (id);\n',
}

describe('pgverdict.yml', () => {
  test('holds what is in a Prisma project', async () => {
    const repository = create({
      ...PRISMA,
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:15.4-alpine\n',
      'package.json': JSON.stringify({ scripts: { 'test:integration': 'vitest' }, prisma: { seed: 'tsx seed.ts' } }),
      'pnpm-lock.yaml': '',
    })
    const { config, text, report } = await initialise(repository)
    expect(config.postgres.version).toBe(15)
    expect(config.migrations).toMatchObject({ tool: 'prisma', install: 'pnpm install --frozen-lockfile' })
    expect(config.seed.command).toBe('pnpm exec prisma db seed')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=https://unpkg.com/pgverdict@1.2.3/schema.json')
    expect(text).toContain('#   command: pnpm run test:integration')
    expect(report).toContain('migrations  prisma, 2 in prisma/migrations\n')
    expect(report).toContain('PostgreSQL  15, in docker-compose.yml')
    expect(report).toContain('-- name:')
  })

  test('knows Prisma’s own configuration file, its folder of one migration, and a script that tests nothing', async () => {
    const [lock, schema, init] = Object.entries(PRISMA).filter(([file]) => !file.includes('more'))
    const { config, report, text } = await initialise(
      create({
        ...Object.fromEntries([lock!, schema!, init!]),
        'prisma.config.ts':
          "export default defineConfig({\n  migrations: {\n    seed: 'tsx prisma/seed.ts',\n  },\n})\n",
        'package.json': JSON.stringify({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }),
      }),
    )
    expect(config.seed.command).toBe('npx prisma db seed')
    expect(text).not.toContain('npm run test')
    expect(report).toContain('migrations  prisma, 1 in prisma/migrations\n')
  })

  test('finds seed and workload files, and the image that an extension needs', async () => {
    const repository = create({
      'db/migrations/001_init.sql': 'create extension if not exists vector;\ncreate table t (id int);\n',
      'db/seed: "1"\n.sql': 'insert into t values (1);\n',
      'db/queries/orders.sql': '-- name: orders.all\nselect * from t;\n',
      'db/queries/parameters.sql': '-- name: orders.one :one\nselect * from t where id = $1;\n',
    })
    const { config, report } = await initialise(repository)
    expect(config.postgres).toMatchObject({ version: 17, image: 'pgvector/pgvector:pg17' })
    expect(config.migrations.tool).toBe('sql')
    expect(config.seed.files).toEqual(['db/seed: "1"\n.sql'])
    expect(config.workload.files).toEqual(['db/queries/orders.sql'])
    expect(report).toContain('Set `postgres.version`')
  })

  test('knows what Supabase gives its databases, and which seeds it runs', async () => {
    const migrations = {
      'supabase/migrations/20240101000000_init.sql': 'create table t (id int);\ngrant select on t to anon, keeper;\n',
      'supabase/schemas/t.sql': 'create table t (id int);\n',
      'supabase/seed.sql': 'insert into t values (1);\n',
      'supabase/seeds/b.sql': 'insert into t values (2);\n',
      'supabase/seeds/a.sql': 'insert into t values (3);\n',
    }
    const seedsOf = async (text: string) =>
      (await initialise(create({ ...migrations, 'supabase/config.toml': text }))).config
    const config = await seedsOf('[db.seed]\nenabled = true\nsql_paths = ["./seeds/*.sql", "./seed.sql"]\n')
    expect(config.migrations.tool).toBe('supabase')
    expect(config.postgres.roles).toEqual(['keeper'])
    expect(config.seed.files).toEqual(['supabase/seeds/a.sql', 'supabase/seeds/b.sql', 'supabase/seed.sql'])
    expect((await seedsOf('[db]\n')).seed.files).toEqual(['supabase/seed.sql'])
    expect((await seedsOf('[db.seed]\nenabled = false\n')).seed.files).toEqual([])
  })

  test('names the roles that the migrations expect', async () => {
    const { config } = await initialise(
      create({
        'db/migrations/001_init.sql': 'create role app;\ncreate table t (id int);\nalter table t owner to app;\n',
        'db/migrations/002_grants.sql':
          'grant select on t to anon, "read only", public, app;\nrevoke all on t from current_user;\n',
        'db/migrations/003_gone.sql': 'drop role if exists old;\n',
      }),
    )
    expect(config.postgres.roles).toEqual(['anon', 'read only'])
  })

  test.each([
    ['an image of another name', 'compose.yml', 'image: pgautoupgrade/pgautoupgrade:16-alpine\n'],
    ['a variable with a default', 'compose.yml', 'image: postgres:$' + '{PG_VERSION:-16}\n'],
    ['Supabase’s configuration', 'supabase/config.toml', '[db]\nport = 54322\nmajor_version = 16\n'],
    ['asdf', '.tool-versions', 'nodejs 22.1.0\npostgres 16.4\n'],
    ['a dump', 'db/structure.sql', '\\restrict x\n-- Dumped from database version 16.4 (Debian)\ncreate table t ();\n'],
  ])('reads the version of PostgreSQL from %s', async (_what, file, text) => {
    const { config, report } = await initialise(create({ [file]: text }))
    expect(config.postgres.version).toBe(16)
    expect(report).toContain(`PostgreSQL  16, in ${file}`)
  })

  test('proposes the command of a tool that must run itself', async () => {
    const repository = create({ 'knexfile.js': 'module.exports = {}\n', 'package.json': '{}', 'migrations/1.js': '' })
    const { config, report } = await initialise(repository)
    expect(config.migrations.command).toContain('knex migrate:latest')
    expect(report).toContain('by its own command')
  })

  test('is valid and says what is missing in an empty project', async () => {
    const { config, report } = await initialise(create({ 'README.md': 'hello' }))
    expect(config).toEqual(parseConfig(undefined))
    expect(report).toContain('  migrations  No migrations found in working tree\n')
    for (const step of [
      'Say under `migrations`',
      'Set `postgres.version`',
      'Write a seed',
      '-- name:',
      'npx pgverdict run',
    ]) {
      expect(report).toContain(step)
    }
  })

  test('lets the user choose where there are migrations of two tools', async () => {
    const goose = { 'sql/1_a.sql': '-- +goose Up\nselect 1;\n' }
    const { config, report } = await initialise(create({ ...PRISMA, ...goose }))
    expect(config.migrations.command).toBeUndefined()
    expect(report).toContain('migrations in several places: prisma in prisma/migrations, goose in sql\n')
    expect(report).toContain('Say under `migrations`')
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'Knex',
      { 'api/knexfile.js': '', 'api/seeds/1.js': '', 'api/package-lock.json': '{}' },
      'cd api && npx knex seed:run',
    ],
    ['Rails', { 'config/application.rb': 'rails', 'db/seeds.rb': '' }, 'bin/rails db:seed'],
    ['Sequelize', { '.sequelizerc': '', 'seeders/1.js': '' }, 'sequelize-cli db:seed:all --url "$DATABASE_URL"'],
  ])('takes the seeds of %s', async (tool, files, command) => {
    const { config, report } = await initialise(create(files))
    expect(config.seed.command).toBe(command)
    expect(report).toContain(`migrations  ${tool}, by its own command`)
    expect(report).toContain(`seed        ${command}\n`)
  })

  test.each([
    ['postgres:16', 16, undefined],
    ['postgres:14.2-bookworm', 14, undefined],
    ['"pgvector/pgvector:pg16"', 16, 'pgvector/pgvector:pg16'],
    ['postgis/postgis:13-3.4', 13, 'postgis/postgis:13-3.4'],
    ['timescale/timescaledb:2.14.2-pg15', 15, 'timescale/timescaledb:2.14.2-pg15'],
    ['bitnami/postgresql:16.2.0-debian-12-r5', 16, undefined],
    ['postgres:latest', 17, undefined],
  ])('the image %s is PostgreSQL %d', async (image, version, kept) => {
    const repository = create({ 'compose.yaml': `services: { db: {\n image: ${image}\n} }` })
    const { postgres } = (await initialise(repository)).config
    expect([postgres.version, postgres.image]).toEqual([version, kept])
  })
})

describe('the workflow', () => {
  test('pins, restricts and does not keep credentials', async () => {
    const { workflow } = await initialise(create(PRISMA))
    const parsed = parse(workflow) as {
      on: Record<string, { branches: string[] } | null>
      permissions: object
      concurrency: { 'cancel-in-progress': string }
      jobs: { plans: { permissions: object; steps: { uses: string; with?: Record<string, unknown> }[] } }
    }
    expect(parsed.on).toEqual({ pull_request: null, merge_group: null, push: { branches: ['main'] } })
    expect(workflow.trim().split('\n').length).toBeLessThanOrEqual(24)
    expect(parsed.permissions).toEqual({})
    expect(parsed.concurrency['cancel-in-progress']).toContain("'pull_request'")
    expect(parsed.jobs.plans.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' })
    const [checkout, gate] = parsed.jobs.plans.steps
    expect(workflow).toMatch(/uses: actions\/checkout@[0-9a-f]{40} # v\d+\.\d+\.\d+\n/)
    expect(checkout?.with).toEqual({ 'persist-credentials': false })
    expect(gate).toEqual({ uses: 'pgverdict/pgverdict@v1.2.3' })
  })

  test('keeps the base on pushes to the branch that changes are merged into', async () => {
    const repository = create(PRISMA)
    repository.git('branch', '--move', 'release+next')
    repository.git('config', 'init.defaultBranch', 'release+next')
    const { workflow } = await initialise(repository)
    expect(parse(workflow)).toMatchObject({ on: { push: { branches: ['release\\+next'] } } })
  })

  test('names the folder of a project below the root', async () => {
    const repository = create(
      Object.fromEntries(Object.entries(PRISMA).map(([file, text]) => [`services/api/${file}`, text])),
    )
    const { workflow, config } = await initialise(repository, { folder: 'services/api' })
    expect(workflow).toContain('          working-directory: services/api\n')
    expect(config.migrations.tool).toBe('prisma')
  })
})

describe('files that are there', () => {
  test('are kept, and nothing else is written', async () => {
    const repository = create({ 'pgverdict.yml': 'mine' })
    await expect(initialise(repository)).rejects.toMatchObject({
      message: `Nothing was written, because there is already ${repository.directory}/pgverdict.yml`,
      kind: 'usage',
    })
    expect(readFileSync(join(repository.directory, 'pgverdict.yml'), 'utf8')).toBe('mine')
    expect(existsSync(join(repository.directory, '.github'))).toBe(false)
  })

  test('are replaced with --force', async () => {
    expect((await initialise(create({ 'pgverdict.yml': 'mine' }), { force: true })).text).not.toContain('mine')
  })
})
