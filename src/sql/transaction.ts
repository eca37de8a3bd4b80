import { scan } from './scan.ts'

const LEADING_WORDS = 6

/** The first words of a statement in lower case, without comments and punctuation. */
export function leadingWords(text: string): readonly string[] {
  const words: string[] = []
  for (const { kind, start, end } of scan(text)) {
    if (kind === 'string' || words.length === LEADING_WORDS) break
    if (kind === 'word') words.push(text.slice(start, end).toLowerCase())
  }
  return words
}

/** What a statement does to the transaction that it is sent in. */
export function transactionEffect(text: string): 'begins' | 'ends' | undefined {
  const [first, second, ...rest] = leadingWords(text)
  if (first === 'begin' || (first === 'start' && second === 'transaction')) return 'begins'
  if (first === 'prepare' && second === 'transaction') return 'ends'
  if (first !== 'commit' && first !== 'end' && first !== 'rollback' && first !== 'abort') return undefined
  const words = [second, ...rest]
  const isNested = words.includes('to') || second === 'prepared'
  const isChained = words.includes('chain') && !words.includes('no')
  return isNested || isChained ? undefined : 'ends'
}

/** Whether a block of code commits, which it may only outside of a transaction. */
export function commitsWithin(text: string): boolean {
  return /^do$/i.test(leadingWords(text)[0] ?? '') && /^\s*commit\s*;/im.test(text)
}

/** Statements that PostgreSQL refuses inside a transaction block ("cannot run inside a transaction block" in their manual pages). */
export function needsNoTransaction(text: string): boolean {
  const words = leadingWords(text)
  const [first, second] = words
  const isConcurrent = words.includes('concurrently')
  if (first === 'vacuum' || commitsWithin(text)) return true
  if (first === 'alter') {
    return second === 'system' || (second === 'table' && /\bdetach\s+partition\b.*\bconcurrently\s*$/is.test(text))
  }
  if (first === 'reindex')
    return isConcurrent || words.some(word => word === 'database' || word === 'system' || word === 'schema')
  if (first !== 'create' && first !== 'drop') return false
  if (second === 'database' || second === 'tablespace' || second === 'subscription') return true
  return isConcurrent && (second === 'index' || second === 'unique')
}
