import { isSetting, type SentStatement } from '../load/run-workload.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import { classify, normalise, sqlcommenterTags, statementKey } from '../sql/fingerprint.ts'
import { readLog } from './log.ts'
import { createSampler, type Sampler } from './samples.ts'
import { createSessionTracker } from './session.ts'
import type { Snapshot, Statement, StatementStats } from './snapshot.ts'
import { readStatements, type StatRow, shareOf, sumStats } from './stat-statements.ts'

export interface CaptureOptions {
  /** What the workload files sent; statements of commands are found in the log. */
  readonly sent: readonly SentStatement[]
  readonly logFrom: number
  readonly session: Readonly<Record<string, string>>
  readonly valueSets: number
  readonly progress: Progress
}

/** Executions of one text as the log has them. */
interface Timing {
  calls: number
  total: number
  min: number
  max: number
}

/** Reads what a load did to a database: counters from pg_stat_statements, values from the server's log. */
export async function capture(server: Server, database: Database, options: CaptureOptions): Promise<Snapshot> {
  const rows = await readStatements(server, database)
  const named = new Map(options.sent.map(sent => [sent.statement.sql, { calls: 0, total: 0, min: Infinity, max: 0 } as Timing]))
  const samplers = new Map<string, Sampler>()
  const failures: Snapshot['failures'][number][] = options.sent.flatMap(({ statement, failure }) =>
    failure === undefined ? [] : [{ name: statement.name, ...failure }],
  )
  await followLog(server, database, options, { named, samplers, failures })
  const groups = Map.groupBy(
    rows.filter(row => row.isTopLevel),
    row => identify(statementKey(row.text)),
  )
  const fromFiles = options.sent
    .filter(({ statement }) => statement.isNamed || classify(statement.sql).isExplainable)
    .filter(({ statement }) => !isSetting(statement.sql))
    .map(sent => fromFile(sent, groups, named))
  const taken = new Set(fromFiles.map(statement => identify(statement.key)))
  const fromLog = [...groups]
    .filter(([key]) => !taken.has(key))
    .map(([, group]) => fromGroup(group, samplers, options))
    .filter(statement => statement !== undefined)
  return { statements: [...fromFiles, ...fromLog], failures }
}

async function followLog(
  server: Server,
  database: Database,
  options: CaptureOptions,
  into: { named: Map<string, Timing>; samplers: Map<string, Sampler>; failures: Snapshot['failures'][number][] },
): Promise<void> {
  if (server.log === undefined) return
  const sessions = createSessionTracker(options.session)
  let events = 0
  for await (const event of readLog(server.log, options.logFrom, await server.log.position(), database.name)) {
    if (++events % 1000 === 0) options.progress.step(`read ${events.toLocaleString('en')} executions of the log`)
    if (event.kind === 'failure') continue
    const timing = into.named.get(event.sql)
    if (timing !== undefined) {
      timing.calls++
      timing.total += event.durationMs
      timing.min = Math.min(timing.min, event.durationMs)
      timing.max = Math.max(timing.max, event.durationMs)
    } else if (!sessions.follow(event.session, event.sql, event.values)) {
      let sampler = into.samplers.get(event.queryid)
      if (sampler === undefined) {
        sampler = createSampler()
        into.samplers.set(event.queryid, sampler)
      }
      sampler.add({ sql: event.sql, values: event.values, session: sessions.settingsOf(event.session), durationMs: event.durationMs })
    }
  }
}

/** A statement of a workload file: its own counters where its key is its alone, else its share of the key's. */
function fromFile(
  sent: SentStatement,
  groups: ReadonlyMap<string, readonly StatRow[]>,
  timings: ReadonlyMap<string, Timing>,
): Statement {
  const { statement, session } = sent
  const key = statementKey(statement.sql)
  const { kind, isExplainable, inner } = classify(statement.sql)
  const sum = groups.get(identify(key))?.map(row => row.stats)
  return {
    name: statement.name,
    isNamed: statement.isNamed,
    key,
    text: normalise(statement.sql),
    source: { file: statement.file, line: statement.line },
    isWrite: kind !== 'read',
    stats: ownStats(sum === undefined ? undefined : sumStats(sum), statement.calls, timings.get(statement.sql)),
    valueSets: [{ why: 'only', sql: inner ?? statement.sql, values: [], session }],
    unmeasured: isExplainable ? undefined : 'a utility statement has no plan',
  }
}

const NOTHING: StatementStats = {
  calls: 0,
  totalExecTime: 0,
  meanExecTime: 0,
  minExecTime: 0,
  maxExecTime: 0,
  stddevExecTime: 0,
  rows: 0,
  sharedBlksHit: 0,
  sharedBlksRead: 0,
  tempBlksRead: 0,
  tempBlksWritten: 0,
  walBytes: 0,
}

function ownStats(sum: StatementStats | undefined, calls: number, timing: Timing | undefined): StatementStats {
  if (sum === undefined) return NOTHING
  if (sum.calls <= calls) return sum
  const share = shareOf(sum, calls)
  if (timing === undefined || timing.calls === 0) return share
  return { ...share, totalExecTime: timing.total, meanExecTime: timing.total / timing.calls, minExecTime: timing.min, maxExecTime: timing.max }
}

/** A statement that a command's load sent; undefined for transaction control and other utility statements. */
function fromGroup(
  group: readonly StatRow[],
  samplers: ReadonlyMap<string, Sampler>,
  options: CaptureOptions,
): Statement | undefined {
  const [row] = group as [StatRow, ...StatRow[]]
  const sampler = group.map(({ queryid }) => samplers.get(queryid)).find(found => found !== undefined)
  const sets = sampler?.choose(options.valueSets) ?? []
  const { kind, isExplainable, tables } = classify(sets[0]?.sql ?? row.text)
  if (!isExplainable) return undefined
  const key = statementKey(row.text)
  const tags = sqlcommenterTags(sets[0]?.sql ?? row.text)
  const file = tags.file ?? tags.route ?? tags.action
  const verb = /[a-z]+/i.exec(normalise(row.text))?.[0]?.toLowerCase() ?? 'statement'
  return {
    name: [verb, tables.join(', '), key.fingerprint.slice(0, 4) + key.textHash.slice(0, 4)].filter(Boolean).join(' '),
    isNamed: false,
    key,
    text: normalise(row.text),
    source: file === undefined ? undefined : { file },
    isWrite: kind !== 'read',
    stats: sumStats(group.map(({ stats }) => stats)),
    valueSets: sets.map(set => ({ ...set, sql: classify(set.sql).inner ?? set.sql })),
    unmeasured: sets.length > 0 ? undefined : 'the values it was called with are not in the log',
  }
}

function identify(key: { fingerprint: string; textHash: string }): string {
  return key.fingerprint + key.textHash
}
