import { quoteLiteral } from '../postgres/quote.ts'

/** A value in text format as an untyped constant. */
export function quoteValue(value: string | null): string {
  return value === null ? 'null' : quoteLiteral(value)
}

/**
 * Finds `$1`, `$2`… outside strings, quoted identifiers, dollar quotes and comments, and puts the values in their place as
 * untyped constants. For statements whose parameter types the server cannot infer when they are prepared.
 */
export function substituteParameters(sql: string, values: readonly (string | null)[]): string {
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|[A-Za-z_][\w$]*|\$(\d+)/g
  return sql.replace(token, (match, _tag, number: string | undefined) => {
    if (number === undefined) return match
    const value = values[Number(number) - 1]
    return value === undefined ? match : quoteValue(value)
  })
}
