import type { Index, IndexKey } from '../capture/catalog/table.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import { isPlainName } from '../sql/plain-name.ts'

/** A key of an index to be; see `IndexKey`. */
export interface DesignKey {
  readonly expression: string
  readonly isColumn: boolean
  /** Where it is not the type's default. */
  readonly opclass?: string | undefined
  readonly collation?: string | undefined
  readonly isDescending: boolean
  readonly isNullsFirst: boolean
}

/** An index that does not exist yet. */
export interface IndexDesign {
  readonly schema: string
  readonly table: string
  readonly method: string
  readonly isUnique: boolean
  readonly keys: readonly DesignKey[]
  /** How many leading keys are only compared for equality, so that their order among themselves is free. */
  readonly equalities: number
  readonly include: readonly string[]
  readonly predicate: string | undefined
  /** An extension that has to be installed first. */
  readonly extension: string | undefined
  /** A name to give it, where it had one. */
  readonly name: string | undefined
  /** Another index that it is of use with only: each answers one side of an `or`. */
  readonly companion: IndexDesign | undefined
}

/** PostgreSQL's NAMEDATALEN less one. */
export const MAX_NAME_BYTES = 63

export const quoted = (name: string): string => (isPlainName(name) ? name : quoteIdentifier(name))

/** An ascending column or expression in its default operator class. */
export function plainKey(expression: string, isColumn = true): DesignKey {
  return { expression, isColumn, isDescending: false, isNullsFirst: false }
}

/** A b-tree on a table, without options. */
export function btree(
  { schema, name }: { readonly schema: string; readonly name: string },
  keys: readonly DesignKey[],
  equalities: number,
): IndexDesign {
  return {
    schema,
    table: name,
    method: 'btree',
    isUnique: false,
    keys,
    equalities,
    include: [],
    predicate: undefined,
    extension: undefined,
    name: undefined,
    companion: undefined,
  }
}

/** The design of an index that exists or existed. */
export function designOf(table: { readonly schema: string; readonly name: string }, index: Index): IndexDesign {
  const { method, isUnique, include, predicate, name } = index
  return { ...btree(table, index.keys.map(toDesignKey), 0), method, isUnique, include, predicate, name }
}

function toDesignKey({ opclass, isDefaultOpclass, ...key }: IndexKey): DesignKey {
  return { ...key, opclass: isDefaultOpclass ? undefined : opclass }
}

/** A key as SQL: `"createdAt" desc nulls last`. */
function keySql({ expression, isColumn, opclass, collation, isDescending, isNullsFirst }: DesignKey): string {
  const isBare = isColumn || /^\w+\(.*\)$/s.test(expression)
  return [
    isColumn ? quoted(expression) : isBare ? expression : `(${expression})`,
    collation === undefined ? '' : ` collate ${quoted(collation)}`,
    opclass === undefined ? '' : ` ${opclass}`,
    isDescending ? ' desc' : '',
    isDescending === isNullsFirst ? '' : isNullsFirst ? ' nulls first' : ' nulls last',
  ].join('')
}

/** What is between and after the brackets: `(a, b desc) include (c) where …`; tells two designs of a table apart. */
export function indexedText(design: IndexDesign): string {
  const { companion } = design
  return companion === undefined ? ownText(design) : `${ownText(design)} and ${indexedText(companion)}`
}

function ownText({ method, keys, include, predicate }: IndexDesign): string {
  return [
    method === 'btree' ? '' : `using ${method} `,
    `(${keys.map(keySql).join(', ')})`,
    include.length === 0 ? '' : ` include (${include.map(quoted).join(', ')})`,
    predicate === undefined ? '' : ` where ${predicate}`,
  ].join('')
}

export const tableText = ({ schema, table }: IndexDesign): string =>
  schema === 'public' ? quoted(table) : `${quoted(schema)}.${quoted(table)}`

/**
 * The statement that builds it. Always with the table's schema when it is run, without `public` when it is shown; `whole` is that
 * of a partitioned table without its partitions.
 */
export function createIndexSql(design: IndexDesign, name: string, how: 'run' | 'show' | 'whole'): string {
  const unique = design.isUnique ? 'unique ' : ''
  const concurrently = how === 'show' ? 'concurrently ' : ''
  const table =
    how === 'run'
      ? `${quoteIdentifier(design.schema)}.${quoteIdentifier(design.table)}`
      : `${how === 'whole' ? 'only ' : ''}${tableText(design)}`
  return `create ${unique}index ${concurrently}${quoted(name)} on ${table} ${ownText(design)}`
}

/** `table_column_column_idx` as PostgreSQL and Prisma name it, cut to what a name may hold, unlike all `taken` ones. */
export function nameIndex(design: IndexDesign, taken: ReadonlySet<string>): string {
  if (design.name !== undefined && !taken.has(design.name)) return design.name
  const words = design.keys.map(({ expression, isColumn }) =>
    isColumn ? expression : expression.replace(/\W+/g, '_').replace(/^_|_$/g, ''),
  )
  const stem = [design.table, ...words].join('_')
  for (let number = 0; ; number++) {
    const suffix = number === 0 ? '_idx' : `_idx${number}`
    const name = `${cutBytes(stem, MAX_NAME_BYTES - suffix.length)}${suffix}`
    if (!taken.has(name)) return name
  }
}

/** The design and its companions, each with a name. */
export function membersOf(
  design: IndexDesign,
  name: string,
): readonly { readonly design: IndexDesign; readonly name: string }[] {
  const { companion } = design
  const others = companion === undefined ? [] : membersOf(companion, nameIndex(companion, new Set([name])))
  return [{ design, name }, ...others]
}

/** What of the text fits so many bytes. */
export function cutBytes(text: string, bytes: number): string {
  let cut = ''
  for (const character of text) {
    if (Buffer.byteLength(cut + character) > bytes) break
    cut += character
  }
  return cut
}
