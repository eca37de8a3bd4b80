import { withoutLiterals } from '../sql/literals.ts'

/** Where a message of the server ends, as describeSqlError writes it: `message (SQLSTATE 23505)`. */
const AFTER_STATE = /(?<=\(SQLSTATE \w{5}\))/
const STATE = /\(SQLSTATE (\w{5})\)$/
/** The labels of what describeSqlError writes below it. */
const PARTS = /^(?=(?:detail|hint|in): )/m

/** What a detail says of rows that violate a constraint, and where the row's values stand in it. */
const DETAILS: readonly (readonly [RegExp, string])[] = [
  [/^(Key \([\s\S]*?\))=\([\s\S]*\) (conflicts with existing key \([\s\S]*?\))=\([\s\S]*\)\.$/, '$1=(?) $2=(?).'],
  [
    /^(Key \([\s\S]*?\))=\([\s\S]*\) (already exists|is duplicated|is (?:not present in|still referenced from) table "[^\n]*")\.$/,
    '$1=(?) $2.',
  ],
  [/^(Failing row contains) \([\s\S]*\)\.$/, '$1 (?).'],
  [/^(Partition key of the failing row contains \([\s\S]*?\)) = \([\s\S]*\)\.$/, '$1 = (?).'],
]

/**
 * PostgreSQL's messages quote data: constants, `Key (email)=(…) already exists`, `time zone "…" not recognized`, the line of a
 * COPY. Here the values go. What a message of class 22 (data exception) has in double quotes is data; elsewhere it is a name. A
 * detail of class 22 or 23 (integrity) that is not one of the known ones, another language's too, goes whole.
 */
export function withoutValues(message: string): string {
  const pieces = message.split(AFTER_STATE)
  return pieces
    .map((piece, at) => {
      const before = STATE.exec(pieces[at - 1] ?? '')?.[1]
      const told = before === undefined ? piece : belowMessage(piece, before)
      return withoutQuoted(told, STATE.exec(piece)?.[1] ?? '')
    })
    .join('')
    .replace(/'(?:[^'\n]|'')*'/g, "'?'")
    .replace(/(Key \([^\n]*?\))=\([^\n]*\)/g, '$1=(?)')
    .replace(/(Failing row contains) \([^\n]*\)/g, '$1 (?)')
    .replace(/(invalid input [^:\n]*): "[^\n]*"/g, '$1: "?"')
}

function withoutQuoted(message: string, code: string): string {
  if (code.startsWith('22')) return message.replace(/"[\s\S]*"/g, '"?"')
  // A constant that is not closed, or stands where none may.
  return code === '42601' ? message.replace(/(at or near) "(?:'|\$\$)[\s\S]*"/, '$1 "?"') : message
}

function belowMessage(text: string, code: string): string {
  const [excerpt = '', ...parts] = text.split(PARTS)
  const told = parts.map(part => {
    const [, label = '', body = '', end = ''] = /^(\w+): ([\s\S]*?)(\n?)$/.exec(part) ?? []
    if (label === 'in') return `in: ${withoutData(body)}${end}`
    if (label === 'hint' || !/^2[23]/.test(code)) return part
    const [pattern, kept] = DETAILS.find(([known]) => known.test(body)) ?? [/^[\s\S]*$/, '?']
    return `detail: ${body.replace(pattern, kept)}${end}`
  })
  return [excerpt, ...told].join('')
}

/** Of the stack of what was running: SQL without its constants, no text of a COPY or of JSON. */
function withoutData(context: string): string {
  return context
    .replace(/^(SQL statement|PL\/pgSQL (?:assignment|expression)) "([\s\S]*?)"$/gm, (_, what: string, sql: string) => {
      return `${what} "${withoutLiterals(sql)}"`
    })
    .replace(
      /^(COPY [^\n]*?, line \d+(?:, column [^\n:]+)?|JSON data, line \d+): [\s\S]*?(?=\n(?:PL\/|SQL |COPY )|(?![\s\S]))/gm,
      '$1: ?',
    )
}
