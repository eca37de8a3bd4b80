import { closest, distance } from 'fastest-levenshtein'
import type { z } from 'zod'

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
}

/** Says in words what is wrong with a value; undefined leaves it to zod. */
export function problemText(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required'
      return `must be ${noun(issue.expected)}, but is ${valueText(issue.input)}`
    case 'invalid_union':
      return `must be ${unionNouns(issue.errors)}, but is ${valueText(issue.input)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}, but is ${valueText(issue.input)}${suggestion(String(issue.input), issue.values.map(String))}`
    case 'too_small':
      return `must ${limitText(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${limitText(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`
    default:
      return undefined
  }
}

/** The known name that is probably meant, as the end of a sentence. */
export function suggestion(given: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const nearest = closest(given.toLowerCase(), known)
  const isNear = distance(given.toLowerCase(), nearest) <= Math.max(2, Math.floor(nearest.length / 3))
  return isNear ? `; did you mean \`${nearest}\`?` : ''
}

function noun(expected: string): string {
  return NOUNS[expected] ?? expected
}

function unionNouns(branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  const nouns = branches.flatMap(([issue]) => (issue?.code === 'invalid_type' ? [noun(issue.expected)] : []))
  return [...new Set(nouns)].join(' or ')
}

function limitText(origin: string, comparison: string, limit: number | bigint): string {
  return origin === 'string' ? `have ${comparison} ${limit} characters` : `be ${comparison} ${limit}`
}

function valueText(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping of keys'
  const text = String(value)
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return typeof value === 'string' ? `the text \`${short}\`` : `\`${short}\``
}
