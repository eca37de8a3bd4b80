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
export function* signs(text: string): Generator<Sign> {
  let last: Sign | undefined
  let beforeLast: Sign | undefined
  let isSpaced = false
  for (const { kind, start, end } of scan(text)) {
    if (kind === 'space' || kind === 'comment') {
      isSpaced = true
      continue
    }
    const sign = text.slice(start, end)
    // The semicolon that ends a statement is none of it; between two it shows once the second begins.
    if (last?.text === ';' && sign !== ';') yield last
    const isConstant: boolean =
      kind === 'string' || kind === 'parameter' || (kind === 'number' && !isPosition(sign, last, beforeLast))
    const asKind: Sign['kind'] = isConstant ? 'constant' : kind === 'quoted' || kind === 'punctuation' ? kind : 'word'
    beforeLast = last
    last = { kind: asKind, text: sign, isSpaced: isSpaced && last !== undefined }
    if (sign !== ';') yield last
    isSpaced = false
  }
}

function isPosition(number: string, last: Sign | undefined, beforeLast: Sign | undefined): boolean {
  if (!/^\d{1,2}$/.test(number)) return false
  if (last?.text.toLowerCase() === 'by') return true
  return last?.text === ',' && beforeLast?.kind === 'word' && /^\d{1,2}$/.test(beforeLast.text)
}

/**
 * One spelling for all executions of a statement: words in lower case, single spaces, every constant and parameter `$1`,
 * lists of constants and equal rows of `values` down to one. PostgreSQL still parses it, and to the same fingerprint.
 */
export function fold(text: string): string {
  const folded: string[] = []
  const groups: Group[] = [{ start: -1, sibling: undefined }]
  let previous: Sign | undefined
  for (const sign of signs(text)) {
    const isConstant = sign.kind === 'constant' || isLiteralWord(sign, previous) || isExtractField(sign, folded)
    if (isConstant) pushConstant(folded, groups.at(-1)!.start)
    else if (sign.kind === 'punctuation' && (sign.text === '(' || sign.text === '[')) {
      groups.push({ start: folded.length, sibling: undefined })
      folded.push(sign.text)
    } else if (sign.kind === 'punctuation' && (sign.text === ')' || sign.text === ']') && groups.length > 1) {
      folded.push(sign.text)
      closeGroup(folded, groups.pop()!.start, groups.at(-1)!)
    } else folded.push(sign.kind === 'word' ? sign.text.toLowerCase() : sign.text)
    previous = sign
  }
  return folded.join(' ').replace(/(?<=[-+*/<>=~!@#%^&|?:]) (?=[-+*/<>=~!@#%^&|?:])/g, '')
}

/** What is open: where its bracket stands, and the last group that was closed inside it. */
interface Group {
  readonly start: number
  sibling: { readonly start: number; readonly end: number } | undefined
}

function pushConstant(folded: string[], groupStart: number): void {
  if (isSign(folded.at(-1)) && !isOperand(folded.at(-2))) folded.pop()
  if (folded.at(-1) === ',' && folded.at(-2) === '$1' && isList(folded, groupStart)) folded.pop()
  else folded.push('$1')
}

/** Drops the group that ends the text where the one before it, a comma away, is the same. */
function closeGroup(folded: string[], start: number, parent: Group): void {
  const { sibling } = parent
  if (sibling?.end === start - 1 && folded[start - 1] === ',' && isSame(folded, sibling.start, start)) {
    folded.length = sibling.end
  } else parent.sibling = { start, end: folded.length }
}

/** `extract(epoch from t)`: PostgreSQL makes the field a constant and pg_stat_statements shows `$1`. */
function isExtractField(sign: Sign, folded: readonly string[]): boolean {
  return sign.kind === 'word' && folded.at(-1) === '(' && folded.at(-2) === 'extract'
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
function isList(folded: readonly string[], start: number): boolean {
  return folded[start] === '[' || folded[start - 1] === 'in'
}

/** Whether the group that ends the text equals the group that began at `earlier`. */
function isSame(folded: readonly string[], earlier: number, later: number): boolean {
  const length = folded.length - later
  if (later - 1 - earlier !== length) return false
  for (let at = 0; at < length; at++) if (folded[earlier + at] !== folded[later + at]) return false
  return true
}
