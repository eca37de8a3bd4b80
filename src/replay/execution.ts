import type { ValueSet } from '../capture/snapshot.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import { quoteValue, substituteParameters } from '../sql/parameters.ts'

/** A statement ready to be sent inside a transaction, with its values in place. */
export interface Executable {
  readonly sql: string
  explain(options: readonly string[]): string
  /** The same with other values, of as many parameters. */
  withValues(values: readonly (string | null)[]): Executable
}

export interface TransactionOptions {
  readonly isWrite: boolean
  readonly timeoutMs: number
  /** Whether what runs inside functions may get plans for any value, as it does in a session that goes on. */
  readonly cachesPlans?: boolean
  /** Further settings for this transaction only. */
  readonly settings?: Readonly<Record<string, string>>
  /** On a superuser's connection: the role that the statement runs as. */
  readonly as?: string | undefined
  /** On a superuser's connection: the settings with which that role's own sessions begin. */
  readonly roleSettings?: Readonly<Record<string, string>> | undefined
  /** SQL that runs first, with the rights of the connection itself. */
  readonly prepare?: string | undefined
}

/**
 * Runs work in a transaction that has the session's settings and temporary objects and is always rolled back. Constraints
 * are immediate, so that what a deferred one costs is paid, and counted, by the statement.
 */
export async function inTransaction<T>(
  client: Client,
  valueSet: ValueSet,
  options: TransactionOptions,
  work: (statement: Executable) => Promise<T>,
): Promise<T> {
  const settings = Object.entries({
    ...options.roleSettings,
    ...valueSet.session,
    ...options.settings,
    plan_cache_mode:
      valueSet.isGeneric === true ? 'force_generic_plan' : options.cachesPlans === true ? 'auto' : 'force_custom_plan',
    statement_timeout: String(options.timeoutMs),
  })
  const configured = settings.map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`)
  // The superuser's own search_path is empty, so that nothing of the branch can stand in for what it calls.
  const assume =
    options.as === undefined
      ? []
      : [`set local session authorization ${quoteIdentifier(options.as)}`, 'set local search_path to default']
  // One message where there could be six: replaying thousands of statements is mostly waiting for answers.
  const setup = valueSet.setup ?? []
  const isChanged = setup.length > 0 || options.prepare !== undefined
  const opening = [
    options.isWrite || isChanged ? 'begin' : 'begin read only',
    ...(options.prepare === undefined ? [] : [options.prepare]),
    ...assume,
    // Both sides draw the same random numbers.
    `select ${configured.join(', ')}, pg_catalog.setseed(0)`,
    ...setup,
    // Temporary tables can only be made, though then filled and emptied, where a transaction may write.
    ...(isChanged && !options.isWrite ? ['set transaction read only'] : []),
    ...(options.isWrite ? ['set constraints all immediate'] : []),
  ]
  try {
    await client.run(opening.join(';\n'))
    return await work(await toExecutable(client, valueSet))
  } finally {
    const hasPrepared =
      valueSet.values.length > 0 || valueSet.prepared !== undefined || setup.length > 0 || valueSet.isGeneric === true
    await client.run(hasPrepared ? 'rollback; deallocate all' : 'rollback')
  }
}

/** The name of what is prepared for a statement with parameters. */
export const PREPARED = 'pgverdict_statement'

/**
 * Prepared where it has parameters: with the types that the driver bound in the load, else the server infers them as it did
 * there. Without parameters as it was sent. What refreshes a materialized view is its query here.
 */
export async function toExecutable(client: Client, valueSet: ValueSet): Promise<Executable> {
  const { sql, values, types, prepared, refreshes } = valueSet
  if (refreshes !== undefined) return plain(await queryOfView(client, refreshes))
  if (prepared !== undefined) await client.run(prepared)
  if (values.length === 0) return plain(sql)
  const bound = values.map((_, at) => types?.[at] ?? 'unknown')
  const signatures = bound.every(type => type === 'unknown') ? [''] : [`(${bound.join(', ')})`, '']
  for (const signature of signatures) {
    try {
      await client.run(`savepoint pgverdict_prepare; prepare ${PREPARED} ${signature} as ${sql}`)
      return ofValues(values, each => `execute ${PREPARED}(${each.map(quoteValue).join(', ')})`)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      await client.run('rollback to savepoint pgverdict_prepare')
    }
  }
  return ofValues(values, each => substituteParameters(sql, each))
}

async function queryOfView(client: Client, view: string): Promise<string> {
  const [row] = await client.rows<{ query: string }>(
    `select pg_catalog.pg_get_viewdef(${quoteLiteral(view)}::pg_catalog.regclass) as query`,
  )
  return row!.query.replace(/;\s*$/, '')
}

const plain = (sql: string): Executable => ofValues([], () => sql)

function ofValues(
  values: readonly (string | null)[],
  write: (values: readonly (string | null)[]) => string,
): Executable {
  const sql = write(values)
  return {
    sql,
    explain: options => `explain (${options.join(', ')}) ${sql}`,
    withValues: others => ofValues(others, write),
  }
}
