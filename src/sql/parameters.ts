import { quoteLiteral } from '../postgres/quote.ts'
import { scan, type Token } from './scan.ts'

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

/**
 * The first parameter that waits for an application's or a tool's value: `$1`, `:id`, `:'id'`, `@id`, or a macro of sqlc's such
 * as `sqlc.arg(id)`; undefined where all values are there. PostgreSQL itself would take `@id` for the absolute value of a column.
 */
export function findParameter(sql: string): string | undefined {
  const tokens = [...scan(sql)].filter(({ kind }) => kind !== 'comment')
  const textOf = (token: Token | undefined) => (token === undefined ? '' : sql.slice(token.start, token.end))
  let brackets = 0
  for (const [at, token] of tokens.entries()) {
    const text = textOf(token)
    if (token.kind === 'parameter') return text
    if (token.kind !== 'punctuation' && token.kind !== 'word') continue
    if (text === '[') brackets++
    if (text === ']') brackets--
    const [before, after, next] = [textOf(tokens[at - 1]), textOf(tokens[at + 1]), textOf(tokens[at + 2])]
    const isName = tokens[at + 1]?.kind === 'word'
    if (isName && text === '@' && !OPERATOR.test(before)) return `@${after}`
    // An array's slice has a colon too, and a cast has two.
    if (text === ':' && brackets === 0 && before !== ':' && (isName || QUOTED_NAME.test(after))) return `:${after}`
    if (text.toLowerCase() === 'sqlc' && after === '.' && MACRO.test(next)) return `sqlc.${next}`
  }
  return undefined
}

/** psql's variables as a constant and as an identifier. */
const QUOTED_NAME = /^(?:'[\w\u0080-\uffff]+'|"[\w\u0080-\uffff]+")$/
/** An `@` after one of these ends an operator, such as `<@`; an equals sign before it is one of its own. */
const OPERATOR = /^[-+*/<>~!@#%^&|`?]$/
const MACRO = /^(?:n?arg|slice|embed)$/i
