/** A column as it was declared. */
export interface SchemaColumn {
  readonly name: string
  /** As `format_type` writes it. */
  readonly type: string
  /** `pg_type.typname` of what domains are made of: `int4`, `bpchar`, `_text`. */
  readonly baseType: string
  /** `pg_type.typcategory` of that. */
  readonly category: string
  /** Bytes of a value, negative where they vary. */
  readonly length: number
  /** Bytes that its values are aligned to. */
  readonly alignment: number
  readonly notNull: boolean
  readonly isGenerated: boolean
  /** The sequence that fills it, as an identity or by its default. */
  readonly sequence: SchemaSequence | undefined
  /** Distinct values: a number, or the negative of a fraction of the rows (pg_stats); undefined where nothing was sampled. */
  readonly nDistinct: number | undefined
  readonly nullFrac: number | undefined
  readonly avgWidth: number | undefined
}

interface SchemaSequence {
  readonly isIdentity: boolean
  /** Share of its values that are used up, 0 to 1: of the sequence's own range or of the column's, whichever ends sooner. */
  readonly used: number
}

/** A foreign key; `columns` and `referencedColumns` go together, and so do the types. */
export interface SchemaForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly referencedSchema: string
  readonly referencedTable: string
  readonly referencedColumns: readonly string[]
  readonly referencedTypes: readonly string[]
}

export interface SchemaTable {
  readonly schema: string
  readonly name: string
  readonly rows: number
  readonly pages: number
  /** Kept outside of the rows, in pages. */
  readonly toastPages: number
  readonly columns: readonly SchemaColumn[]
  /** Columns of the primary key in its order; empty where there is none. */
  readonly primaryKey: readonly string[]
  /** Columns of every unique index that has neither predicate nor expressions. */
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly foreignKeys: readonly SchemaForeignKey[]
  readonly checks: readonly { readonly name: string; readonly columns: readonly string[] }[]
  /** Names of constraints that were never checked against the rows there are. */
  readonly notValid: readonly string[]
  /** Columns that an index, a policy, a trigger's condition, a generated column or a view names. */
  readonly dependedOn: readonly string[]
}

/** The tables of one side, partitions left out: they follow their parent. */
export interface Schema {
  readonly tables: readonly SchemaTable[]
  /** Text of all views and functions of the schemas, for words that occur in it. */
  readonly code: string
}

/** Whether a table of the other side has the column, or where none is named, whether there is the table. */
export function hasColumn({ tables }: Schema, table: SchemaTable, column?: string): boolean {
  const found = tables.find(other => other.schema === table.schema && other.name === table.name)
  return found !== undefined && (column === undefined || found.columns.some(({ name }) => name === column))
}
