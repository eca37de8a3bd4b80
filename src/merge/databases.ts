import { createHash } from 'node:crypto'
import type { StatementPair } from '../compare/comparison.ts'
import { UserError } from '../errors.ts'
import type { Report, ReportShard } from '../report/report.ts'
import { joinReports } from './join-reports.ts'

const NOT_ALONE = 'It is one of several databases, and the others were not compared to the end.'

/** Statements with the name of their database before their own: two databases may have one of the same name. */
export function inDatabase(pairs: readonly StatementPair[], database: string | undefined): readonly StatementPair[] {
  return database === undefined ? pairs : pairs.map(pair => ({ ...pair, name: `${database}/${pair.name}` }))
}

/**
 * Measures the databases one after the other and makes one report of them: every statement, the worst verdict. A UserError
 * that one of them throws says which it was.
 */
export async function mergeDatabases(
  names: readonly string[],
  measure: (name: string) => Promise<Report>,
): Promise<Report> {
  const reports: Report[] = []
  for (const name of names) {
    const report = await measure(name).catch(error => {
      if (!(error instanceof UserError)) throw error
      const { message, hint, kind, unexcused = names.length > 1 ? NOT_ALONE : undefined } = error
      throw new UserError(`${name}: ${message}`, {
        ...(hint === undefined ? {} : { hint }),
        kind,
        unexcused,
        cause: error,
      })
    })
    reports.push(named(report, name))
  }
  const [first] = reports as [Report]
  const { server, timings: _, ...joined } = joinReports(reports)
  const versions = new Set(reports.map(report => report.server.version))
  return {
    ...first,
    ...joined,
    server: { ...server, version: [...versions].join(', '), settings: commonSettings(reports) },
    path: {
      kind: reports.some(({ path }) => path.kind === 'fresh') ? 'fresh' : 'upgrade',
      reason: reports.map(({ path }, at) => `${names[at]}: ${path.reason}`).join('; '),
    },
    seededRows: reports.reduce((sum, report) => sum + report.seededRows, 0),
    statements: reports.flatMap(({ statements }) => statements),
    migrations: reports.flatMap(({ migrations }) => migrations),
    findings: reports.flatMap(({ findings }) => findings),
    databases: reports.map(({ server: { version }, seededRows }, at) => ({ name: names[at]!, version, seededRows })),
    // The clock that all of them were timed by.
    timings: reports.at(-1)!.timings,
    ...(first.shard === undefined ? {} : { shard: joinShards(reports, first.shard) }),
  }
}

function named(report: Report, name: string): Report {
  return {
    ...report,
    notes: report.notes.map(note => `${name}: ${note}`),
    findings: report.findings.map(finding => ({ ...finding, key: `${name}/${finding.key}` })),
    ...(report.poolSweeps && { poolSweeps: report.poolSweeps.map(sweep => ({ ...sweep, database: name })) }),
  }
}

function commonSettings(reports: readonly Report[]): Readonly<Record<string, string>> {
  const [first, ...others] = reports.map(({ server }) => server.settings)
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([name, value]) => others.every(settings => settings[name] === value)),
  )
}

/** The statements of a database stand before those of the next one in every shard. */
function joinShards(reports: readonly Report[], { index, count }: ReportShard): ReportShard {
  const run = createHash('sha256')
    .update(reports.map(({ shard }) => shard?.run).join())
    .digest('hex')
  const positions = reports.flatMap(({ shard }, at) => (shard?.positions ?? []).map(each => at * STATEMENTS + each))
  return { index, count, run, positions }
}

/** More than a load of one database may have. */
const STATEMENTS = 100_000
