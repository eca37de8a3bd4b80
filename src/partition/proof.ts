import type { Client } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import { type Definition, readDefinition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { namesOf } from './names.ts'

/** A table's rows and check constraints, each as a text that two have only where they hold the same. */
export interface Content {
  readonly rows: string
  readonly checks: string
}

export async function readContent(client: Client, design: PartitionDesign, { columns }: Definition): Promise<Content> {
  const { table } = namesOf(design)
  const row = columns.map(({ name }) => quoteIdentifier(name)).join(', ')
  const [content] = await client.rows<Content>(
    `select (select concat(count(*), ' ', sum(hashtextextended(row(${row})::text, 0))) from ${table}) as rows,
       (select coalesce(string_agg(conname || ' ' || pg_get_constraintdef(oid), '; ' order by conname), '')
        from pg_constraint where conrelid = $1::regclass and contype = 'c') as checks`,
    [table],
  )
  return content!
}

/** What is not as it was before the table was divided, in words. */
export async function differencesOf(
  client: Client,
  design: PartitionDesign,
  before: Definition,
  content: Content,
): Promise<readonly string[]> {
  const { trigger, truncateTrigger } = namesOf(design)
  const after = await readDefinition(client, { schema: design.schema, name: design.table })
  const own = new Set([trigger, truncateTrigger])
  const parts: readonly (readonly [what: string, of: (definition: Definition) => unknown])[] = [
    ['columns', ({ columns }) => columns],
    [
      'indexes',
      ({ indexes }) => indexes.map(({ tail, ...index }) => ({ ...index, tail: tail.replace(/^.*?USING/s, '') })),
    ],
    ['foreign keys', ({ foreignKeys }) => foreignKeys],
    ['triggers', ({ triggers }) => triggers.filter(({ name }) => !own.has(quoteIdentifier(name)))],
    ['rights', ({ rights }) => rights],
    ['sequences', ({ sequences }) => sequences],
    ['views', ({ views }) => views],
  ]
  const differing = parts.filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(after)))
  const { rows, checks } = await readContent(client, design, before)
  return [
    ...(rows === content.rows ? [] : ['rows']),
    ...(checks === content.checks ? [] : ['check constraints']),
    ...differing.map(([what]) => what),
  ]
}
