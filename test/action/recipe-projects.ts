import type { Files } from './forge.ts'

const TABLE = `create table customer (id bigint primary key, email text not null);
create table purchase (id bigint primary key, customer_id bigint not null references customer (id), note text not null);
`
const INDEX = 'create index purchase_customer_idx on purchase (customer_id);\n'
const DROP = 'drop index purchase_customer_idx;\n'
const SEED = `insert into customer select i, 'c' || i || '@example.org' from generate_series(1, 400) as i;
insert into purchase select i, 1 + i % 400, repeat('n', 120) from generate_series(1, 12000) as i;
`
const WORKLOAD = '-- name: purchase.byCustomer\nselect id from purchase where customer_id = 17;\n'

/** A small project as each recipe supposes it, and a branch that drops an index which its load needs. */
interface Project {
  readonly base: Files
  readonly branch: Files
}

const LOAD = { 'db/seed.sql': SEED, 'db/workload.sql': WORKLOAD }

function sqlProject(file: (version: number, name: string) => string, more: Files = {}): Project {
  const base = { ...LOAD, [file(1, 'tables')]: TABLE, [file(2, 'indexes')]: INDEX, ...more }
  return { base, branch: { [file(3, 'tidy')]: DROP } }
}

/**
 * What a framework's own command does, in a shell: it runs the files of db/migrate that this database has not seen. The real
 * ones are on no machine that runs these tests; the recipes' commands, the environment and the trees are what is tested.
 */
const MIGRATE = `#!/bin/sh
set -e
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 "$DATABASE_URL" --command 'create table if not exists done (file text primary key)'
for file in db/migrate/*.sql; do
  seen=$(psql --no-psqlrc --tuples-only --no-align "$DATABASE_URL" --command "select 1 from done where file = '$file'")
  test -n "$seen" || psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 "$DATABASE_URL" --file "$file" --command "insert into done values ('$file')"
done
`
const SEND = 'exec psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --output /dev/null "$DATABASE_URL" --file'

function commandProject(more: Files): Project {
  return sqlProject((version, name) => `db/migrate/00${version}_${name}.sql`, { 'migrate.sh': MIGRATE, ...more })
}

const PLAIN = sqlProject((version, name) => `migrations/00${version}_${name}.sql`)

const drizzleJournal = (tags: readonly string[]) =>
  JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: tags.map((tag, idx) => ({ idx, version: '7', when: 1_700_000_000_000 + idx, tag, breakpoints: true })),
  })

function monorepo(): Project {
  const inFolder = (folder: string, files: Files) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
  const { base, branch } = PLAIN
  return {
    base: { ...inFolder('services/billing', base), ...inFolder('services/orders', base) },
    branch: inFolder('services/orders', branch),
  }
}

const drizzle = sqlProject((version, name) => `drizzle/000${version - 1}_${name}.sql`, {
  'drizzle/meta/_journal.json': drizzleJournal(['0000_tables', '0001_indexes']),
})

/** By the recipe's file. Those that are not named are for a project with plain SQL. */
const PROJECTS: Readonly<Record<string, Project>> = {
  'django.yml': commandProject({ 'requirements.txt': '' }),
  'drizzle.yml': {
    base: drizzle.base,
    branch: {
      ...drizzle.branch,
      'drizzle/meta/_journal.json': drizzleJournal(['0000_tables', '0001_indexes', '0002_tidy']),
    },
  },
  'flyway.yml': sqlProject((version, name) => `src/main/resources/db/migration/V${version}__${name}.sql`),
  'golang-migrate.yml': sqlProject((version, name) => `migrations/00000${version}_${name}.up.sql`),
  'knex.yml': commandProject({}),
  'monorepo.yml': monorepo(),
  'prisma.yml': sqlProject((version, name) => `prisma/migrations/2026010${version}000000_${name}/migration.sql`, {
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
  }),
  'rails.yml': commandProject({
    'bin/rails': '#!/bin/sh\nexec sh migrate.sh\n',
    'db/pgverdict/seed.sql': SEED,
    'db/pgverdict/workload.sql': WORKLOAD,
  }),
}

export function projectOf(recipe: string): Project {
  return PROJECTS[recipe] ?? PLAIN
}

/** The package managers and runners that recipes call: they install nothing, and know the scripts of these projects. */
export const TOOLS: Files = {
  npm: `#!/bin/sh\ntest "$1" = ci && exit 0\n${SEND} db/workload.sql\n`,
  npx: `#!/bin/sh
case "$*" in
  'knex migrate:latest') exec sh migrate.sh ;;
  *seed*) ${SEND} db/seed.sql ;;
esac
exit 1
`,
  pip: '#!/bin/sh\nexit 0\n',
  python: '#!/bin/sh\nexec sh migrate.sh\n',
  bundle: '#!/bin/sh\nexit 0\n',
}
