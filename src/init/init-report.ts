import { type Found, seedCommand } from './config-file.ts'

/** What was found, what was written, and what is left to do. */
export function initReport(found: Found, written: readonly string[]): string {
  const lines = [
    'Found',
    `  migrations  ${migrationsText(found)}`,
    `  PostgreSQL  ${found.postgres ? `${found.postgres.version}, in ${found.postgres.file}` : 'no version is named anywhere'}`,
    `  seed        ${seedText(found)}`,
    `  workload    ${found.sql.workloads.join(', ') || 'no SQL file with named statements and their values'}`,
    '',
    'Wrote',
    ...written.map(file => `  ${file}`),
    '',
    'Next',
    ...nextSteps(found).map((step, index) => `  ${index + 1}. ${step}`),
  ]
  return `${lines.join('\n')}\n`
}

function migrationsText({ migrations }: Found): string {
  if (migrations.kind === 'sql') return `${migrations.tool}, ${migrations.files.length} in ${migrations.folder}`
  if (migrations.kind === 'command') return `${migrations.tool}, by its own command: ${migrations.command}`
  return migrations.reason
}

function seedText(found: Found): string {
  return found.sql.seeds.join(', ') || seedCommand(found) || 'nothing that looks like one'
}

function nextSteps(found: Found): string[] {
  const { migrations, sql, postgres } = found
  const hasSeedCommand = seedCommand(found) !== undefined
  const steps: string[] = []
  if (migrations.kind === 'none') steps.push('Say under `migrations` in pgverdict.yml how the schema comes about.')
  if (postgres === undefined) steps.push('Set `postgres.version` to what production runs.')
  if (sql.seeds.length === 0 && !hasSeedCommand) {
    steps.push('Write a seed: generate_series makes a hundred thousand rows in a second.')
  }
  if (sql.workloads.length === 0) {
    steps.push(
      'Put the statements that matter into a file, each under a line `-- name: orders.by_customer`, and name it under `workload`.',
    )
  }
  if (migrations.kind === 'command' || hasSeedCommand) {
    steps.push('Where the runner lacks what the commands need, set it up in the workflow before the step of pgverdict.')
  }
  steps.push('Try it: `npx pgverdict run`', 'Commit both files and open a pull request.')
  return steps
}
