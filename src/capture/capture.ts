import { isSetting, type SentStatement } from '../load/run-workload.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import { endsSessions } from '../sql/ends-sessions.ts'
import { classify, identityOf, normalise, sqlcommenterTags, statementKey } from '../sql/fingerprint.ts'
import { preparedName, preparedQuery } from '../sql/prepared.ts'
import { refreshedView } from '../sql/refreshed-view.ts'
import { estimateCosts } from './costs.ts'
import { createFailureCounter, type FailureCounter } from './failures.ts'
import { createInSituReader, type InSitu, type InSituReader } from './in-situ.ts'
import { readLog } from './log.ts'
import { createSampler, type Sampler } from './samples.ts'
import { createSessionTracker } from './session.ts'
import type { Place, Snapshot, Statement, StatementStats, ValueSet } from './snapshot.ts'
import { NO_CALLS, readStatements, type StatRow, shareOf, sumStats } from './stat-statements.ts'
import { createTemporaryTracker } from './temporary.ts'
import { createWalkTracker, type WalkTracker } from './walk-tracker.ts'
import { createWriteTracker, type WriteTracker } from './write-tracker.ts'

export interface CaptureOptions {
  /** What the workload files sent; statements of commands are found in the log. */
  readonly sent: readonly SentStatement[]
  /** Texts of their statements that failed, which are no failures of a command. */
  readonly failedTexts: ReadonlySet<string>
  /** Where statements of scripts stand, by the identity of their key. */
  readonly places: ReadonlyMap<string, Place>
  readonly logFrom: number
  readonly session: Readonly<Record<string, string>>
  readonly valueSets: number
  readonly progress: Progress
}

/** Executions of one text as the log has them. */
interface Timing {
  /** Of the executions; the same text has the same one in one database. */
  queryid: string | undefined
  calls: number
  total: number
  min: number
  max: number
}

/** Reads what a load did to a database: counters from pg_stat_statements, values from the server's log. */
export async function capture(server: Server, database: Database, options: CaptureOptions): Promise<Snapshot> {
  const rows = await readStatements(server, database)
  const named = new Map(options.sent.map(sent => [sent.statement.sql, newTiming()]))
  const samplers = new Map<string, Sampler>()
  const plans = createInSituReader()
  const failures = createFailureCounter()
  const afterWrites = createWriteTracker()
  const walks = createWalkTracker()
  await followLog(server, database, options, { named, samplers, plans, failures, afterWrites, walks })
  const groups = groupRows(rows)
  const fromFiles = options.sent
    .filter(({ statement }) => !isSetting(statement.sql) && preparedName(statement.sql)?.kind !== 'prepare')
    .filter(({ statement, prepared }) => statement.isNamed || queryOf(statement.sql, prepared) !== undefined)
    .map(sent => fromFile(sent, groups, named.get(sent.statement.sql), server.statementCounts !== 'none', walks))
  const taken = new Set(
    options.sent.map(({ statement, prepared }) =>
      groups.of(prepared === undefined ? statement.sql : preparedQuery(prepared), named.get(statement.sql)?.queryid),
    ),
  )
  const costs = new Map<string, ReadonlyMap<string, number>>()
  {
    await using client = await database.connect('owner')
    for (const [queryid, sampler] of samplers) {
      // Of what is no single query, EXPLAIN would run all but the first.
      const queries = [...sampler.candidates()].filter(([, { sql, prepared }]) => queryOf(sql, prepared) !== undefined)
      costs.set(queryid, await estimateCosts(client, new Map(queries.map(([key, set]) => [key, asQuery(set)]))))
    }
  }
  const isSent = (group: Group) => group.some(({ queryid }) => samplers.has(queryid))
  const fromLog = groups.all
    .filter(group => !isSetting(group[0].text))
    .filter(group => isSent(group) || (server.log === undefined && !taken.has(group)))
    .map(group => fromGroup(group, { samplers, costs, plans, afterWrites, walks, isShared: taken.has(group) }, options))
    .filter(statement => statement !== undefined)
  return { statements: [...fromFiles, ...fromLog], failures: failures.found }
}

type Group = readonly [StatRow, ...StatRow[]]

/** Rows of one key: one row for each user, or for each spelling that PostgreSQL keeps apart. */
interface Groups {
  readonly all: readonly Group[]
  /** The group of a text: by the queryid that the log gives, else by its key. */
  of(sql: string, queryid: string | undefined): Group | undefined
}

function groupRows(rows: readonly StatRow[]): Groups {
  const byKey = Map.groupBy(
    rows.filter(row => row.isTopLevel),
    row => identityOf(statementKey(row.text)),
  ) as Map<string, [StatRow, ...StatRow[]]>
  const byQueryid = new Map([...byKey.values()].flatMap(group => group.map(row => [row.queryid, group] as const)))
  return {
    all: [...byKey.values()],
    of: (sql, queryid) => byQueryid.get(queryid ?? '') ?? byKey.get(identityOf(statementKey(sql))),
  }
}

function newTiming(): Timing {
  return { queryid: undefined, calls: 0, total: 0, min: Number.POSITIVE_INFINITY, max: 0 }
}

/**
 * The query to replay: the statement itself, or the one inside a cursor, COPY, CREATE TABLE AS or PREPARE; a REFRESH stands
 * for its view's own. Undefined for others.
 */
function queryOf(sql: string, prepared?: string): string | undefined {
  if (prepared !== undefined) return preparedQuery(prepared)
  const { isExplainable, inner } = classify(sql)
  return isExplainable || refreshedView(sql) !== undefined ? sql : inner
}

const asQuery = (set: ValueSet): ValueSet =>
  set.prepared === undefined ? { ...set, sql: queryOf(set.sql) ?? set.sql } : set

const isWriting = (query: string): boolean => refreshedView(query) === undefined && classify(query).kind !== 'read'

async function followLog(
  server: Server,
  database: Database,
  options: CaptureOptions,
  into: {
    readonly named: ReadonlyMap<string, Timing>
    readonly samplers: Map<string, Sampler>
    readonly plans: InSituReader
    readonly failures: FailureCounter
    readonly afterWrites: WriteTracker
    readonly walks: WalkTracker
  },
): Promise<void> {
  if (server.log === undefined) return
  const sessions = createSessionTracker(options.session)
  const temporary = createTemporaryTracker()
  let events = 0
  for await (const event of readLog(server.log, options.logFrom, await server.log.position(), database.name)) {
    if (++events % 1000 === 0) options.progress.step(`read ${events.toLocaleString('en')} executions of the log`)
    if (event.kind === 'failure') {
      if (!options.failedTexts.has(event.sql)) into.failures.add(event, sessions.settingsOf(event.session))
      continue
    }
    if (event.kind === 'plan') {
      into.plans.addPlan(event.session, event.queryid, event.json)
      continue
    }
    into.plans.addExecution(event.session, event.queryid, event.values)
    into.afterWrites.follow(event.session, event.queryid, event.sql)
    into.walks.follow(event.session, event.queryid, event.sql)
    const timing = into.named.get(event.sql)
    if (timing !== undefined) {
      timing.queryid = event.queryid
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
      sampler.add({
        sql: event.sql,
        values: event.values,
        prepared: event.prepared,
        session: sessions.settingsOf(event.session),
        temporary: temporary.objectsOf(event.session),
        durationMs: event.durationMs,
      })
    }
    temporary.follow(event.session, event)
  }
}

/** A statement of a workload file: its own counters where its key is its alone, else its share of the key's. */
function fromFile(
  { statement, session, prepared, setup, lost, failure }: SentStatement,
  groups: Groups,
  timing: Timing | undefined,
  isCounted: boolean,
  walks: WalkTracker,
): Statement {
  const refreshes = refreshedView(statement.sql)
  // One that fails does so by itself, whatever its view's query does.
  const query = refreshes !== undefined && failure !== undefined ? undefined : queryOf(statement.sql, prepared)
  const subject = prepared === undefined ? statement.sql : preparedQuery(prepared)
  const stats = groups.of(subject, timing?.queryid)?.map(row => row.stats)
  return {
    name: statement.name,
    isNamed: statement.isNamed,
    key: statementKey(subject),
    text: normalise(subject),
    source: { file: statement.file, line: statement.line },
    isWrite: isWriting(query ?? statement.sql),
    stats: isCounted
      ? ownStats(stats === undefined ? undefined : sumStats(stats), statement.calls, timing)
      : { ...NO_CALLS, calls: failure === undefined ? statement.calls : 0 },
    walks: walks.walksOf(timing?.queryid === undefined ? [] : [timing.queryid]),
    valueSets: [
      {
        why: 'only',
        sql: prepared === undefined ? (query ?? statement.sql) : statement.sql,
        values: [],
        session,
        prepared,
        ...(refreshes !== undefined && { refreshes }),
        ...(setup.length > 0 && { setup }),
      },
    ],
    unmeasured: query === undefined ? 'a utility statement has no plan' : (lost ?? notToRepeat(query)),
    failure: failure && { code: failure.code },
  }
}

function notToRepeat(query: string): string | undefined {
  return endsSessions(query) ? 'it ends other sessions' : undefined
}

function ownStats(sum: StatementStats | undefined, calls: number, timing: Timing | undefined): StatementStats {
  if (sum === undefined) return NO_CALLS
  if (sum.calls <= calls) return sum
  const share = shareOf(sum, calls)
  if (timing === undefined || timing.calls === 0) return share
  return {
    ...share,
    totalExecTime: timing.total,
    meanExecTime: timing.total / timing.calls,
    minExecTime: timing.min,
    maxExecTime: timing.max,
  }
}

/** A statement that a command's load sent; undefined for transaction control and other utility statements. */
function fromGroup(
  group: Group,
  {
    samplers,
    costs,
    plans,
    afterWrites,
    walks,
    isShared,
  }: {
    readonly samplers: ReadonlyMap<string, Sampler>
    readonly costs: ReadonlyMap<string, ReadonlyMap<string, number>>
    readonly plans: InSituReader
    readonly afterWrites: WriteTracker
    readonly walks: WalkTracker
    /** Whether statements of a workload file, which are listed by themselves, have the same key. */
    readonly isShared: boolean
  },
  options: CaptureOptions,
): Statement | undefined {
  const [row] = group
  const inSitu = group.map(({ queryid }) => plans.of(queryid)).find(found => found !== undefined)
  const id = group.map(({ queryid }) => queryid).find(queryid => samplers.has(queryid))
  const sampler = id === undefined ? undefined : samplers.get(id)
  const sets = (id && sampler?.choose(options.valueSets, costs.get(id) ?? new Map())) || []
  const sent = sets[0]?.sql ?? row.text
  const query = queryOf(sent, sets[0]?.prepared)
  if (query === undefined) return undefined
  const { tables } = classify(query)
  const refreshes = refreshedView(query)
  const why = refreshes === undefined ? 'never seen' : 'only'
  const unseen: ValueSet = { why, sql: query, values: [], session: options.session }
  const key = statementKey(row.text)
  const tags = sqlcommenterTags(sent)
  const file = tags.file ?? tags.route ?? tags.action
  const text = normalise(row.text)
  const callsAfterWrite = group.reduce((sum, { queryid }) => sum + afterWrites.callsOf(queryid), 0)
  const sum = sumStats(group.map(({ stats }) => stats))
  const verb = /[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? 'statement'
  return {
    name: [verb, tables.join(', '), key.fingerprint.slice(0, 4) + key.textHash.slice(0, 4)].filter(Boolean).join(' '),
    isNamed: false,
    key,
    text,
    source: file === undefined ? options.places.get(identityOf(key)) : { file },
    isWrite: isWriting(query),
    stats: isShared ? shareOf(sum, Math.min(sum.calls, sampler?.seen ?? 0)) : sum,
    ...(callsAfterWrite > 0 && { callsAfterWrite }),
    walks: walks.walksOf(group.map(({ queryid }) => queryid)),
    valueSets: (sets.length > 0 || sampler !== undefined ? sets : [unseen])
      .map(asQuery)
      .map(set => (refreshes === undefined ? asSent(set, inSitu) : { ...set, refreshes })),
    unmeasured: sets.length === 0 ? sampler?.lost : notToRepeat(query),
  }
}

/** As the driver sent it and the load's server planned it. */
function asSent(set: ValueSet, inSitu: InSitu | undefined): ValueSet {
  if (inSitu === undefined || set.values.length === 0) return set
  const types = set.values.map((_, at) => inSitu.types.get(at))
  return {
    ...set,
    ...(types.some(type => type !== undefined) && { types }),
    ...(inSitu.generic > inSitu.seen / 2 && { isGeneric: true }),
    ...(inSitu.generic > 0 && inSitu.generic === inSitu.seen && { isGenericFromTheFirst: true }),
  }
}
