import type { Finding } from '../../src/advise/finding.ts'
import type { Client } from '../../src/postgres/client.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from '../../test/postgres/start.ts'
import { LOCAL_SERVER } from '../../test/support/local-server.ts'
import { advised } from '../../test/trial/advised.ts'
import { ORDER_CASES, OTHER_CASES } from '../../test/trial/index-cases.ts'
import { SCHEMA, STATEMENTS } from './advice/decision-support.ts'
import { measureWith, openLab, toSql } from './advice/lab.ts'
import { exhaustive, permutations, singleColumns } from './advice/peers.ts'
import { printTable, say, seconds } from './table.ts'

const TARGET = { slack: 1.05, seconds: 60, fewerExplains: 5 }
/** As many as are ever advised at once. */
const MAX_INDEXES = 5

/** Advice against that of the peers' methods on the same cases, then against an exhaustive search on a larger schema. */
export async function benchAdvice(): Promise<boolean> {
  await using server = await startServer(LOCAL_SERVER)
  const isBetter = await compareWithPeers(server)
  return (await compareWithBest(server)) && isBetter
}

interface Method {
  readonly blocks: number
  readonly indexes: number
  readonly explains: number
}

async function compareWithPeers(server: Server): Promise<boolean> {
  const rows = []
  const totals = { indexes: [0, 0, 0], explains: [0, 0, 0] }
  let isBetter = true
  for (const [name, base, sql] of [...ORDER_CASES, ...OTHER_CASES]) {
    const ours = await askOurs(server, base, { search: sql })
    const { before, methods } = await withBase(server, base, async database => {
      const measure = (indexes: readonly string[]) => measureWith(server, database, [sql], indexes)
      const peers: Method[] = []
      for (const ask of [singleColumns, permutations]) {
        await using lab = await openLab(server, database)
        const { indexes, explains } = await ask(lab, [sql])
        peers.push({ blocks: await measure(indexes.map(toSql)), indexes: indexes.length, explains })
      }
      const own = { ...ours, blocks: await measure(ours.sql), indexes: countIndexes(ours.sql) }
      return { before: await measure([]), methods: [own, ...peers] }
    })
    const [own, ...peers] = methods
    if (own === undefined || peers.some(peer => own.blocks > peer.blocks)) isBetter = false
    for (const [at, method] of methods.entries()) {
      totals.indexes[at]! += method.indexes
      totals.explains[at]! += method.explains
    }
    rows.push(
      [name, before, ...methods.flatMap(method => [method.blocks, method.indexes, method.explains])].map(String),
    )
  }
  const columns = ['pages', 'indexes', 'plans']
  printTable(
    [
      'Case',
      'pages without',
      ...['pgverdict', 'single', 'permutations'].flatMap(who => columns.map(what => `${who}: ${what}`)),
    ],
    rows,
  )
  const [ours = 0, , permuted = 0] = totals.explains
  const [fewest = 0, ...others] = totals.indexes
  say(
    `\nIndexes in all: ${totals.indexes.join(', ')}; plans asked for in all: ${totals.explains.join(', ')} (×${(permuted / ours).toFixed(1)})`,
  )
  say(`At least every peer's gain on every case: ${isBetter ? 'yes' : 'no'}`)
  return isBetter && others.every(count => fewest <= count) && permuted > TARGET.fewerExplains * ours
}

async function compareWithBest(server: Server): Promise<boolean> {
  const statements = Object.values(STATEMENTS)
  const ours = await askOurs(server, SCHEMA, STATEMENTS)
  return withBase(server, SCHEMA, async database => {
    await using lab = await openLab(server, database)
    const best = await exhaustive(lab, statements, MAX_INDEXES)
    const measured = {
      before: await measureWith(server, database, statements, []),
      ours: await measureWith(server, database, statements, ours.sql),
      best: await measureWith(server, database, statements, best.indexes.map(toSql)),
    }
    const count = (value: number) => value.toLocaleString('en')
    say(`\nDecision support, ${statements.length} statements`)
    printTable(
      ['', 'pages', 'indexes', 'plans', 'time'],
      [
        ['without', count(measured.before), '', '', ''],
        [
          'pgverdict',
          count(measured.ours),
          String(countIndexes(ours.sql)),
          count(ours.explains),
          seconds(ours.seconds),
        ],
        ['exhaustive', count(measured.best), String(best.indexes.length), count(best.explains), ''],
      ],
    )
    for (const sql of ours.sql) say(`  ${sql}`)
    say('')
    for (const index of best.indexes) say(`  ${toSql(index)}`)
    return measured.ours <= TARGET.slack * measured.best && ours.seconds < TARGET.seconds
  })
}

interface Ours {
  readonly sql: readonly string[]
  readonly explains: number
  /** From the first proposal to the last finding. */
  readonly seconds: number
}

async function askOurs(server: Server, base: string, load: Readonly<Record<string, string>>): Promise<Ours> {
  const counted = countPlans(server)
  const { findings, adviceMs } = await advised(counted.server, { base, load })
  return { sql: findings.flatMap(indexSql), explains: counted.plans(), seconds: adviceMs / 1000 }
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

/** A server that counts the plans that are asked for on copies made for trials. */
function countPlans(server: Server): { readonly server: Server; readonly plans: () => number } {
  let plans = 0
  const watch = (client: Client): Client => ({
    ...client,
    rows: (sql, values) => {
      if (/^explain\b/i.test(sql)) plans += 1
      return client.rows(sql, values)
    },
  })
  const watchDatabase = (database: Database): Database => ({
    ...database,
    connect: async (as, settings) => watch(await database.connect(as, settings)),
  })
  return {
    plans: () => plans,
    server: {
      ...server,
      async createDatabase(name, template) {
        const database = await server.createDatabase(name, template)
        return name.startsWith('trial') ? watchDatabase(database) : database
      },
    },
  }
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
