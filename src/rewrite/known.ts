import type { Node } from 'libpg-query'
import type { Table } from '../capture/catalog/table.ts'
import { columnNames } from './tree.ts'

/** What is known of a statement besides its text. */
export interface Known {
  /** Of its parameters; undefined where the text is a normalised one, whose parameters may stand for constants. */
  readonly values?: readonly (string | null)[]
  /** The types that the driver bound the parameters with, where it did. */
  readonly bound?: readonly (string | null | undefined)[] | undefined
  /** The tables that it reads. */
  readonly tables?: readonly KnownTable[]
  /** Short names of its columns' types, by the column's name; those that it has in several types are left out. */
  readonly types?: ReadonlyMap<string, string>
}

export interface KnownTable extends Pick<Table, 'schema' | 'name'> {
  readonly columns: readonly Pick<Table['columns'][number], 'name' | 'notNull'>[]
  readonly indexes: readonly Pick<
    Table['indexes'][number],
    'isUnique' | 'isImmediate' | 'isValid' | 'predicate' | 'constraint' | 'keys'
  >[]
}

/** Whether parameters of the text may stand for constants. */
export const isNormalised = ({ values }: Known): boolean => values === undefined

/** The type that a parameter was bound with; undefined where the server chose it. */
export function boundType(node: Node, { bound }: Known): string | undefined {
  const type = 'ParamRef' in node ? bound?.[(node.ParamRef.number ?? 0) - 1] : undefined
  return type === null || type === 'unknown' ? undefined : (SHORT[type ?? ''] ?? type)
}

const SHORT: Readonly<Record<string, string>> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
}

/** The types of columns, `type` as `format_type` writes it; lengths and precisions are left out, because a cast to them cuts values. */
export function typesOf(
  columns: readonly { readonly name: string; readonly type: string }[],
): ReadonlyMap<string, string> {
  const types = new Map<string, string>()
  const unlike = new Set<string>()
  for (const { name, type } of columns) {
    const short = shortName(type)
    if (short === undefined || (types.get(name) ?? short) !== short) unlike.add(name)
    else types.set(name, short)
  }
  for (const name of unlike) types.delete(name)
  return types
}

/** Undefined for what would need quotes or a schema, and for bits, whose length is part of the type. */
function shortName(type: string): string | undefined {
  const bare = type.replace(/\(\d+(?:,-?\d+)?\)/, '')
  const element = bare.replace(/\[\]$/, '')
  const short = SHORT[element] ?? element
  if (!/^[a-z_][a-z0-9_]*$/.test(short) || short === 'bit') return undefined
  return bare === element ? short : `${short}[]`
}

/** The type of a column that stands in a tree. */
export function typeOf(node: Node, { types }: Known): string | undefined {
  const name = columnNames(node)?.at(-1)
  return name === undefined ? undefined : types?.get(name)
}
