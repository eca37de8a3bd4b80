import { quoteLiteral } from '../postgres/quote.ts'
import { scan } from './scan.ts'

/** A value in text format as an untyped constant. */
export function quoteValue(value: string | null): string {
  return value === null ? 'null' : quoteLiteral(value)
}

/**
 * Puts values in the place of `$1`, `$2`… as constants, untyped where no type is given. For statements whose parameter
 * types the server cannot infer when they are prepared.
 */
export function substituteParameters(
  sql: string,
  values: readonly (string | null)[],
  types: readonly (string | null | undefined)[] = [],
): string {
  if (values.length === 0) return sql
  let substituted = ''
  for (const { kind, start, end } of scan(sql)) {
    const text = sql.slice(start, end)
    const at = Number(text.slice(1)) - 1
    const value = kind === 'parameter' ? values[at] : undefined
    substituted += value === undefined ? text : `${quoteValue(value)}${types[at] ? `::${types[at]}` : ''}`
  }
  return substituted
}
