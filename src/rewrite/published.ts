import type { Node } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { normalise } from '../sql/fingerprint.ts'
import { nameParts, parse, type TreeNode, walk } from '../sql/parse.ts'
import { scan } from '../sql/scan.ts'

/** Below these a constant is syntax: the length of a type, a position in `group by 1`. */
const SYNTAX = new Set(['typeName', 'groupClause'])

/**
 * A statement's text without the load's constants. What was one constant is one parameter, however often the rewrite uses it;
 * they are numbered after the statement's own.
 */
export function publishedSql(statement: Node): string {
  const numbers = new Map<unknown, number>()
  const offset = highestParameter(statement)
  const numberOf = (place: unknown) => {
    if (!numbers.has(place)) numbers.set(place, offset + numbers.size + 1)
    return numbers.get(place)
  }
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace)
    if (typeof value !== 'object' || value === null) return value
    const node = value as TreeNode
    if (isValue(node.A_Const)) return { ParamRef: { number: numberOf(node.A_Const.location) } }
    if (isPosition(node) || isField(node)) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, child]) => [key, SYNTAX.has(key) ? child : replace(child)]),
    )
  }
  return renumbered(prettily(normalise(deparseSync(replace(statement) as Node))), offset)
}

function isValue(constant: unknown): constant is TreeNode {
  if (typeof constant !== 'object' || constant === null) return false
  return ['ival', 'fval', 'sval', 'bsval'].some(key => key in constant)
}

/** In the order of the text, those of the statement itself as they were. */
function renumbered(sql: string, offset: number): string {
  const numbers = new Map<string, string>()
  let text = ''
  for (const { kind, start, end } of scan(sql)) {
    const token = sql.slice(start, end)
    const isOurs = kind === 'parameter' && Number(token.slice(1)) > offset
    if (isOurs && !numbers.has(token)) numbers.set(token, `$${offset + numbers.size + 1}`)
    text += isOurs ? numbers.get(token)! : token
  }
  return text
}

/** `order by 2`. */
function isPosition({ SortBy: sort }: TreeNode): boolean {
  return (sort as { node?: TreeNode } | undefined)?.node?.A_Const !== undefined
}

/** `extract(year from …)`, whose field the parser makes a constant. */
function isField({ FuncCall: call }: TreeNode): boolean {
  return nameParts((call as TreeNode | undefined)?.funcname).at(-1) === 'extract'
}

/** Of `$1`, `$2`…; 0 where there is none. */
export function highestParameter(statement: unknown): number {
  let highest = 0
  walk(statement, (node, key) => {
    if (key === 'ParamRef') highest = Math.max(highest, Number(node.number ?? 0))
  })
  return highest
}

/** Broken into lines again, except where that would lose the mark of a shortened list. */
function prettily(sql: string): string {
  const [statement] = sql.includes('/*') ? [] : (parse(sql) ?? [])
  return statement === undefined ? sql : deparseSync(statement)
}
