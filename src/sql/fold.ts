import { scan } from './scan.ts'

/** A token that means something; constants and parameters are `constant`. */
export interface Sign {
  readonly kind: 'word' | 'quoted' | 'constant' | 'punctuation'
  readonly text: string
  /** Whether white space or a comment stood before it. */
  readonly isSpaced: boolean
}

/** Words after which `true`, `false` and `null` are syntax, not constants. */
const SYNTAX_BEFORE_LITERAL_WORD = new Set(['is', 'not', 'set', 'on', 'default'])
const LITERAL_WORDS = new Set(['true', 'false', 'null'])
/** Words that an operand does not end with, so that a sign after them belongs to the number. */
const BEFORE_OPERAND = new Set(
  'select and or not then else when case in between like ilike values limit offset return returning by where on set from all distinct having using default is'.split(
    ' ',
  ),
)

/** The tokens of a text without white space and comments. Positions in `order by 2` and `group by 1, 2` stay words. */
export function signs(text: string): Sign[] {
  const found: Sign[] = []
  let isSpaced = false
  for (const { kind, start, end } of scan(text)) {
    if (kind === 'space' || kind === 'comment') {
      isSpaced = true
      continue
    }
    const sign = text.slice(start, end)
    const isConstant = kind === 'string' || kind === 'parameter' || (kind === 'number' && !isPosition(found, sign))
    const asKind = isConstant ? 'constant' : kind === 'quoted' || kind === 'punctuation' ? kind : 'word'
    found.push({ kind: asKind, text: sign, isSpaced: isSpaced && found.length > 0 })
    isSpaced = false
  }
  while (found.at(-1)?.text === ';') found.pop()
  return found
}

function isPosition(before: readonly Sign[], number: string): boolean {
  if (!/^\d{1,2}$/.test(number)) return false
  const last = before.at(-1)
  if (last?.text.toLowerCase() === 'by') return true
  return last?.text === ',' && /^\d{1,2}$/.test(before.at(-2)?.text ?? '') && before.at(-2)?.kind === 'word'
}

/**
 * One spelling for all executions of a statement: words in lower case, single spaces, every constant and parameter `$1`,
 * lists of constants and equal rows of `values` down to one. PostgreSQL still parses it, and to the same fingerprint.
 */
export function fold(text: string): string {
  const folded: string[] = []
  const groups: number[] = []
  let closed: { start: number; end: number } | undefined
  let previous: Sign | undefined
  for (const sign of signs(text)) {
    const isConstant = sign.kind === 'constant' || isLiteralWord(sign, previous)
    if (isConstant) {
      if (isSign(folded.at(-1)) && !isOperand(folded.at(-2))) folded.pop()
      if (folded.at(-1) === ',' && folded.at(-2) === '$1' && isList(folded, groups.at(-1))) folded.pop()
      else folded.push('$1')
    } else if (sign.text === '(' || sign.text === '[') {
      groups.push(folded.length)
      folded.push(sign.text)
    } else if ((sign.text === ')' || sign.text === ']') && sign.kind === 'punctuation') {
      folded.push(sign.text)
      const start = groups.pop() ?? folded.length
      if (closed && folded[start - 1] === ',' && closed.end === start - 1 && isSame(folded, closed.start, start)) {
        folded.length = closed.end
      } else closed = { start, end: folded.length }
    } else folded.push(sign.kind === 'word' ? sign.text.toLowerCase() : sign.text)
    previous = sign
  }
  return folded.join(' ').replace(/(?<=[-+*/<>=~!@#%^&|?:]) (?=[-+*/<>=~!@#%^&|?:])/g, '')
}

function isLiteralWord(sign: Sign, previous: Sign | undefined): boolean {
  return (
    sign.kind === 'word' &&
    LITERAL_WORDS.has(sign.text.toLowerCase()) &&
    !SYNTAX_BEFORE_LITERAL_WORD.has(previous?.text.toLowerCase() ?? '')
  )
}

function isSign(text: string | undefined): boolean {
  return text === '-' || text === '+'
}

function isOperand(text: string | undefined): boolean {
  return text !== undefined && (/^[\])"$]/.test(text) || (/^[\w\u0080-\uffff]/.test(text) && !BEFORE_OPERAND.has(text)))
}

/** Only in `in (…)` and `array[…]` does the number of constants not matter; in a call it tells two functions apart. */
function isList(folded: readonly string[], start: number | undefined): boolean {
  if (start === undefined) return false
  return folded[start] === '[' || folded[start - 1] === 'in'
}

/** Whether the group that ends the text equals the group that began at `earlier`. */
function isSame(folded: readonly string[], earlier: number, later: number): boolean {
  const length = folded.length - later
  if (later - 1 - earlier !== length) return false
  for (let at = 0; at < length; at++) if (folded[earlier + at] !== folded[later + at]) return false
  return true
}
