import { scan } from '../../sql/scan.ts'
import { withoutDown } from './down-part.ts'

/**
 * Looks for statements in a file: the line, from one, at which one stands there, undefined where it does not. White space,
 * quotes, the case of letters and comments make no difference, nor how a string of the file's language is cut and escaped. What
 * undoes a migration is looked at last.
 */
export function createLiteralSearch(file: string): (statement: string) => number | undefined {
  const parts = [withoutDown(file), file].flatMap(part => [part, blankComments(part)])
  const hays = [...new Set(parts)].map(part => ({ part, ...wordsOf(part) }))
  return statement => {
    for (const needle of new Set([statement, withoutComments(statement)].map(text => wordsOf(text).text))) {
      if (needle === MARK) continue
      for (const { part, text, offsets } of hays) {
        const at = text.indexOf(needle)
        if (at !== -1) return lineAt(part, offsets[countOf(text, at)]!)
      }
    }
    return undefined
  }
}

const MARK = '\u0001'
/** What a language puts between the parts of a string, and the escapes in them. */
const BETWEEN = /(?<=["'`])\s*(?:\+|\.|<>|\\)\s*(?=["'`])|\\[nrt]/g
const WORD = /[\w$\u0080-\uffff]+|[^\s\w$\u0080-\uffff"'`\\]/g

interface Words {
  /** The words and signs in lower case, each with a mark before it, and one mark at the end. */
  readonly text: string
  readonly offsets: readonly number[]
}

function wordsOf(source: string): Words {
  const plain = source.replaceAll(BETWEEN, found => ' '.repeat(found.length))
  const offsets: number[] = []
  let text = MARK
  for (const { 0: word, index } of plain.matchAll(WORD)) {
    text += word.toLowerCase() + MARK
    offsets.push(index)
  }
  return { text, offsets }
}

function countOf(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf(MARK); at !== -1 && at < end; at = text.indexOf(MARK, at + 1)) count++
  return count
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length

const withoutComments = (sql: string) =>
  [...scan(sql)].map(({ kind, start, end }) => (kind === 'comment' ? ' ' : sql.slice(start, end))).join('')

/** SQL's comments in whatever file; the lines stay. */
const blankComments = (text: string) =>
  text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, found => found.replaceAll(/[^\n]/g, ' '))
