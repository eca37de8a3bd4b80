import type { FileEdit, Finding, Trial } from '../advise/finding.ts'
import { cleanLine, cutLines } from './clean.ts'
import { renderFileEdit } from './file-edit.ts'
import { formatBytes, formatCount, formatMsPair, plural } from './format.ts'
import { breakable, code, EMPTY, fenced, type Markdown, md, paragraphs, prose, table } from './markdown.ts'

/** A numbered fix: why, the SQL with its measured effect as comments, and what it is in the project's files. */
export function fixSection(finding: Finding, number: number): Markdown {
  const { fix, trial, title, why, statements, area } = finding
  if (fix === undefined || trial === undefined) return EMPTY
  const sql = `${effectComments(trial)}\n${cutLines(fix.sql, 30, 4000)}`
  const tried = area === 'index' ? 'built and re-run' : 'applied and re-run'
  return paragraphs([
    md`<strong>${number}.</strong> ${prose(`${sentence(title)} ${sentence(why)}`, statements)} It was <strong>${tried}</strong> on this run’s database:`,
    fenced('sql', sql.trim()),
    ...fix.files.slice(0, SHOWN_FILES).map(edit => fileBlock(edit, fix.sql)),
  ])
}

/** New migrations mostly; a fix seldom has more than one. */
const SHOWN_FILES = 2

function fileBlock(edit: FileEdit, sql: string): Markdown {
  const added = edit.changes.flatMap(({ adds }) => adds).join('\n')
  if (edit.sha256 === undefined && added.trim() === sql.trim()) return md`As a new migration: ${code(edit.path, 200)}`
  return fenced('diff', cutLines(renderFileEdit(edit).join('\n'), 20, 2000))
}

const sentence = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`)

/** What a fix gained and cost when it was tried, as comments of SQL. */
export function effectComments({ effects, writes, sizeBytes }: Trial): string {
  const price = [sizeText(sizeBytes), upkeepText(writes)].filter(text => text !== '')
  const size = price.map(text => ` · ${text}`).join('')
  return effects
    .slice(0, 5)
    .map((effect, index) => {
      const [before, after] = formatMsPair(effect.durationMsBefore, effect.durationMsAfter)
      const pages = `${formatCount(effect.buffersBefore)} → ${formatCount(effect.buffersAfter)} pages`
      return `-- ${cleanLine(effect.statement, 60)}: ${pages}, ${before} → ${after}${index === 0 ? size : ''}`
    })
    .concat(effects.length > 5 ? [`-- and ${effects.length - 5} more statements`] : [])
    .join('\n')
}

/** What the database grows by, or shrinks by where an index goes. */
function sizeText(bytes: number): string {
  if (bytes === 0) return ''
  return bytes > 0 ? formatBytes(bytes) : `−${formatBytes(-bytes)}`
}

/** What it costs the write that pays most for it, or saves: `+4% WAL on orders.add`. */
function upkeepText([dearest]: Trial['writes']): string {
  if (dearest === undefined || dearest.walBytesBefore === 0) return ''
  const percent = Math.round((dearest.walBytesAfter / dearest.walBytesBefore - 1) * 100)
  return percent === 0
    ? ''
    : `${percent > 0 ? '+' : '−'}${Math.abs(percent)}% WAL on ${cleanLine(dearest.statement, 60)}`
}

/** Further advice that proved itself as a table with its SQL, then remarks, one line each: observations, not fixes. */
export function adviceList(findings: readonly Finding[], left: number): Markdown {
  const tried = findings.filter(({ fix, trial }) => fix !== undefined && trial !== undefined)
  const remarks = findings.filter(finding => !tried.includes(finding))
  const sql = tried.map(({ fix }) => cutLines(fix?.sql ?? '', 30, 4000)).filter(text => text !== '')
  const items = remarks.map(
    ({ title, why, statements }) =>
      `- ${md`<strong>${prose(title, statements)}</strong>: ${prose(why, statements)}`.source}`,
  )
  return paragraphs([
    tried.length === 0 ? EMPTY : triedTable(tried),
    sql.length === 0 ? EMPTY : fenced('sql', sql.join('\n')),
    { source: items.join('\n') },
    left === 0 ? EMPTY : md`${plural(left, 'more finding is', 'more findings are')} in the report.`,
  ])
}

function triedTable(findings: readonly Finding[]): Markdown {
  const rows = findings.map(({ title, why, trial, statements }) => {
    const [first, ...others] = trial?.effects ?? []
    const gain =
      first === undefined ? '' : `${formatCount(first.buffersBefore)} → ${formatCount(first.buffersAfter)} pages`
    const also = others.length === 0 ? '' : `, ${plural(others.length, 'more query', 'more queries')}`
    const upkeep = trial === undefined ? '' : upkeepText(trial.writes)
    return [
      prose(title, statements),
      prose(why, statements),
      md`${sizeText(trial?.sizeBytes ?? 0) || '–'}`,
      md`${[`${gain}${also}`, upkeep].filter(text => text !== '').join('; ')}`,
    ].map(breakable)
  })
  return table(['Tried and re-run', 'Why', 'Size', 'Measured'], ['l', 'l', 'r', 'l'], rows)
}
