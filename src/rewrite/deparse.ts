import type { SelectStmt } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { parse } from '../sql/parse.ts'

/** The query as text; undefined where reading that again gives another tree: a bracket less makes another condition. */
export function deparseFaithfully(select: SelectStmt): string | undefined {
  const tree = { SelectStmt: select }
  const text = deparseSync(tree)
  const [read] = parse(text) ?? []
  return JSON.stringify(bare(read)) === JSON.stringify(bare(tree)) ? text : undefined
}

/** What the parser notes of the text, and what it leaves open. */
const NOTES = new Set([
  'location',
  'funcformat',
  'list_start',
  'list_end',
  'rexpr_list_start',
  'rexpr_list_end',
  'rtindex',
])

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, child]) => !NOTES.has(key) && child !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, bare(child)]))
}
