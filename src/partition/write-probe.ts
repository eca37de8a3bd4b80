import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'

/**
 * Updates a row of the table to what it is, deletes it and puts it in again, as any writer may between two steps of a migration; all
 * of it is rolled back. Returns the SQLSTATE of what fails.
 */
export async function probeWrites(
  client: Client,
  table: string,
  { columns, identities }: Pick<Definition, 'columns' | 'identities'>,
): Promise<string | undefined> {
  const given = columns.filter(({ isGenerated }) => !isGenerated).map(({ name }) => quoteIdentifier(name))
  const always = identities.flatMap(each => (each.generation === 'always' ? quoteIdentifier(each.column) : []))
  const set = given.filter(column => !always.includes(column)).map(column => `${column} = ${column}`)
  const one = `(tableoid, ctid) in (select tableoid, ctid from ${table} limit 1)`
  await client.run('begin')
  try {
    if (set.length > 0) await client.run(`update ${table} set ${set.join(', ')} where ${one}`)
    await client.run(`with gone as (delete from ${table} where ${one} returning ${given.join(', ')})
      insert into ${table} (${given.join(', ')}) overriding system value select ${given.join(', ')} from gone`)
    return undefined
  } catch (error) {
    if (error instanceof SqlError) return error.code
    throw error
  } finally {
    await client.run('rollback')
  }
}
