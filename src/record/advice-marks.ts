import { statementKey } from '../sql/fingerprint.ts'
import { parse, type TreeNode, walk } from '../sql/parse.ts'

/**
 * What a text of SQL does, as marks that are equal for two texts which do the same, whatever they call it: an index built, an index
 * dropped, statistics, a table's options, a setting, a table divided. Unknown statements have none.
 */
export function marksOf(sql: string): readonly string[] {
  return [...(parse(sql) ?? []).flatMap(statement => markOf(statement as TreeNode) ?? []), ...partitionMarks(sql)]
}

/** The mark of a query that takes another's place. */
export function queryMark(fingerprint: string): string {
  return `query ${fingerprint}`
}

/** Queries among the statements of an advice: another form of a statement. */
export function queryMarks(sql: string): readonly string[] {
  const trees = (parse(sql) ?? []) as readonly TreeNode[]
  const isQuery =
    trees.length === 1 && ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'].some(kind => kind in trees[0]!)
  return isQuery ? [queryMark(statementKey(sql.replace(/;\s*$/, '')).fingerprint)] : []
}

export function settingMark(name: string, value: string): string {
  return `setting ${name} = ${value.toLowerCase()}`
}

function markOf(statement: TreeNode): string | undefined {
  const [[kind, node] = []] = Object.entries(statement) as readonly [string, TreeNode][]
  if (kind === undefined || node === undefined) return undefined
  switch (kind) {
    case 'IndexStmt':
      return `index ${bare(node, ['idxname', 'concurrent', 'if_not_exists'])}`
    case 'CreateStatsStmt':
      return `statistics ${bare(node, ['defnames', 'if_not_exists'])}`
    case 'DropStmt':
      return node.removeType === 'OBJECT_INDEX' ? `drop index ${bare({ objects: node.objects }, [])}` : undefined
    case 'AlterTableStmt':
      // What is added to it, such as a column, is no advice of ours.
      return /AT_(?:SetStatistics|SetRelOptions)/.test(JSON.stringify(node.cmds))
        ? `table ${bare(node, [])}`
        : undefined
    case 'CreateTableAsStmt':
      return `table as ${bare({ query: node.query }, [])}`
    case 'AlterSystemStmt':
    case 'AlterDatabaseSetStmt':
    case 'AlterRoleSetStmt':
      return settingOf(node.setstmt as TreeNode | undefined)
    default:
      return undefined
  }
}

/** The tree without what only names it, its place in the text and the schema that is meant anyway. */
function bare(node: TreeNode, without: readonly string[]): string {
  const rest = Object.fromEntries(Object.entries(structuredClone(node)).filter(([key]) => !without.includes(key)))
  walk(rest, each => {
    for (const key of ['location', 'stmt_location', 'stmt_len', 'catalogname', 'missing_ok'])
      delete (each as Record<string, unknown>)[key]
    if (each.schemaname === 'public') delete (each as Record<string, unknown>).schemaname
  })
  // `drop index public.name` has the schema as a text of its own.
  return JSON.stringify(rest).replaceAll('{"String":{"sval":"public"}},', '')
}

function settingOf(set: TreeNode | undefined): string | undefined {
  if (typeof set?.name !== 'string') return undefined
  const values: string[] = []
  walk(set.args, node => {
    const { sval, ival, fval, boolval } = node as { sval?: unknown; ival?: unknown; fval?: unknown; boolval?: unknown }
    for (const value of [sval, fval]) if (typeof value === 'string') values.push(value)
    if (typeof ival === 'number') values.push(String(ival))
    if (typeof boolval === 'boolean') values.push(boolval ? 'on' : 'off')
  })
  return values.length === 0 ? undefined : settingMark(set.name, values.join(','))
}

const IDENTIFIER = '(?:"[^"]+"|\\w+)'
const PARTITIONED = new RegExp(
  `create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(?:${IDENTIFIER}\\.)?(${IDENTIFIER})[^;]*?\\)\\s*partition\\s+by\\s+(range|list|hash)\\s*\\(([^)]*)\\)`,
  'gi',
)

/** Tables that are made divided, also within a DO block, whose text is no SQL to the parser. */
function partitionMarks(sql: string): readonly string[] {
  return [...sql.matchAll(PARTITIONED)].map(([, table = '', strategy = '', columns = '']) => {
    const plain = (text: string) => text.replaceAll('"', '').replace(/\s+/g, ' ').trim()
    return `partition ${plain(table)} ${strategy.toLowerCase()} ${plain(columns).toLowerCase()}`
  })
}
