import { createHash } from 'node:crypto'
import { type Effects, effectsOf, isQuery } from './effects.ts'
import { fold, type Sign, signs } from './fold.ts'
import { innerQuery } from './inner-query.ts'
import { loadGrammar, parse, parserFingerprint } from './parse.ts'
import { scan } from './scan.ts'

/**
 * Identity of a statement across databases: libpg-query's fingerprint and a hash of the normalised text without
 * parameter numbers, which tells `limit 10` from `limit 10 offset 20`. Never stored across parser versions.
 */
export interface StatementKey {
  /** 16 hex digits. */
  readonly fingerprint: string
  /** 8 hex digits. */
  readonly textHash: string
}

export interface Classification {
  /** `read` leaves the database as it is; `write` may not; `utility` is what EXPLAIN refuses or only wraps. */
  readonly kind: Effects['kind'] | 'unparsable'
  /** Whether EXPLAIN takes the text itself: one SELECT, VALUES, INSERT, UPDATE, DELETE or MERGE. */
  readonly isExplainable: boolean
  /** The query of a cursor, a COPY, a CREATE TABLE AS, an EXPLAIN or a PREPARE. */
  readonly inner: string | undefined
  readonly tables: readonly string[]
}

/** Await this once before anything of `sql/` that parses. */
export async function loadParser(): Promise<void> {
  await loadGrammar()
}

/**
 * The key of a statement, equal for its literal, parameterised and pg_stat_statements spelling, and for every length of
 * an IN list or of `values`. A text that the parser does not know is keyed by its folded text alone.
 */
export function statementKey(text: string): StatementKey {
  const hash = createHash('sha256').update(fold(text)).digest('hex')
  return { fingerprint: parserFingerprint(text) ?? hash.slice(8, 24), textHash: hash.slice(0, 8) }
}

/** A key as one string, for looking it up. */
export const identityOf = ({ fingerprint, textHash }: StatementKey): string => fingerprint + textHash

/** What a text does, from its parse tree; syntax too new for the parser is judged by its first word. */
export function classify(text: string): Classification {
  const statements = parse(text)
  if (statements === undefined) {
    const isExplainable = /^\W*(?:select|with|values|table|insert|update|delete|merge)\b/i.test(fold(text))
    return { kind: 'unparsable', isExplainable, inner: undefined, tables: [] }
  }
  const effects = statements.map(effectsOf)
  const tables = [...new Set(effects.flatMap(effect => effect.tables))]
  const [statement] = statements
  if (statement === undefined || statements.length > 1) {
    const kind = effects.some(effect => effect.kind === 'write') ? 'write' : 'utility'
    return { kind, isExplainable: false, inner: undefined, tables }
  }
  const isExplainable = isQuery(statement)
  return { kind: effects[0]!.kind, isExplainable, inner: isExplainable ? undefined : innerQuery(text), tables }
}

/**
 * The text to publish: constants become `$n`, numbered after the statement's own parameters, comments are cut, white
 * space is single spaces, and an IN list of constants is its first one, marked as PostgreSQL 18 does.
 */
export function normalise(text: string): string {
  const all = [...signs(text)]
  let last = all.reduce((highest, sign) => Math.max(highest, parameterNumber(sign) ?? 0), 0)
  let normalised = ''
  for (let at = 0; at < all.length; at++) {
    const sign = all[at]!
    const listEnd = endOfInList(all, at)
    if (sign.isSpaced) normalised += ' '
    normalised += sign.kind === 'constant' ? `$${parameterNumber(sign) ?? ++last}` : sign.text
    if (listEnd !== undefined) {
      normalised += ' /*, ... */'
      at = listEnd
    }
  }
  return normalised
}

function parameterNumber({ text }: Sign): number | undefined {
  return /^\$\d+$/.test(text) ? Number(text.slice(1)) : undefined
}

/** The last constant of an IN list of nothing but constants whose first one is at `start`. */
function endOfInList(all: readonly Sign[], start: number): number | undefined {
  if (all[start - 1]?.text !== '(' || all[start - 2]?.text.toLowerCase() !== 'in') return undefined
  let at = start
  while (all[at]?.kind === 'constant' && all[at + 1]?.text === ',') at += 2
  return at > start && all[at]?.kind === 'constant' && all[at + 1]?.text === ')' ? at : undefined
}

const TAGS = /^\/\*\s*((?:[\w%.~-]+\s*=\s*'(?:[^'\\]|\\.)*'\s*,?\s*)+)\*\/$/
const TAG = /([\w%.~-]+)\s*=\s*'((?:[^'\\]|\\.)*)'/g

/** Tags that an ORM left in a comment before or after the statement (sqlcommenter's specification), decoded. */
export function sqlcommenterTags(text: string): Readonly<Record<string, string>> {
  const comments = [...scan(text)].flatMap(({ kind, start, end }) =>
    kind === 'comment' ? [text.slice(start, end)] : [],
  )
  const tags = comments.flatMap(comment => [...(TAGS.exec(comment)?.[1]?.matchAll(TAG) ?? [])])
  return Object.fromEntries(tags.map(([, key, value]) => [decode(key!), decode(value!)]))
}

function decode(text: string): string {
  const unescaped = text.replace(/\\(.)/g, '$1')
  try {
    return decodeURIComponent(unescaped)
  } catch {
    return unescaped
  }
}
