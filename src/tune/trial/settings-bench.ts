import { parsePlan } from '../../plan/parse.ts'
import type { Plan } from '../../plan/plan.ts'
import { shapeOf } from '../../plan/shape.ts'
import { type Client, SqlError } from '../../postgres/client.ts'
import type { Database, Server } from '../../postgres/server.ts'
import { inTransaction } from '../../replay/execution.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import { createWorkMeter } from '../../replay/work.ts'
import type { Effect } from '../../trial/effect.ts'
import type { Measured, TrialStatement } from '../../trial/statement.ts'

export type Settings = Readonly<Record<string, string>>

interface Planned {
  readonly plan: Plan
  /** Functions that would be compiled; 0 where JIT would not run. */
  readonly jitFunctions: number
}

/** Plans and runs statements of head's load under settings that a session may choose, on a copy of head. */
export interface SettingsBench extends AsyncDisposable {
  readonly server: Server
  readonly database: Database
  plan(statement: TrialStatement, settings: Settings): Promise<readonly Planned[] | undefined>
  /** Undefined where a value set fails under the settings. */
  measure(statement: TrialStatement, settings: Settings): Promise<readonly Measured[] | undefined>
  /** The statements whose plans are different ones, executed both ways. `always` are executed in any case. */
  compare(
    statements: readonly TrialStatement[],
    before: Settings,
    after: Settings,
    always?: ReadonlySet<TrialStatement>,
  ): Promise<readonly Effect[]>
}

/** Sessions are kept for each choice of settings, and plans and executions for each choice and statement. */
export async function openSettingsBench(server: Server, head: Database, timeoutMs: number): Promise<SettingsBench> {
  const resources = new AsyncDisposableStack()
  const database = await server.createDatabase('tune', head)
  resources.defer(() => server.dropDatabase(database))
  const meter = createWorkMeter(server, database)
  const clients = remember((settings: Settings) =>
    database.connect('owner', settings).then(client => resources.use(client)),
  )
  const plan = remember2(async (statement, settings) => planAll(await clients(settings), statement, timeoutMs))
  const run = remember2(async (statement, settings) =>
    measureAll({ client: await clients(settings), meter, timeoutMs }, statement),
  )
  return {
    server,
    database,
    plan,
    measure: run,
    async compare(statements, before, after, always = new Set()) {
      const effects: Effect[] = []
      for (const statement of statements) {
        const isOther =
          always.has(statement) || isReplanned(await plan(statement, before), await plan(statement, after))
        if (!isOther) continue
        const [start, end] = [await run(statement, before), await run(statement, after)]
        if (start !== undefined) effects.push({ statement, before: start, after: end ?? [] })
      }
      return effects
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

function isReplanned(before: readonly Planned[] | undefined, after: readonly Planned[] | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after
  return before.some(({ plan }, at) => shapeOf(plan) !== shapeOf(after[at]!.plan))
}

async function planAll(
  client: Client,
  { runs, isWrite }: TrialStatement,
  timeoutMs: number,
): Promise<readonly Planned[] | undefined> {
  const plans: Planned[] = []
  for (const { valueSet } of runs) {
    try {
      const [row] = await inTransaction(client, valueSet, { timeoutMs, isWrite }, statement =>
        client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(['verbose', 'format json'])),
      )
      const json = row?.['QUERY PLAN']
      plans.push({ plan: parsePlan(json), jitFunctions: jitFunctions(json) })
    } catch (error) {
      if (error instanceof SqlError) return undefined
      throw error
    }
  }
  return plans
}

function jitFunctions(json: unknown): number {
  const [top] = Array.isArray(json) ? (json as { JIT?: { Functions?: number } }[]) : []
  return top?.JIT?.Functions ?? 0
}

async function measureAll(
  side: ReplaySide,
  { runs, isWrite }: TrialStatement,
): Promise<readonly Measured[] | undefined> {
  const measured: Measured[] = []
  for (const { valueSet } of runs) {
    const result = await measure(side, valueSet, isWrite)
    if (result.kind !== 'measured') return undefined
    measured.push(result)
  }
  return measured
}

function remember<Result>(work: (settings: Settings) => Promise<Result>): (settings: Settings) => Promise<Result> {
  const known = new Map<string, Promise<Result>>()
  return settings => {
    const key = JSON.stringify(Object.entries(settings).sort())
    const result = known.get(key) ?? work(settings)
    known.set(key, result)
    return result
  }
}

function remember2<Result>(
  work: (statement: TrialStatement, settings: Settings) => Promise<Result>,
): (statement: TrialStatement, settings: Settings) => Promise<Result> {
  const known = new Map<TrialStatement, (settings: Settings) => Promise<Result>>()
  return (statement, settings) => {
    const of = known.get(statement) ?? remember(chosen => work(statement, chosen))
    known.set(statement, of)
    return of(settings)
  }
}
