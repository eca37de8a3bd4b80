import { scan, type Token } from './scan.ts'

/**
 * The query inside DECLARE … CURSOR FOR, COPY (…) TO, CREATE TABLE … AS, CREATE MATERIALIZED VIEW … AS, EXPLAIN and PREPARE …
 * AS, as exact source; undefined for every other statement.
 */
export function innerQuery(text: string): string | undefined {
  const tokens = [...scan(text)].filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const words = tokens.slice(0, 6).map(token => wordOf(text, token))
  if (words[0] === 'declare') return textAfter(text, tokens, 'for')
  if (words[0] === 'prepare' && words[1] !== 'transaction') return textAfter(text, tokens, 'as')
  if (words[0] === 'copy' && words[1] === '(') return copiedQuery(text, tokens)
  if (words[0] === 'explain') return explainedQuery(text, tokens)
  if (words[0] === 'create' && words.some(word => word === 'table' || word === 'materialized')) {
    const query = textAfter(text, tokens, 'as')?.replace(/\s+with\s+(?:no\s+)?data\s*$/i, '')
    return query !== undefined && /^execute\b/i.test(query) ? undefined : query
  }
  return undefined
}

function wordOf(text: string, { start, end }: Token): string {
  return text.slice(start, end).toLowerCase()
}

function from(text: string, token: Token | undefined): string | undefined {
  return token && text.slice(token.start).replace(/[\s;]+$/, '')
}

/** What follows the first `word` outside parentheses. */
function textAfter(text: string, tokens: readonly Token[], word: string): string | undefined {
  let depth = 0
  const at = tokens.findIndex(token => {
    const here = wordOf(text, token)
    if (here === '(') depth++
    else if (here === ')') depth--
    return depth === 0 && here === word
  })
  return at < 0 ? undefined : from(text, tokens[at + 1])
}

function closingOf(text: string, tokens: readonly Token[], open: number): number {
  let depth = 0
  return tokens.findIndex((token, at) => {
    if (at < open) return false
    const here = wordOf(text, token)
    if (here === '(') depth++
    else if (here === ')') depth--
    return depth === 0
  })
}

function copiedQuery(text: string, tokens: readonly Token[]): string | undefined {
  const close = closingOf(text, tokens, 1)
  return close < 0 ? undefined : text.slice(tokens[2]!.start, tokens[close]!.start).trimEnd()
}

function explainedQuery(text: string, tokens: readonly Token[]): string | undefined {
  let at = 1
  const first = tokens[1] && wordOf(text, tokens[1])
  // `explain (select 1)` explains a query; options are a list of words.
  if (first === '(' && !/^(?:select|with|values|table|\()$/.test(tokens[2] ? wordOf(text, tokens[2]) : '')) {
    at = closingOf(text, tokens, 1) + 1
  }
  while (tokens[at] && /^(?:analy[sz]e|verbose)$/.test(wordOf(text, tokens[at]!))) at++
  return at === 0 ? undefined : from(text, tokens[at])
}
