import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../src/advise/finding.ts'
import { configSchema } from '../../src/config/schema.ts'
import { parseWorkload } from '../../src/load/workload.ts'
import type { Case } from '../trial/advised.ts'

const FOLDER = import.meta.dirname

/** The rules that have a folder of cases. */
export const ruleCases = (): readonly string[] =>
  globSync('*/bad.sql', { cwd: FOLDER }).map(path => path.split('/')[0]!)

export const hasFile = (rule: string, name: string): boolean => existsSync(join(FOLDER, rule, name))

/**
 * One file of a case: SQL that makes the schema and its data; after a line `-- branch` what the branch does to them; from the
 * first `-- name:` on the load. A name that is used twice stands for one statement with several values; before the first one
 * `-- session: work_mem = 64kB` is a setting of the load's sessions, and
 * `-- target: memory = 1GB` what the configuration says of production, `-- production: orders index orders_pkey 300 pages 5000 rows`
 * what its list of tables does. After `-- the load is sent` the load is really sent to copies of both sides.
 */
export async function readCase(rule: string, which: 'bad' | 'good'): Promise<Case> {
  const file = `test/rules/${rule}/${which}.sql`
  const source = readFileSync(join(FOLDER, rule, `${which}.sql`), 'utf8')
  const start = source.search(/^-- name:/m)
  if (start < 0) throw new Error(`${file} has no load: give its statements a name with "-- name:"`)
  const [base = '', head] = source.slice(0, start).split(/^-- branch$/m)
  const byName = Map.groupBy(await parseWorkload(source.slice(start), file), ({ name }) => name)
  const load = [...byName].map(([name, statements]) => [name, statements.map(({ sql }) => sql)] as const)
  const calls = [...byName].map(([name, [first]]) => [name, first!.calls] as const)
  const session = [...source.matchAll(/^-- session: (\w+) = (.+)$/gm)].map(
    ([, name, value]) => [name!, value!] as const,
  )
  const target = [...source.matchAll(/^-- target: (\w+) = (.+)$/gm)].map(
    ([, name, value]) => [name!, Number.isNaN(Number(value)) ? value! : Number(value)] as const,
  )
  const production = [...source.matchAll(/^-- production: (\w+)(?: index (\w+))? (\d+) pages (\d+) rows$/gm)].map(
    ([, table, index, pages, rows]) => ({
      schema: 'public',
      table: table!,
      index,
      pages: Number(pages),
      rows: Number(rows),
    }),
  )
  return {
    base,
    production,
    isSent: /^-- the load is sent$/m.test(source),
    target: configSchema.parse({ target: Object.fromEntries(target) }).target,
    ...(head !== undefined && { head }),
    load: Object.fromEntries(load),
    calls: Object.fromEntries(calls),
    session: Object.fromEntries(session),
  }
}

/** What `found.json` holds of a finding; of times, those of the run that wrote it. */
export function toRecord({ severity, title, why, evidence, fix }: Finding) {
  return { severity, title, why, evidence, ...(fix !== undefined && { fix: fix.sql }) }
}

export function readRecord(rule: string): unknown {
  return hasFile(rule, 'found.json') ? JSON.parse(readFileSync(join(FOLDER, rule, 'found.json'), 'utf8')) : undefined
}

export function writeRecord(rule: string, findings: readonly Finding[]): void {
  writeFileSync(join(FOLDER, rule, 'found.json'), `${JSON.stringify(findings.map(toRecord), null, 2)}\n`)
}

/** A record in which times are left out: they differ from run to run. */
export function withoutTimes(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record).replaceAll(/\b[\d.]+ (?:s|min|h)\b/g, '… s'))
}
