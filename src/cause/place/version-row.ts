import { classify } from '../../sql/fingerprint.ts'
import { scan } from '../../sql/scan.ts'
import { escaped, wholeWord } from '../../sql/whole-word.ts'
import type { BranchFile } from './branch-files.ts'

/** Tables in which tools keep what they ran; home-made ones are called alike. */
const VERSION_TABLE = /migrat|version|change_?log|sequelizemeta|phinxlog|schema_?(?:info|history|changes)/i
/** Shorter ones are anything's. */
const MIN_NAME_LENGTH = 8
/** Such a row has a handful; many are data. */
const MAX_VALUES = 16

/**
 * The branch's file that a write to a tool's own table names by one of its values: its path, its name, the version or folder in
 * front of that, or what stands in the file as its revision. Undefined where the statement is no such write.
 */
export function fileOfVersion(text: string, files: readonly BranchFile[]): BranchFile | undefined {
  if (!/^\s*(?:insert|update|merge|with)\b/i.test(text)) return undefined
  const { kind, tables } = classify(text)
  const [table] = tables
  if (kind !== 'write' || tables.length !== 1 || table === undefined) return undefined
  const values = constantsIn(text).slice(0, MAX_VALUES)
  const isKnown = VERSION_TABLE.test(table)
  const [best] = values
    .flatMap(value => files.map(file => ({ file, score: scoreOf(value, values, file, isKnown) })))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
  return best?.file
}

/** What tools write for their own sake, besides what they ran. */
const TOOLS_OWN = /(?:^|\.)(?:knex_migrations_lock|kysely_migration_lock|databasechangeloglock|ar_internal_metadata)$/i

/** Whether a write is a tool's own business. */
export function isToolsOwn(text: string): boolean {
  const { kind, tables } = classify(text)
  return kind === 'write' && tables.length === 1 && TOOLS_OWN.test(tables[0]!)
}

function constantsIn(text: string): readonly string[] {
  return [...scan(text)].flatMap(({ kind, start, end }) => {
    const token = text.slice(start, end)
    if (kind === 'string') return /^'/.test(token) ? [token.slice(1, -1).replaceAll("''", "'")] : []
    return kind === 'number' ? [token] : []
  })
}

/** How well a value names a file; what the other values say of its folders, and that it is new, decides between equals. */
function scoreOf(value: string, values: readonly string[], file: BranchFile, isKnown: boolean): number {
  const score = ownScore(value, file, isKnown)
  if (score === 0) return 0
  const segments = file.path.split('/')
  const others = values.filter(other => other !== value && segments.includes(other)).length
  return score + 0.1 * Math.min(others, 4) + (file.isAdded ? 0.05 : 0)
}

function ownScore(value: string, { path, text, isAdded }: BranchFile, isKnown: boolean): number {
  if (value === '') return 0
  const segments = path.split('/')
  const name = segments.at(-1)!
  const isLong = value.length >= MIN_NAME_LENGTH
  const isName = value === name || value === name.replace(/\.\w+$/, '') || value === name.replace(/\..*$/, '')
  if ((isName || value === path || path.endsWith(`/${value}`)) && (isKnown || isLong)) return 4
  if (!isKnown) return 0
  const [, digits] = /^[vV]?(\d+)(?!\d)/.exec(name) ?? []
  const hasNumber = /^\d+$/.test(value) && digits !== undefined && Number(digits) === Number(value)
  const isPrefix = isLong && name.startsWith(value) && /^[^a-z\d]/i.test(name.slice(value.length))
  if (isPrefix || (isLong && (hasNumber || segments.includes(value)))) return 3
  if (!text.includes(value)) return hasNumber && isAdded && /migrat|versions/i.test(path) ? 2 : 0
  if (new RegExp(`^\\s*revision\\b[^=\\n]*=\\s*["']${escaped(value)}["']`, 'm').test(text)) return 3
  if (hasNumber && isAdded && /migrat|versions/i.test(path)) return 2
  return isLong && /[a-z]/i.test(value) && wholeWord(value).test(text) ? 1 : 0
}
