import { scanToken } from '../../sql/scan.ts'

/** psql's variables while a script runs. */
export interface Variables {
  get(name: string): string | undefined
  /** Undefined takes the variable away. */
  set(name: string, value: string | undefined): void
  /** What the reference that begins at the colon stands for; undefined for none, and for a name without a value, which stays as it is. */
  at(source: string, colon: number): { readonly text: string; readonly end: number } | undefined
}

const NAME = '[A-Za-z0-9_\\u0080-\\uffff]+'
const WHOLE_NAME = new RegExp(`^${NAME}$`)
/** `:name`, `:'name'`, `:"name"` and `:{?name}` (PostgreSQL manual, psql, "SQL Interpolation"). */
const REFERENCE = new RegExp(`:(?:(${NAME})|'(${NAME})'|"(${NAME})"|\\{\\?(${NAME})\\})`, 'y')

export function isVariableName(name: string): boolean {
  return WHOLE_NAME.test(name)
}

export function createVariables(initial: Readonly<Record<string, string>>): Variables {
  const values = new Map(Object.entries(initial))
  const resolve = ([, plain, literal, identifier, tested]: RegExpExecArray): string | undefined => {
    if (tested !== undefined) return values.has(tested) ? 'TRUE' : 'FALSE'
    const value = values.get(plain ?? literal ?? identifier ?? '')
    if (value === undefined || plain !== undefined) return value
    return literal === undefined ? `"${value.replaceAll('"', '""')}"` : quoteLiteral(value)
  }
  return {
    get: name => values.get(name),
    set: (name, value) => {
      if (value === undefined) values.delete(name)
      else values.set(name, value)
    },
    at: (source, colon) => {
      REFERENCE.lastIndex = colon
      const found = REFERENCE.exec(source)
      const text = found && resolve(found)
      return found && text != null ? { text, end: colon + found[0].length } : undefined
    },
  }
}

/** A statement with its variables put in: outside of quotes and comments, and not where `::` casts. */
export function interpolate(text: string, variables: Variables): string {
  if (!text.includes(':')) return text
  let result = ''
  for (let at = 0; at < text.length; ) {
    const isCast = text.startsWith('::', at)
    const found = text[at] === ':' && !isCast ? variables.at(text, at) : undefined
    const end = found?.end ?? (isCast ? at + 2 : scanToken(text, at).end)
    result += found?.text ?? text.slice(at, end)
    at = end
  }
  return result
}

/** As libpq's PQescapeLiteral, which psql uses. */
function quoteLiteral(value: string): string {
  const doubled = `'${value.replaceAll("'", "''")}'`
  return value.includes('\\') ? ` E${doubled.replaceAll('\\', '\\\\')}` : doubled
}
