import { createIndexSql, type IndexDesign, membersOf } from '../advise/design.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import { readRelations } from '../postgres/relations.ts'
import { sample } from '../postgres/sample.ts'
import type { Database, Server } from '../postgres/server.ts'
import { inTransaction } from '../replay/execution.ts'
import { measure, type ReplaySide, toFailure } from '../replay/measure.ts'
import { createWorkMeter } from '../replay/work.ts'
import type { Effect } from './effect.ts'
import type { TrialStatement } from './statement.ts'

/** An index that was really built. */
export interface Built {
  readonly name: string
  /** Its own name, and on a partitioned table those of its parts, which are what plans read. */
  readonly names: ReadonlySet<string>
  readonly sizeBytes: number
  /** Of its table, with partitions and toasted values. */
  readonly tableBytes: number
  readonly buildMs: number
}

/** A copy of head to build indexes in and run statements on. */
export interface TrialBench extends AsyncDisposable {
  readonly database: Database
  readonly client: Client
  /** Builds an index; undefined where the server refuses, with its SQLSTATE in `refusal`. */
  build(design: IndexDesign, name: string): Promise<Built | { readonly refusal: string }>
  drop(design: IndexDesign, name: string): Promise<void>
  /** The SQLSTATE with which the server refuses a statement, which is rolled back; undefined where it does not. */
  refusalOf(sql: string): Promise<string | undefined>
  /** The plan for each of the statement's value sets; undefined where it fails. `prepare` runs first and is rolled back. */
  plan(statement: TrialStatement, prepare?: string): Promise<readonly (Plan | undefined)[]>
  measure(statement: TrialStatement, prepare?: string): Promise<Effect>
}

/** PostgreSQL's own default, which ours turns off: an index built by two is the same, and sooner done. */
const BUILD_SETTINGS = { max_parallel_maintenance_workers: '2' }

export async function openBench(server: Server, head: Database, name: string, timeoutMs: number): Promise<TrialBench> {
  await using resources = new AsyncDisposableStack()
  const database = await server.createDatabase(name, head)
  resources.defer(() => server.dropDatabase(database))
  const client = resources.use(await database.connect('owner', BUILD_SETTINGS))
  const side: ReplaySide = { client, meter: createWorkMeter(server, database), timeoutMs }
  const opened = resources.move()
  return {
    database,
    client,
    async build(design, index) {
      try {
        if (design.extension !== undefined)
          await client.run(`create extension if not exists ${quoteIdentifier(design.extension)}`)
        const started = performance.now()
        const members = membersOf(design, index)
        for (const member of members) await client.run(createIndexSql(member.design, member.name, 'run'))
        const buildMs = performance.now() - started
        for (const member of members) {
          const hasExpression = member.design.keys.some(({ isColumn }) => !isColumn)
          if (hasExpression) await sampleExpressions(server, database, member.design, member.name)
        }
        return {
          name: index,
          ...(await sizeOf(
            client,
            design,
            members.map(({ name }) => name),
          )),
          buildMs,
        }
      } catch (error) {
        const failure = toFailure(error)
        // Of two that are of use together the first may be there.
        for (const { name } of membersOf(design, index)) await client.run(dropSql(design, name))
        return { refusal: failure.kind === 'failed' ? failure.code : 'unknown' }
      }
    },
    async drop(design, index) {
      for (const { name } of membersOf(design, index)) await client.run(dropSql(design, name))
    },
    async refusalOf(sql) {
      try {
        await client.run(`begin; ${sql}`)
        return undefined
      } catch (error) {
        if (error instanceof SqlError) return error.code
        throw error
      } finally {
        await client.run('rollback')
      }
    },
    async plan({ runs, isWrite }, prepare) {
      const plans = []
      for (const { valueSet } of runs) {
        const rows = await inTransaction(client, valueSet, { timeoutMs, isWrite, prepare }, statement =>
          client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(['verbose', 'format json'])),
        ).catch(error => {
          if (error instanceof SqlError) return []
          throw error
        })
        plans.push(rows[0] === undefined ? undefined : parsePlan(rows[0]['QUERY PLAN']))
      }
      return plans
    },
    async measure(statement, prepare) {
      const after = []
      for (const { valueSet } of statement.runs)
        after.push(await measure({ ...side, prepare }, valueSet, statement.isWrite))
      return { statement, before: statement.runs.map(({ before }) => before), after }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

const dropSql = ({ schema }: IndexDesign, name: string) =>
  `drop index if exists ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`

/** Statistics of the new index's expressions, and of nothing else: the table's own stay as all plans so far saw them. */
async function sampleExpressions(server: Server, database: Database, design: IndexDesign, name: string): Promise<void> {
  await using client = await database.connect(server.hasSuperuser ? 'superuser' : 'owner')
  const table = `${quoteIdentifier(design.schema)}.${quoteIdentifier(design.table)}`
  const [found] = await client.rows<{ oid: number; index: number }>(
    `select ${quoteLiteral(table)}::regclass::oid as oid,
       ${quoteLiteral(`${quoteIdentifier(design.schema)}.${quoteIdentifier(name)}`)}::regclass::oid as index`,
  )
  const relation = (await readRelations(client)).find(({ oid }) => oid === found?.oid)
  if (relation === undefined) return
  const kept = Object.keys(relation.expressionIndexes)
    .map(Number)
    .filter(oid => oid !== found?.index)
  await sample(client, server.hasSuperuser, { relation, columns: [], reordered: [], isWhole: true, kept })
}

/** Indexes of one table, together with their parts where it is partitioned. */
async function sizeOf(
  client: Client,
  { schema, table }: IndexDesign,
  names: readonly string[],
): Promise<Pick<Built, 'names' | 'sizeBytes' | 'tableBytes'>> {
  const classOf = (name: string) => `${quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)}::regclass`
  const parts = await client.rows<{ name: string; isIndex: boolean; size: number }>(
    `select distinct c.relname as name, v.is_index as "isIndex",
       case when v.is_index then pg_relation_size(c.oid) else pg_table_size(c.oid) end::float8 as size
     from (values (${classOf(table)}, false), ${names.map(name => `(${classOf(name)}, true)`).join(', ')}) as v (relation, is_index)
     cross join pg_class c
     where c.oid = v.relation or c.oid in (select relid from pg_partition_tree(v.relation))`,
  )
  const indexes = parts.filter(({ isIndex }) => isIndex)
  const bytes = (of: typeof parts) => of.reduce((sum, { size }) => sum + size, 0)
  return {
    names: new Set(indexes.map(({ name }) => name)),
    sizeBytes: bytes(indexes),
    tableBytes: bytes(parts.filter(({ isIndex }) => !isIndex)),
  }
}
