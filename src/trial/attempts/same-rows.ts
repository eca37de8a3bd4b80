import type { ValueSet } from '../../capture/snapshot.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import type { ReplaySide } from '../../replay/measure.ts'
import { countParameters, functionsIn, isOrdered } from '../../rewrite/rewrite.ts'

/** The same call of a statement in another form. */
export function inOtherForm(valueSet: ValueSet, sql: string): ValueSet {
  return { ...valueSet, sql, values: valueSet.values.slice(0, countParameters(sql)) }
}

/** Whether a query calls what may return something else each time it is called: another form calls it more or less often. */
export async function isVolatile(sql: string, { client }: ReplaySide): Promise<boolean> {
  const [row] = await client.rows<{ found: boolean }>(
    `select exists (select from pg_proc where provolatile = 'v' and proname = any($1::text[])) as found`,
    [functionsIn(sql)],
  )
  return row?.found === true
}

/** Whether two queries return the same rows, in the same order where the first one has an order. */
export async function returnsTheSame(one: ValueSet, other: ValueSet, reader: ReplaySide): Promise<boolean> {
  const isInOrder = isOrdered(one.sql)
  const digest = await digestOf(one, isInOrder, reader)
  return digest !== undefined && digest === (await digestOf(other, isInOrder, reader))
}

/**
 * Number of rows and two sums of 64-bit hashes over them, each row as text: equal for equal multisets, and where the order counts
 * with each row's place. Undefined where the statement fails.
 */
async function digestOf(valueSet: ValueSet, isInOrder: boolean, reader: ReplaySide): Promise<string | undefined> {
  const place = isInOrder ? 'row_number() over ()::text || ' : ''
  const hash = (seed: number) => `sum(hashtextextended(line, ${seed})::numeric)`
  const sql = `select concat_ws(' ', count(*), ${hash(0)}, ${hash(1)}) as digest
    from (select ${place}result::text as line from (${valueSet.sql.replace(/;\s*$/, '')}\n) as result) as lines`
  try {
    const rows = await inTransaction(reader.client, { ...valueSet, sql }, { ...reader, isWrite: false }, executable =>
      reader.client.rows<{ digest: string }>(executable.sql),
    )
    return rows[0]?.digest
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
