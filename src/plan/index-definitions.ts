import { withoutTextCasts } from './conditions.ts'

/** `pg_get_indexdef` of one side's indexes by `schema.index` or by bare name. */
export type IndexDefinitions = ReadonlyMap<string, string>

/** One side's partitions, by `schema.partition`: the partitioned table at the top of each. */
export type Partitions = ReadonlyMap<string, string>

/** What the two sides' catalogs say that plans do not: indexes, and partitions. */
export interface IndexDefinitionPair {
  readonly base: IndexDefinitions
  readonly head: IndexDefinitions
  readonly partitions?: { readonly base: Partitions; readonly head: Partitions }
}

const TYPED_LITERAL =
  /('(?:[^']|'')*')(?:::(?:"(?:[^"]|"")+"|\w+)(?:\.(?:"(?:[^"]|"")+"|\w+))?(?: varying| precision| with(?:out)? time zone)?(?:\(\d+(?:,\d+)?\))?(?:\[\])?)?/g

/** `state = 'ready'::text` and `state = 'ready'::job_state` are the same condition, of a column whose type changed. */
const withoutLiteralTypes = (text: string) =>
  text.replaceAll(TYPED_LITERAL, (_, literal: string) =>
    /^'-?\d+(?:\.\d+)?'$/.test(literal) ? literal.slice(1, -1) : literal,
  )

const WHAT_IT_INDEXES = /^create (?:unique )?index .*? using (.*)$/is

/**
 * What makes two indexes the same for a plan: access method, columns, operator classes, predicate; not the name, nor the
 * table, which the scan says. The name where the definition is not known; of a partition's index, the name after the partition's.
 */
export function indexIdentity(
  definitions: IndexDefinitions,
  index: { readonly name: string; readonly schema?: string; readonly relation?: string; readonly isPartition: boolean },
): string {
  const definition = definitions.get(`${index.schema}.${index.name}`) ?? definitions.get(index.name)
  const [, indexed] = WHAT_IT_INDEXES.exec(definition ?? '') ?? []
  if (indexed !== undefined) return withoutTextCasts(withoutLiteralTypes(indexed))
  const isNamedAfterRelation =
    index.isPartition && index.relation !== undefined && index.name.startsWith(index.relation)
  return isNamedAfterRelation ? index.name.slice(index.relation.length) : index.name
}

const TABLE =
  /^create (?:unique )?index .*? on (?:only )?((?:"(?:[^"]|"")+"|[^\s."]+)(?:\.(?:"(?:[^"]|"")+"|[^\s."]+))?) using /is

const unquoted = (name: string) =>
  name.replaceAll(/"((?:[^"]|"")+)"/g, (_, inner: string) => inner.replaceAll('""', '"'))

/** `schema.table` out of `pg_get_indexdef`. */
export function indexedTable(definition: string): string | undefined {
  const [, table] = TABLE.exec(definition) ?? []
  return table === undefined ? undefined : unquoted(table)
}

/** What the indexes of some tables index, names left out; sorted. */
export function indexesOn(definitions: IndexDefinitions, tables: ReadonlySet<string>): readonly string[] {
  return [...definitions.values()]
    .filter(definition => tables.has(indexedTable(definition) ?? ''))
    .map(definition => WHAT_IT_INDEXES.exec(definition)?.[1] ?? definition)
    .sort()
}

/** By `schema.index` or by bare name. */
export function definitionOf(name: string, definitions: IndexDefinitions): string | undefined {
  return definitions.get(name) ?? [...definitions].find(([key]) => key.slice(key.indexOf('.') + 1) === name)?.[1]
}
