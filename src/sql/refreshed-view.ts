import { quoteIdentifier } from '../postgres/quote.ts'
import { parse, type TreeNode } from './parse.ts'

/** The name, as SQL, of the materialized view that a REFRESH fills; undefined for every other statement and for `with no data`. */
export function refreshedView(text: string): string | undefined {
  if (!/^\W*refresh\b/i.test(text)) return undefined
  const [statement, ...others] = parse(text) ?? []
  const refresh =
    statement !== undefined && 'RefreshMatViewStmt' in statement ? statement.RefreshMatViewStmt : undefined
  if (refresh === undefined || others.length > 0 || refresh.skipData === true) return undefined
  const { schemaname, relname } = (refresh.relation ?? {}) as TreeNode
  const parts = [schemaname, relname].filter(part => typeof part === 'string')
  return parts.map(quoteIdentifier).join('.')
}
