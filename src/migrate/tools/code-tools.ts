import type { Runtime } from './package-managers.ts'

/** A tool whose migrations only itself can run. */
export interface CodeTool {
  readonly name: string
  /** Paths of a file that tells the tool; a group `home` is where its program is run, else the package or folder of the file. */
  readonly file: RegExp
  /** What the file must hold besides. */
  readonly content?: RegExp
  readonly runtime: Runtime
  /** The tool's command line; the file is relative to its home and quoted. `isModule`: the package is of ES modules. */
  readonly run: (file: string, isModule?: boolean) => string
  /** Whether a script of the package that migrates says more than `run`, as for a library whose command line is another package. */
  readonly prefersScript?: boolean
  /** Its command line for seeds, where its home has such a file. */
  readonly seed?: { readonly file: RegExp; readonly run: string }
}

const JDBC = '--url="jdbc:postgresql://$PGHOST:$PGPORT/$PGDATABASE" --username="$PGUSER" --password="$PGPASSWORD"'

/** In the order in which they are asked: own files first, packages after them, tools that push a schema last. */
export const CODE_TOOLS: readonly CodeTool[] = [
  {
    name: 'Knex',
    file: /(?<home>^|.*\/)knexfile\.[cm]?[jt]s$/,
    runtime: 'node',
    run: () => 'knex migrate:latest',
    seed: { file: /^(?:.*\/)?seeds\/[^/]+\.[cm]?[jt]s$/, run: 'knex seed:run' },
  },
  {
    name: 'Sequelize',
    file: /(?:^|\/)\.sequelizerc$/,
    runtime: 'node',
    run: () => 'sequelize-cli db:migrate --url "$DATABASE_URL"',
    seed: { file: /^(?:.*\/)?seeders\/[^/]+\.[cm]?[jt]s$/, run: 'sequelize-cli db:seed:all --url "$DATABASE_URL"' },
  },
  {
    name: 'MikroORM',
    file: /(?<home>^|.*?\/)(?:src\/)?mikro-orm\.config\.[cm]?[jt]s$/,
    runtime: 'node',
    run: () => 'mikro-orm migration:up',
  },
  {
    name: 'TypeORM',
    file: /(?:data-?source|typeorm|ormconfig)[^/]*\.[cm]?[jt]s$/i,
    content: /\bnew\s+DataSource\s*\(/,
    runtime: 'node',
    run: (file, isModule) => {
      const withTypes = isModule ? 'typeorm-ts-node-esm' : 'typeorm-ts-node-commonjs'
      return `${/ts'?$/.test(file) ? withTypes : 'typeorm'} migration:run -d ${file}`
    },
  },
  { name: 'Kysely', file: /(?:^|\/)kysely\.config\.[cm]?[jt]s$/, runtime: 'node', run: () => 'kysely migrate:latest' },
  {
    name: 'Django',
    file: /(?:^|\/)manage\.py$/,
    content: /django/i,
    runtime: 'python',
    run: () => 'python manage.py migrate --noinput',
  },
  {
    name: 'Flask-Migrate',
    file: /(?<home>^|.*\/)migrations\/env\.py$/,
    content: /\bcurrent_app\b/,
    runtime: 'python',
    run: () => 'flask db upgrade',
  },
  {
    name: 'Alembic',
    file: /(?:^|\/)pyproject\.toml$/,
    content: /^\[tool\.alembic\]/m,
    runtime: 'python',
    run: () => 'alembic upgrade head',
  },
  { name: 'Alembic', file: /(?:^|\/)alembic\.ini$/, runtime: 'python', run: () => 'alembic upgrade head' },
  {
    name: 'Rails',
    file: /(?<home>^|.*\/)config\/application\.rb$/,
    content: /rails/i,
    runtime: 'ruby',
    run: () => 'bin/rails db:migrate',
    seed: { file: /^db\/seeds\.rb$/, run: 'bin/rails db:seed' },
  },
  {
    name: 'Ecto',
    file: /(?<home>^|.*?\/)priv\/[^/]+\/migrations\/\d[^/]*\.exs$/,
    runtime: 'elixir',
    run: () => 'ecto.migrate',
  },
  {
    name: 'Liquibase',
    file: /^(?<home>(?:.*?src\/main\/resources\/)?).*changelog[^/]*\.(?:xml|ya?ml|json|sql)$/i,
    content: /databaseChangeLog|liquibase formatted sql/i,
    runtime: 'none',
    run: file => `liquibase ${JDBC} --changelog-file=${file} update`,
  },
  fromPackage('Knex', 'knex', 'knex migrate:latest'),
  fromPackage('Sequelize', 'sequelize-cli', 'sequelize-cli db:migrate --url "$DATABASE_URL"'),
  fromPackage('MikroORM', '@mikro-orm/migrations', 'mikro-orm migration:up'),
  fromPackage('Kysely', 'kysely-ctl', 'kysely migrate:latest'),
  { ...fromPackage('Kysely', 'kysely', 'kysely migrate:latest'), prefersScript: true },
  fromPackage('node-pg-migrate', 'node-pg-migrate', 'node-pg-migrate up'),
  {
    name: 'Prisma (db push)',
    file: /(?<home>^|.*?\/)(?:prisma\/)?schema\.prisma$/,
    content: /provider\s*=\s*"postgres/,
    runtime: 'node',
    run: file => `prisma db push --schema ${file}`,
  },
  {
    name: 'Drizzle (push)',
    file: /(?:^|\/)drizzle\.config\.[cm]?[jt]s$/,
    runtime: 'node',
    run: () => 'drizzle-kit push --force',
  },
]

function fromPackage(name: string, dependency: string, command: string): CodeTool {
  return {
    name,
    file: /(?:^|\/)package\.json$/,
    content: new RegExp(`"${dependency}"\\s*:`),
    runtime: 'node',
    run: () => command,
  }
}
