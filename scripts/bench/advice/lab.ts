import { freeze } from '../../../src/postgres/freeze.ts'
import { quoteIdentifier, quoteLiteral } from '../../../src/postgres/quote.ts'
import type { Database, Server } from '../../../src/postgres/server.ts'

/** A b-tree by the names of its columns. */
export interface PlainIndex {
  readonly table: string
  readonly columns: readonly string[]
}

/** A database in which indexes can be tried without being there: they are built and hidden, then shown for one plan. */
export interface Lab extends AsyncDisposable {
  readonly database: Database
  /** Columns with a b-tree order, by table. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  /** How many plans were asked for. */
  explains(): number
  /** Builds the indexes, hidden; those that PostgreSQL refuses are left out. */
  build(indexes: readonly PlainIndex[]): Promise<readonly PlainIndex[]>
  /** The planner's cost with these shown, and which of them it takes. */
  plan(
    sql: string,
    shown: readonly PlainIndex[],
  ): Promise<{ readonly cost: number; readonly taken: readonly PlainIndex[] }>
}

const nameOf = ({ table, columns }: PlainIndex) => `lab_${table}_${columns.join('_')}`.slice(0, 60)

export async function openLab(server: Server, base: Database): Promise<Lab> {
  await using resources = new AsyncDisposableStack()
  const database = await server.createDatabase('lab', base)
  resources.defer(() => server.dropDatabase(database))
  const client = resources.use(await database.connect('superuser', { search_path: 'public' }))
  const rows = await client.rows<{ table: string; column: string }>(`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
      and exists (select from pg_opclass o join pg_am m on m.oid = o.opcmethod
        where m.amname = 'btree' and o.opcdefault and o.opcintype in (a.atttypid, 'anyenum'::regtype) and t.typname <> 'jsonb'
          and (o.opcintype = a.atttypid or t.typtype = 'e'))
    order by 1, a.attnum`)
  const columns = new Map(
    [...Map.groupBy(rows, row => row.table)].map(([table, own]) => [table, own.map(row => row.column)]),
  )
  let explains = 0
  const toggle = (indexes: readonly PlainIndex[], isValid: boolean) =>
    client.run(`update pg_index set indisvalid = ${isValid} where indexrelid in (
      select t.relid from pg_class c cross join lateral (select c.oid as relid union select relid from pg_partition_tree(c.oid)) t
      where c.relname in (${[...indexes.map(nameOf), ''].map(quoteLiteral).join(', ')}))`)
  const opened = resources.move()
  return {
    database,
    columns,
    explains: () => explains,
    async build(indexes) {
      const built = []
      for (const index of indexes) {
        const keys = index.columns.map(quoteIdentifier).join(', ')
        try {
          await client.run(
            `create index ${quoteIdentifier(nameOf(index))} on ${quoteIdentifier(index.table)} (${keys})`,
          )
          await toggle([index], false)
          built.push(index)
        } catch {
          // Rows too large for a b-tree: no advisor could have built it.
        }
      }
      return built
    },
    async plan(sql, shown) {
      explains += 1
      await client.run('begin')
      await toggle(shown, true)
      const [row] = await client.rows<{ 'QUERY PLAN': readonly { Plan: { 'Total Cost': number } }[] }>(
        `explain (format json) ${sql}`,
      )
      await client.run('rollback')
      const [plan] = row?.['QUERY PLAN'] ?? []
      const text = JSON.stringify(plan)
      const isIn = (index: PlainIndex) =>
        text.includes(`"${nameOf(index)}"`) || text.includes(`_${index.columns.join('_')}_idx"`)
      return { cost: plan?.Plan['Total Cost'] ?? Number.POSITIVE_INFINITY, taken: shown.filter(isIn) }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

export const toSql = ({ table, columns }: PlainIndex): string =>
  `create index on ${quoteIdentifier(table)} (${columns.map(quoteIdentifier).join(', ')})`

/** Shared buffers that each statement reads, with the indexes really there. */
export async function measureWith(
  server: Server,
  base: Database,
  statements: readonly string[],
  indexes: readonly string[],
): Promise<number> {
  const database = await server.createDatabase('measured', base)
  try {
    if (indexes.length > 0) {
      await using owner = await database.connect('superuser', { search_path: 'public' })
      for (const sql of indexes) await owner.run(sql)
    }
    await freeze(server, database)
    await using client = await database.connect('owner')
    let total = 0
    for (const sql of statements) {
      await client.run(sql)
      const [row] = await client.rows<{ 'QUERY PLAN': readonly { Plan: Readonly<Record<string, number>> }[] }>(
        `explain (analyze, buffers, timing off, format json) ${sql}`,
      )
      const plan = row?.['QUERY PLAN'][0]?.Plan ?? {}
      total += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
    }
    return total
  } finally {
    await server.dropDatabase(database)
  }
}
