import { stringify } from 'yaml'
import type { FoundMigrations } from './find-migrations.ts'
import type { FoundPostgres } from './find-postgres.ts'
import type { FoundScripts } from './find-scripts.ts'
import type { FoundSql } from './find-sql.ts'

export interface Found {
  readonly postgres: FoundPostgres | undefined
  readonly migrations: FoundMigrations
  readonly sql: FoundSql
  readonly scripts: FoundScripts | undefined
}

/** The package's own script, or the migration tool's. */
export function seedCommand({ migrations, scripts }: Pick<Found, 'migrations' | 'scripts'>): string | undefined {
  return scripts?.seed ?? (migrations.kind === 'command' ? migrations.seed : undefined)
}

const DEFAULT_VERSION = 17

/** Images for extensions that the official one lacks. */
const IMAGES: Readonly<Record<string, (version: number) => string>> = {
  vector: version => `pgvector/pgvector:pg${version}`,
  postgis: version => `postgis/postgis:${version}-3.5`,
  timescaledb: version => `timescale/timescaledb:latest-pg${version}`,
}

/** A pgverdict.yml with what was found, and the rest as comments to fill in. */
export function configFile(found: Found, toolVersion: string): string {
  return [
    `# yaml-language-server: $schema=https://unpkg.com/pgverdict@${toolVersion}/schema.json`,
    '# What each key means: https://github.com/pgverdict/pgverdict#configuration',
    '',
    ...postgresLines(found),
    '',
    ...migrationLines(found),
    '',
    ...seedLines(found),
    '',
    ...workloadLines(found),
    '',
    '# What fails the run. A pull request is judged by the thresholds of its base, not by its own.',
    'gate:',
    '  worse:',
    '    ratio: 1.2 # at least 20 % more blocks read',
    '    blocks: 100 # and at least so many blocks of 8 kB',
    '',
  ].join('\n')
}

function postgresLines({ postgres, migrations }: Found): string[] {
  const version = postgres?.version ?? DEFAULT_VERSION
  const extensions = migrations.kind === 'sql' ? migrations.extensions : []
  const special = extensions.flatMap(name => IMAGES[name]?.(version) ?? [])[0]
  const roles = migrations.kind === 'sql' ? migrations.roles : []
  const image = postgres?.image ?? special
  const origin =
    postgres === undefined
      ? 'Nothing in the repository names a version; correct this one.'
      : `As in ${oneLine(postgres.file)}.`
  return [
    'postgres:',
    `  # The major version that production runs. ${origin}`,
    `  version: ${version}`,
    ...(image === undefined ? [] : [`  image: ${scalar(image)}`]),
    ...(roles.length === 0
      ? []
      : [
          '  # Named by the migrations, but not created there.',
          '  roles:',
          ...roles.map(role => `    - ${scalar(role)}`),
        ]),
    '  # Plans depend on the planner’s settings; copy those that production changes.',
    '  # settings:',
    '  #   random_page_cost: 1.1',
  ]
}

function migrationLines({ migrations, scripts, sql }: Found): string[] {
  if (migrations.kind === 'sql') {
    const needsInstall = sql.seeds.length === 0 && scripts?.seed !== undefined
    return [
      `# The files in ${oneLine(migrations.folder)}, run statement by statement.`,
      'migrations:',
      `  tool: ${migrations.tool}`,
      ...(needsInstall
        ? ['  # Once in each side’s tree, for the seed command.', `  install: ${scalar(scripts.install)}`]
        : []),
    ]
  }
  if (migrations.kind === 'command') {
    const { install = scripts?.install } = migrations
    return [
      `# ${migrations.tool} runs its migrations itself; the command gets DATABASE_URL and PG*.`,
      'migrations:',
      `  command: ${scalar(migrations.command)}`,
      ...(install === undefined ? [] : [`  install: ${scalar(install)}`]),
      '  # All files that the outcome depends on; with them base’s database is kept for later runs.',
      '  # depends-on: [migrations/**]',
    ]
  }
  return [
    `# ${oneLine(migrations.reason)}. Name a tool and its folder, or a command that gets DATABASE_URL and PG*.`,
    'migrations:',
    '  tool: auto',
    '  # path: db/migrations',
    '  # command: make migrate',
  ]
}

function seedLines({ migrations, sql, scripts }: Found): string[] {
  const note =
    '# Data for both sides. Plans are only as telling as the number of rows: a hundred thousand per large table is good.'
  if (sql.seeds.length > 0) return [note, 'seed:', '  files:', ...sql.seeds.map(file => `    - ${scalar(file)}`)]
  const command = seedCommand({ migrations, scripts })
  if (command !== undefined) return [note, 'seed:', `  command: ${scalar(command)}`]
  return [note, '# seed:', '#   files: db/seed.sql', '#   command: make seed']
}

function workloadLines({ sql, scripts }: Found): string[] {
  const note =
    '# The statements to compare: SQL files with a `-- name:` line above each statement, or a command that sends them.'
  const command = scripts?.test ?? 'make integration-test'
  if (sql.workloads.length > 0) {
    return [
      note,
      'workload:',
      '  files:',
      ...sql.workloads.map(file => `    - ${scalar(file)}`),
      `  # command: ${scalar(command)}`,
    ]
  }
  return [note, '# workload:', '#   files: db/workload.sql', `#   command: ${scalar(command)}`]
}

/** On one line, also for a file name with a newline in it. */
function scalar(value: string): string {
  return stringify(value, {
    lineWidth: 0,
    defaultStringType: /^[\x20-\x7e]*$/.test(value) ? 'PLAIN' : 'QUOTE_DOUBLE',
  }).trim()
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
