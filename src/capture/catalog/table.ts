/** Types and statistics of a column, as the planner sees them. */
export interface Column {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  /** `pg_type.typcategory`: `S` strings, `A` arrays, `E` enums, `B` booleans, `D` dates and times, `N` numbers … */
  readonly category: string
  readonly notNull: boolean
  /** Whether its own collation orders its strings byte by byte, so that a plain b-tree answers a prefix search on any server. */
  readonly isByteOrdered: boolean
  /** Distinct values: a number, or the negative of a fraction of the rows (pg_stats); undefined where nothing was sampled. */
  readonly nDistinct: number | undefined
  readonly nullFrac: number | undefined
  readonly correlation: number | undefined
  readonly avgWidth: number | undefined
  /** Frequencies of common values that are words of the schema, not of the data: of booleans, of enums, and of strings that a check, a default or an index of the table names. */
  readonly commonValues: Readonly<Record<string, number>>
}

/** One key of an index; `expression` is the column's name, unquoted, or the expression's text. */
export interface IndexKey {
  readonly expression: string
  readonly isColumn: boolean
  readonly opclass: string
  readonly isDefaultOpclass: boolean
  /** Undefined where it is the column's own. */
  readonly collation: string | undefined
  readonly isDescending: boolean
  readonly isNullsFirst: boolean
}

export interface Index {
  readonly schema: string
  readonly name: string
  /** `pg_get_indexdef`. */
  readonly definition: string
  readonly method: string
  readonly keys: readonly IndexKey[]
  readonly include: readonly string[]
  readonly predicate: string | undefined
  readonly isUnique: boolean
  readonly isValid: boolean
  readonly isReplicaIdentity: boolean
  /** Whether uniqueness holds after each row; not so with a constraint that may be deferred. */
  readonly isImmediate: boolean
  /** The constraint that stands on it. */
  readonly constraint: string | undefined
  readonly sizeBytes: number
}

export interface ForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly referencedSchema: string
  readonly referencedTable: string
}

export interface Table {
  readonly schema: string
  readonly name: string
  /** `r` table, `m` materialised view, `p` partitioned. */
  readonly kind: 'r' | 'm' | 'p'
  readonly isPartition: boolean
  /** The table that it is a partition of. */
  readonly parent: { readonly schema: string; readonly name: string } | undefined
  readonly rows: number
  readonly pages: number
  /** Triggers that are not those of constraints: what they do shows in no plan. */
  readonly hasTriggers: boolean
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
  readonly foreignKeys: readonly ForeignKey[]
}

/** The tables of one side with all that index advice rests on. */
export interface Catalog {
  readonly tables: readonly Table[]
  /** Names of installed extensions. */
  readonly extensions: readonly string[]
}

/** The table of that name; without a schema the only one of that name. */
export function findTable({ tables }: Catalog, schema: string | undefined, name: string): Table | undefined {
  if (schema !== undefined) return tables.find(table => table.schema === schema && table.name === name)
  const [first, ...others] = tables.filter(table => table.name === name)
  return others.length === 0 ? first : undefined
}
