import { effectsOf } from './effects.ts'
import { nameParts, parse, type TreeNode, walk } from './parse.ts'

/** What is left of a query when what an edit mostly touches is taken away; for finding its former self. */
export interface QueryShape {
  /** The whole query without constants and without the names that it makes up: aliases and those of output columns. */
  readonly form: string
  /** The same without its output columns. */
  readonly withoutOutput: string
  /** Its verb and its tables. */
  readonly subject: string
  /** Columns that its predicates name, without qualifiers. */
  readonly filters: ReadonlySet<string>
}

/** Where predicates stand in the tree: WHERE, HAVING, ON and USING. */
const PREDICATES = new Set(['whereClause', 'havingClause', 'quals', 'usingClause', 'joinCondition'])
const PLACES = new Set(['location', 'stmt_location', 'stmt_len', 'name_location', 'rexpr_list_start', 'rexpr_list_end'])
const CONSTANTS = new Set(['A_Const', 'ParamRef'])

/** The shape of a single query; undefined where the parser does not know the text, or it is none. */
export function queryShape(text: string): QueryShape | undefined {
  const statements = parse(text)
  const [statement] = statements ?? []
  if (statement === undefined || statements!.length > 1) return undefined
  const labels = labelsOf(statement)
  const [verb = '', body] = Object.entries(statement)[0] ?? []
  return {
    form: JSON.stringify(canonical(statement, '', labels)),
    withoutOutput: JSON.stringify(canonical({ [verb]: { ...body, ...OUTPUTS } }, '', labels)),
    subject: [verb, ...effectsOf(statement).tables.toSorted()].join(' '),
    filters: filtersOf(statement),
  }
}

/** What a query returns, by its keys in the tree: of SELECT, and of RETURNING before and since PostgreSQL 18's grammar. */
const OUTPUTS = { targetList: undefined, returningList: undefined, returningClause: undefined }

/** By alias, or name where there is none: the position of a relation among all that the query reads. */
function labelsOf(statement: object): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  walk(statement, node => {
    const alias = (node.alias as TreeNode | undefined)?.aliasname
    const name = typeof alias === 'string' ? alias : node.relname
    if (typeof name === 'string' && !labels.has(name)) labels.set(name, `relation ${labels.size + 1}`)
  })
  return labels
}

function canonical(value: unknown, key: string, labels: ReadonlyMap<string, string>): unknown {
  if (CONSTANTS.has(key)) return '?'
  if (Array.isArray(value)) return value.map(each => canonical(each, '', labels))
  if (typeof value !== 'object' || value === null) return value
  if (key === 'ColumnRef') return columnOf(value as TreeNode, labels)
  const entries = Object.entries(value).filter(
    ([name, child]) => child !== undefined && name !== 'alias' && !PLACES.has(name),
  )
  const named = key === 'SelectStmt' ? entries.map(([name, child]) => [name, nameless(name, child)] as const) : entries
  return Object.fromEntries(named.map(([name, child]) => [name, canonical(child, name, labels)]))
}

/** Output columns without the names they are given. */
function nameless(name: string, child: unknown): unknown {
  if (name !== 'targetList' || !Array.isArray(child)) return child
  return child.map(({ ResTarget }: { ResTarget?: TreeNode }) => ResTarget?.val)
}

/** A column after the relation that it is of, whatever that is called; alone where the query does not say. */
function columnOf({ fields }: TreeNode, labels: ReadonlyMap<string, string>): string {
  const isStar = (fields as readonly TreeNode[]).some(field => 'A_Star' in field)
  const parts = isStar ? [...nameParts(fields), '*'] : nameParts(fields)
  const label = parts.length > 1 ? labels.get(parts.at(-2)!) : undefined
  return JSON.stringify(label === undefined ? parts : [label, parts.at(-1)])
}

function filtersOf(statement: object): ReadonlySet<string> {
  const columns = new Set<string>()
  const collect = (predicate: unknown) =>
    walk({ predicate }, (node, key) => {
      const name = key === 'ColumnRef' ? nameParts(node.fields).at(-1) : undefined
      if (name !== undefined) columns.add(name)
    })
  walk(statement, node => {
    for (const [key, child] of Object.entries(node)) {
      if (!PREDICATES.has(key)) continue
      collect(child)
      if (key === 'usingClause') for (const name of nameParts(child)) columns.add(name)
    }
  })
  return columns
}
