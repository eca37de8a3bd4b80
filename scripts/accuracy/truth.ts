import type pg from 'pg'
import type { TruthServer } from './truth-server.ts'

/** A schema with its data and its statements, as plain SQL. */
export interface TruthInput {
  /** Each sent as one message, in order. */
  readonly migrations: readonly string[]
  readonly seed: string
  readonly workload: string
  /** Settings of the application's sessions. */
  readonly session: Readonly<Record<string, string>>
  /** Roles that are there before the migrations. */
  readonly roles: readonly string[]
}

/** Blocks that a statement read, shared and temporary ones together, or the SQLSTATE that it ended with. */
export type Reading = { readonly blocks: number } | { readonly error: string }

/** Readings by the statements' names, in the order of the workload. */
export type Readings = ReadonlyMap<string, Reading>

export interface TruthBase {
  readonly readings: Readings
  /** A superuser's look at the built base. */
  inspect<T>(look: (client: pg.Client) => Promise<T>): Promise<T>
  /** Applies SQL to a copy of the base and reads there; undefined where PostgreSQL does not accept the SQL. */
  mutate(sql: readonly string[]): Promise<Readings | undefined>
}

const OWNER = 'application'
const TIMEOUT = '60s'
const MEASURABLE = /^\s*(?:select|with|insert|update|delete|merge|values|table)\b/i
/** Utility statements that do all their work at once, as a cursor does not. */
const EXECUTABLE = /^\s*(?:refresh|create|call)\b/i
/** `random()` gives the same numbers before every execution, so that chance has no part in the truth. */
const SEEDED = 'select setseed(0)'
const WRITES = /\b(?:insert|update|delete|merge)\b/i

/**
 * What a change does to a workload, measured without a line of the product: the base is built, the change applied to a copy,
 * both are vacuumed and analysed, and each statement is executed twice on each, of which the second time counts; what EXPLAIN
 * does not take is executed once.
 */
export async function buildTruth(server: TruthServer, input: TruthInput): Promise<TruthBase> {
  const admin = async (sql: readonly string[], database = 'postgres') => withClient(server, database, undefined, sql)
  await admin(['drop database if exists mutant', 'drop database if exists base', `drop role if exists ${OWNER}`])
  await admin(['create extension if not exists pg_stat_statements', `create role ${OWNER} login`])
  for (const role of input.roles)
    await admin([`drop role if exists "${role}"`, `create role "${role}"`, `grant "${role}" to ${OWNER}`])
  await admin([`create database base owner ${OWNER}`])
  await admin([`alter schema public owner to ${OWNER}`], 'base')
  await withClient(server, 'base', OWNER, [...input.migrations, input.seed])
  await admin(['vacuum (freeze, analyze)'], 'base')
  const copy = async () =>
    admin(['drop database if exists mutant', `create database mutant owner ${OWNER} template base`])

  await copy()
  return {
    readings: await readWorkload(server, 'mutant', input),
    inspect: async look => {
      const client = await server.connect('base')
      return look(client).finally(() => client.end())
    },
    mutate: async sql => {
      await copy()
      try {
        await withClient(server, 'mutant', OWNER, sql)
      } catch {
        return undefined
      }
      await admin(['vacuum (freeze, analyze)'], 'mutant')
      return readWorkload(server, 'mutant', input)
    },
  }
}

async function withClient(
  server: TruthServer,
  database: string,
  user: string | undefined,
  sql: readonly string[],
): Promise<void> {
  const client = await server.connect(database, user)
  try {
    for (const each of sql) if (each.trim() !== '') await client.query(each)
  } finally {
    await client.end()
  }
}

async function readWorkload(server: TruthServer, database: string, input: TruthInput): Promise<Readings> {
  const client = await server.connect(database, OWNER)
  const counters = await server.connect('postgres')
  const readings = new Map<string, Reading>()
  try {
    await client.query(`select set_config(name, value, false) from json_each_text($1) as settings (name, value)`, [
      JSON.stringify({ statement_timeout: TIMEOUT, ...input.session }),
    ])
    for (const { name, sql } of namedStatements(input.workload)) {
      const measure = MEASURABLE.test(sql) ? read : EXECUTABLE.test(sql) ? execute : undefined
      if (name === undefined || measure === undefined) await client.query(sql)
      else readings.set(name, await measure(client, counters, sql))
    }
  } finally {
    await Promise.all([client.end(), counters.end()])
  }
  return readings
}

/**
 * Twice under EXPLAIN, each time rolled back; of a write, what its triggers and checks read counts as well. A temporary table
 * keeps what is written: what follows needs it.
 */
async function read(client: pg.Client, counters: pg.Client, sql: string): Promise<Reading> {
  return orError(async () => {
    await rolledBack(client, () => explain(client, sql))
    const { blocks, isTemporary } = await rolledBack(client, () => explain(client, sql))
    if (isTemporary) await client.query(sql)
    if (!WRITES.test(sql) || isTemporary) return blocks
    const all = await rolledBack(client, async () => {
      await client.query(SEEDED)
      await counters.query('select pg_stat_statements_reset()')
      await client.query(sql)
      await client.query('set constraints all immediate')
      return counted(counters)
    })
    return Math.max(blocks, all)
  })
}

async function execute(client: pg.Client, counters: pg.Client, sql: string): Promise<Reading> {
  return orError(async () => {
    await client.query(SEEDED)
    await counters.query('select pg_stat_statements_reset()')
    await client.query(sql)
    return counted(counters)
  })
}

async function orError(measure: () => Promise<number>): Promise<Reading> {
  try {
    return { blocks: await measure() }
  } catch (error) {
    return { error: (error as pg.DatabaseError).code ?? String(error) }
  }
}

async function rolledBack<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  return work().finally(() => client.query('rollback'))
}

/** The blocks, and whether it writes to a temporary table. */
async function explain(client: pg.Client, sql: string): Promise<{ blocks: number; isTemporary: boolean }> {
  await client.query(SEEDED)
  const { rows } = await client.query(`explain (analyze, buffers, verbose, timing off, format json) ${sql}`)
  const plan: Readonly<Record<string, unknown>> = rows[0]['QUERY PLAN'][0].Plan
  const counters = ['Shared Hit Blocks', 'Shared Read Blocks', 'Temp Read Blocks', 'Temp Written Blocks']
  const blocks = counters.reduce((sum, counter) => sum + Number(plan[counter] ?? 0), 0)
  return { blocks, isTemporary: plan['Node Type'] === 'ModifyTable' && String(plan.Schema).startsWith('pg_temp') }
}

async function counted(counters: pg.Client): Promise<number> {
  const { rows } = await counters.query(`
    select coalesce(sum(shared_blks_hit + shared_blks_read + temp_blks_read + temp_blks_written), 0) as blocks
    from pg_stat_statements join pg_database on pg_database.oid = dbid
    where datname <> 'postgres'`)
  return Number(rows[0].blocks)
}

/** Statements end with a semicolon at the end of a line; `-- name:` above one names it. */
function namedStatements(workload: string): readonly { readonly name: string | undefined; readonly sql: string }[] {
  return workload.split(/;[ \t]*$/m).flatMap(text => {
    const name = [...text.matchAll(/^-- name: *(\S+)/gm)].at(-1)?.[1]
    const sql = text.replace(/^--.*$/gm, '').trim()
    return sql === '' ? [] : [{ name, sql }]
  })
}
