import type { Client } from '../postgres/client.ts'
import { type Definition, readDefinition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { namesOf } from './names.ts'

/** What is not as it was before the tables changed places, in words; the copy of the rows is still there to be compared. */
export async function differencesOf(
  client: Client,
  design: PartitionDesign,
  before: Definition,
): Promise<readonly string[]> {
  const { table, old, trigger, truncateTrigger } = namesOf(design)
  const after = await readDefinition(client, { schema: design.schema, name: design.table })
  const own = new Set([trigger, truncateTrigger])
  const parts: readonly (readonly [what: string, of: (definition: Definition) => unknown])[] = [
    ['columns', ({ columns }) => columns],
    [
      'indexes',
      ({ indexes }) => indexes.map(({ tail, ...index }) => ({ ...index, tail: tail.replace(/^.*?USING/s, '') })),
    ],
    ['foreign keys', ({ foreignKeys }) => foreignKeys],
    ['triggers', ({ triggers }) => triggers.filter(({ name }) => !own.has(`"${name.replaceAll('"', '""')}"`))],
    ['rights', ({ rights }) => rights],
    ['sequences', ({ sequences }) => sequences],
    ['views', ({ views }) => views],
  ]
  const differing = parts.filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(after)))
  const columns = before.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')
  const digest = (name: string) =>
    `(select array[count(*), sum(hashtextextended(row(${columns})::text, 0))] from ${name})`
  const checks = (name: string) =>
    `(select array_agg(conname || pg_get_constraintdef(oid) order by conname) from pg_constraint where conrelid = $1::regclass and contype = '${name}')`
  const [row] = await client.rows<{ isSameRows: boolean; isSameChecks: boolean }>(
    `select ${digest(table)} is not distinct from ${digest(old)} as "isSameRows",
       ${checks('c')} is not distinct from ${checks('c').replace('$1', '$2')} as "isSameChecks"`,
    [table, old],
  )
  return [
    ...(row?.isSameRows === true ? [] : ['rows']),
    ...(row?.isSameChecks === true ? [] : ['check constraints']),
    ...differing.map(([what]) => what),
  ]
}
