import type { Finding } from '../../src/advise/finding.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from '../../test/postgres/start.ts'
import { LOCAL_SERVER } from '../../test/support/local-server.ts'
import { advised } from '../../test/trial/advised.ts'
import { countPlans } from '../../test/trial/count-plans.ts'
import { hundredStatements, ORDER_CASES, ORDERS, OTHER_CASES } from '../../test/trial/index-cases.ts'
import { SCHEMA, STATEMENTS } from './advice/decision-support.ts'
import { type Lab, measureWith, openLab, toSql } from './advice/lab.ts'
import { type Advice, exhaustive, permutations, singleColumns } from './advice/peers.ts'
import { printTable, say, seconds } from './table.ts'

const TARGET = { slack: 1.05, seconds: 60, fewerPlans: 5, planningSeconds: 2 }
/** A peer gains as much where it leaves no more than this many times the pages. */
const AS_MUCH = 1.1
/** As many as are ever advised at once. */
const MAX_INDEXES = 5

/** Advice against that of the peers' methods on the same cases, then against an exhaustive search on a larger schema. */
export async function benchAdvice(): Promise<boolean> {
  await using server = await startServer(LOCAL_SERVER)
  const cases = await compareWithPeers(server)
  const support = await compareWithBest(server)
  const [ours, permuted] = [cases.plans + support.plans, cases.permutedPlans + support.permutedPlans]
  say(
    `\nPlans asked for in all: ${ours.toLocaleString('en')}, permutations ${permuted.toLocaleString('en')} (×${(permuted / ours).toFixed(1)})`,
  )
  const isPlannedInTime = await timePlanning(server)
  return cases.isMet && support.isMet && permuted > TARGET.fewerPlans * ours && isPlannedInTime
}

interface Outcome {
  readonly isMet: boolean
  readonly plans: number
  readonly permutedPlans: number
}

interface Method {
  readonly blocks: number
  readonly indexes: number
  readonly plans: number
}

async function compareWithPeers(server: Server): Promise<Outcome> {
  const rows = []
  let [plans, permutedPlans, lost, more] = [0, 0, 0, 0]
  for (const [name, base, sql] of [...ORDER_CASES, ...OTHER_CASES]) {
    const asked = await askOurs(server, base, { search: sql })
    const { before, methods } = await withBase(server, base, async database => {
      const measure = (indexes: readonly string[]) => measureWith(server, database, [sql], indexes)
      const peers: Method[] = []
      for (const ask of [singleColumns, permutations]) {
        await using lab = await openLab(server, database)
        const { indexes, explains } = await ask(lab, [sql])
        peers.push({ blocks: await measure(indexes.map(toSql)), indexes: indexes.length, plans: explains })
      }
      const own = { blocks: await measure(asked.sql), indexes: countIndexes(asked.sql), plans: asked.plans }
      return { before: await measure([]), methods: [own, ...peers] as const }
    })
    const [own, ...peers] = methods
    const better = peers.filter(peer => peer.blocks < own.blocks)
    const leaner = peers.filter(peer => peer.blocks <= AS_MUCH * own.blocks && peer.indexes < own.indexes)
    lost += Number(better.length > 0)
    more += Number(leaner.length > 0)
    plans += own.plans
    permutedPlans += peers.at(-1)?.plans ?? 0
    rows.push([name, before, ...methods.flatMap(method => [method.blocks, method.indexes])].map(String))
  }
  printTable(['Pages read, indexes', 'before', 'pgverdict', '', 'single columns', '', 'permutations', ''], rows)
  say(`\nCases in which a peer gains more: ${lost}; in which it gains as much with fewer indexes: ${more}`)
  return { isMet: lost + more === 0, plans, permutedPlans }
}

async function compareWithBest(server: Server): Promise<Outcome> {
  const statements = Object.values(STATEMENTS)
  const ours = await askOurs(server, SCHEMA, STATEMENTS)
  return withBase(server, SCHEMA, async database => {
    // A lab of its own for each: what one has built is refused to the next.
    const ask = async (method: (lab: Lab) => Promise<Advice>) => {
      await using lab = await openLab(server, database)
      return await method(lab)
    }
    const best = await ask(lab => exhaustive(lab, statements, MAX_INDEXES))
    const permuted = await ask(lab => permutations(lab, statements))
    const measure = (indexes: readonly string[]) => measureWith(server, database, statements, indexes)
    const [before, own, found, peers] = [
      await measure([]),
      await measure(ours.sql),
      await measure(best.indexes.map(toSql)),
      await measure(permuted.indexes.map(toSql)),
    ]
    const count = (value: number) => value.toLocaleString('en')
    say(`\nDecision support, ${statements.length} statements`)
    printTable(
      ['', 'pages', 'indexes', 'plans', 'time'],
      [
        ['without', count(before), '', '', ''],
        ['pgverdict', count(own), String(countIndexes(ours.sql)), count(ours.plans), seconds(ours.seconds)],
        ['exhaustive', count(found), String(best.indexes.length), count(best.explains), ''],
        ['permutations', count(peers), String(permuted.indexes.length), count(permuted.explains), ''],
      ],
    )
    say(
      `\nOf the search’s pages: ${((own / found) * 100).toFixed(1)} %. Plans for one of ours: permutations ${(permuted.explains / ours.plans).toFixed(1)}, search ${(best.explains / ours.plans).toFixed(1)}; ours were then run ${count(ours.runs)} times`,
    )
    say(`\nAdvised:\n${ours.sql.join('\n')}\n\nExhaustive:\n${best.indexes.map(toSql).join('\n')}`)
    return {
      isMet: own <= TARGET.slack * found && ours.seconds < TARGET.seconds,
      plans: ours.plans,
      permutedPlans: permuted.explains,
    }
  })
}

/** What the planner takes for a hundred statements with everything in sight that may help them. */
async function timePlanning(server: Server): Promise<boolean> {
  const load = hundredStatements()
  const ours = await askOurs(server, ORDERS, load)
  say(
    `\n${Object.keys(load).length} statements: ${ours.plans} plans in ${seconds(ours.planningSeconds)} (target ${TARGET.planningSeconds} s), the whole advice in ${seconds(ours.seconds)}`,
  )
  return ours.planningSeconds < TARGET.planningSeconds
}

interface Ours {
  readonly sql: readonly string[]
  /** That were asked for without running the statement. */
  readonly plans: number
  /** Executions under EXPLAIN, which the peers have none of. */
  readonly runs: number
  /** Of the plans, without the runs. */
  readonly planningSeconds: number
  /** From the first proposal to the last finding. */
  readonly seconds: number
}

async function askOurs(server: Server, base: string, load: Readonly<Record<string, string>>): Promise<Ours> {
  const counted = countPlans(server)
  const { findings, adviceMs } = await advised(counted.server, { base, load })
  return {
    sql: findings.flatMap(indexSql),
    plans: counted.plans(),
    runs: counted.runs(),
    planningSeconds: counted.planningSeconds(),
    seconds: adviceMs / 1000,
  }
}

/** Without the word that keeps it from being run with others. */
function indexSql({ rule, fix }: Finding): readonly string[] {
  if (rule !== 'missing-index' && rule !== 'foreign-key-without-index') return []
  return (fix?.sql ?? '')
    .replaceAll(' concurrently', '')
    .split('\n')
    .filter(line => line !== '')
}

/** Those of partitions are one together with the whole's. */
const countIndexes = (sql: readonly string[]) => {
  const isWhole = sql.some(line => line.includes(' on only '))
  return sql.filter(line => (isWhole ? line.includes(' on only ') : line.startsWith('create index'))).length
}

async function withBase<T>(server: Server, schema: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await server.createDatabase('bench_base')
  try {
    {
      await using owner = await database.connect('owner')
      await owner.run(schema)
    }
    await freeze(server, database)
    return await work(database)
  } finally {
    await server.dropDatabase(database)
  }
}
