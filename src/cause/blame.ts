import { definitionOf, type IndexDefinitions } from '../plan/index-definitions.ts'
import { classify } from '../sql/fingerprint.ts'
import { readReferences } from '../sql/references.ts'
import { beginningOf } from './because.ts'
import type { Aim, Look } from './culprit.ts'

/**
 * The position to blame in place of the one that the looks tell, by what the statements of the migration say; undefined where
 * none is to blame. `looks` has one more at its beginning than `texts`; `indexes` are those of before.
 */
export function blamedPosition(
  aim: Aim,
  position: number,
  looks: readonly Look[],
  texts: readonly string[],
  indexes: IndexDefinitions,
): number | undefined {
  const blamed = passedOn(aim, position, looks, texts)
  if (blamed === undefined) return undefined
  return retypingBehind(blamed, texts) ?? unindexingBehind(blamed, texts, indexes) ?? blamed
}

function passedOn(aim: Aim, position: number, looks: readonly Look[], texts: readonly string[]): number | undefined {
  if (aim === 'broken' || aim === 'mended') return position
  if (looks[position]?.kind === 'seen') {
    const made = creationOf(texts[position]!, texts.slice(0, position))
    if (made !== -1) return checkingBetween(made, position, looks, texts) ?? made
    if (aim !== 'changed') return position
    const isGone = looks[position + 1]?.kind === 'failed' && !dropsColumn(texts[position]!)
    const back = isGone ? looks.findIndex((look, at) => at > position && look.kind === 'seen') : -1
    return back === -1 ? replacementOf(position, texts) : back - 1
  }
  const lost = looks.findLastIndex((look, at) => at < position && look.kind === 'seen')
  // A column that comes makes a rewritten statement work; that it works badly is the statement's own doing.
  if (lost === -1) return addsColumn(texts[position]!) ? undefined : position
  // What a column had, its indexes above all, is gone with it, whatever comes in its place.
  return dropsColumn(texts[lost]!) ? lost : position
}

/**
 * Of a view that is made again: the statement that changed the type of a column of its tables since it was dropped, which cannot
 * be done while there is a view on it.
 */
function retypingBehind(position: number, texts: readonly string[]): number | undefined {
  const { created, tables } = readReferences(texts[position]!)
  const view = created.find(({ kind }) => kind === 'view' || kind === 'table')?.name
  if (view === undefined) return undefined
  const gone = texts.findLastIndex(
    (text, at) =>
      at < position && readReferences(text).dropped.some(({ kind, name }) => /view$/.test(kind) && name === view),
  )
  if (gone === -1) return undefined
  const changesType = (text: string) =>
    CHANGED_TYPE.test(text) && readReferences(text).tables.some(table => table !== view && tables.includes(table))
  const at = texts.slice(gone, position).findLastIndex(changesType)
  return at === -1 ? undefined : gone + at
}

/** Of a table that is made and filled: the statement in between by which its rows came to be looked for when others are written. */
function checkingBetween(made: number, position: number, looks: readonly Look[], texts: readonly string[]) {
  const triggersAt = (at: number) => {
    const look = looks[at]
    return look?.kind === 'seen' ? look.triggers : undefined
  }
  const at = texts.findLastIndex(
    (text, index) =>
      index > made &&
      index < position &&
      FOREIGN_KEY.test(text) &&
      triggersAt(index) !== undefined &&
      triggersAt(index) !== triggersAt(index + 1),
  )
  return at === -1 ? undefined : at
}

/**
 * Of a foreign key that is dropped and made again, as Prisma does around other changes: the statement that took the index of its
 * columns away before. The key was there all the time.
 */
function unindexingBehind(position: number, texts: readonly string[], indexes: IndexDefinitions): number | undefined {
  const [, table, name, columns] = FOREIGN_KEY.exec(texts[position]!) ?? []
  if (table === undefined || name === undefined || columns === undefined) return undefined
  const before = texts.slice(0, position)
  if (!before.some(text => isSameName(DROPPED_CONSTRAINT.exec(text)?.[1], name))) return undefined
  const [first] = columns.split(',')
  const served = (index: string) => {
    const beginning = beginningOf(definitionOf(index, indexes) ?? '')
    return beginning !== undefined && isSameName(beginning.table, table) && isSameName(beginning.first, first)
  }
  const at = before.findLastIndex(text =>
    readReferences(text).dropped.some(({ kind, name: index }) => kind === 'index' && served(index)),
  )
  return at === -1 ? undefined : at
}

const isSameName = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && bareName(a) === bareName(b)

/** Without its schema and quotes. */
const bareName = (name: string) =>
  name
    .trim()
    .replace(/^.*\.(?=[^.]+$)/, '')
    .replace(/^"(.*)"$/, '$1')

const CHANGED_TYPE =
  /^\s*alter\s+table\b[^;]*\balter\s+(?:column\s+)?(?:"(?:[^"]|"")+"|[\w$]+)\s+(?:set\s+data\s+)?type\b/i

const dropsColumn = (text: string) => readReferences(text).dropped.some(({ kind }) => kind === 'column')

/** Of a statement that fills a table: the one among those before it that made the table, which is what is new. */
function creationOf(text: string, before: readonly string[]): number {
  const { kind, tables } = classify(text)
  const table = kind === 'write' ? tables[0] : undefined
  return before.findLastIndex(
    each =>
      table !== undefined && readReferences(each).created.some(made => made.kind === 'table' && made.name === table),
  )
}

const addsColumn = (text: string) =>
  /^\s*alter\s+table\b[^;]*\badd\s+(?:column\b|(?!constraint|primary|foreign|unique|check|exclude))/i.test(text)

const NAME = String.raw`((?:(?:"(?:[^"]|"")+"|[\w$]+)\.)?(?:"(?:[^"]|"")+"|[\w$]+))`
const FOREIGN_KEY = new RegExp(
  String.raw`^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s[^;]*?\badd\s+constraint\s+${NAME}\s+foreign\s+key\s*\(([^)]*)\)`,
  'i',
)
const DROPPED_CONSTRAINT = new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME}`, 'i')
const DROP = new RegExp(String.raw`^\s*drop\s+(policy|trigger|rule)\s+(?:if\s+exists\s+)?${NAME}\s+on\s+${NAME}`, 'i')

/** Of a policy, trigger or rule that is dropped and made again: the statement that makes it. */
function replacementOf(position: number, texts: readonly string[]): number {
  const [, kind, name, table] = DROP.exec(texts[position]!)?.map(part => part.toLowerCase()) ?? []
  if (kind === undefined) return position
  const isMade = (text: string) => {
    const words = text.toLowerCase().split(/\s+/)
    return words[0] === 'create' && words.includes(kind) && words.includes(name!) && words.includes(table!)
  }
  const made = texts.findIndex((text, at) => at > position && isMade(text.trim()))
  return made === -1 ? position : made
}
