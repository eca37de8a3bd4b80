import type { Finding } from '../advise/finding.ts'
import { type SqlPiece, splitSql } from '../sql/split.ts'
import { effectComments } from './fixes.ts'
import { fenced, type Markdown, md, paragraphs, prose, suggested } from './markdown.ts'
import { recommend } from './recommendations.ts'
import type { Report } from './report.ts'

/** A change of the pull request's own migration, for a comment on its lines. */
export interface Suggestion {
  /** The finding's. */
  readonly key: string
  readonly file: string
  /** Of the migration's statement, both from 1. */
  readonly firstLine: number
  readonly lastLine: number
  readonly body: Markdown
}

/**
 * Fixes that belong where the branch's migration made the statement worse: an index beside the change that needs it, or not
 * to be dropped. `readMigration` gives a file as it is on head; undefined where it must not be read.
 */
export function suggestionsOf(
  report: Report,
  readMigration: (file: string) => string | undefined,
): readonly Suggestion[] {
  const statements = new Map(report.statements.map(statement => [statement.name, statement]))
  return recommend(report).fixes.flatMap(finding => {
    const cause = finding.statements
      .map(name => statements.get(name)?.cause)
      .filter(candidate => candidate !== undefined && 'file' in candidate)
      .find(({ side }) => side === 'head')
    // SQL has no place in a migration that is code.
    if (cause === undefined || !/\.sql$/i.test(cause.file)) return []
    const text = readMigration(cause.file)
    if (text === undefined) return []
    const place = placeOf(text, cause.file, cause.line)
    const change = place && changeFor(finding, place)
    if (place === undefined || change === undefined) return []
    const { firstLine, lastLine } = place
    return [{ key: finding.key, file: cause.file, firstLine, lastLine, body: bodyOf(finding, change) }]
  })
}

interface Place {
  readonly firstLine: number
  readonly lastLine: number
  /** The whole lines that the statement fills. */
  readonly lines: string
  readonly sql: string
}

/** The lines of a statement that has them to itself. */
function placeOf(text: string, file: string, firstLine: number): Place | undefined {
  const pieces = splitSql(text, file)
  const at = pieces.findIndex(({ line, kind }) => line === firstLine && kind === 'statement')
  const piece = pieces[at]
  if (piece === undefined) return undefined
  const lastLine = firstLine + lineBreaks(piece)
  const [before, after] = [pieces[at - 1], pieces[at + 1]]
  const isAlone =
    (before === undefined || before.line + lineBreaks(before) < firstLine) &&
    (after?.line ?? Number.POSITIVE_INFINITY) > lastLine
  const lines = text.split('\n').slice(firstLine - 1, lastLine)
  const isWhole =
    /^\s*$/.test(lines[0]?.slice(0, lines[0].indexOf(piece.text.split('\n')[0]!)) ?? '') &&
    /;\s*$/.test(lines.at(-1) ?? '')
  return isAlone && isWhole ? { firstLine, lastLine, lines: lines.join('\n'), sql: piece.text } : undefined
}

const lineBreaks = ({ text }: SqlPiece): number => text.split('\n').length - 1

/** What to put in the place of the lines; undefined where the fix has no place there. */
function changeFor({ rule, fix }: Finding, { lines, sql }: Place): string | undefined {
  if (rule === 'index-dropped' && /^drop\s+index\s[^,]*$/i.test(sql)) return ''
  if (fix === undefined || !/^(create (unique )?index [^;]*;\s*)+$/i.test(fix.sql)) return undefined
  // The tool may run the file in a transaction, where an index cannot be built concurrently.
  return `${lines}\n${fix.sql.replaceAll(/\bindex concurrently\b/gi, 'index').trimEnd()}`
}

function bodyOf({ title, why, statements, fix, trial }: Finding, change: string): Markdown {
  const block = change === '' ? fenced('suggestion', '') : suggested(change)
  const remark =
    /concurrently/i.test(fix?.sql ?? '') && change !== ''
      ? md` On a large table that is in use, build it \`concurrently\` in a migration of its own.`
      : md``
  return paragraphs([
    md`<strong>${prose(title, statements)}.</strong> ${prose(why, statements)}${remark}`,
    trial === undefined ? md`` : fenced('sql', effectComments(trial)),
    block ?? fenced('sql', fix?.sql ?? ''),
  ])
}
