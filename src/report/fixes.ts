import type { Finding, Trial } from '../advise/finding.ts'
import { cleanLine, cutLines } from './clean.ts'
import { formatBytes, formatCount, formatMsPair, plural } from './format.ts'
import { EMPTY, fenced, type Markdown, md, paragraphs, table } from './markdown.ts'
import type { Report } from './report.ts'

/** Remarks beyond these are in the report. */
const LISTED = 10

/** Advice for what this branch made worse or new, built and measured in this run. Nothing else is called a fix. */
export function triedFixes(report: Report): readonly Finding[] {
  return report.findings.filter(
    ({ fix, trial, severity }) => fix !== undefined && trial !== undefined && severity === 'warning',
  )
}

/** A numbered fix: why, and the SQL with its measured effect as comments. */
export function fixSection(finding: Finding, number: number): Markdown {
  if (finding.fix === undefined || finding.trial === undefined) return EMPTY
  const sql = `${effectComments(finding.trial)}\n${cutLines(finding.fix.sql, 30, 4000)}`
  return paragraphs([
    md`<strong>${number}.</strong> ${finding.title}. ${finding.why} It was <strong>built and re-run</strong> on this run’s database:`,
    fenced('sql', sql),
  ])
}

function effectComments({ effects, writes, sizeBytes }: Trial): string {
  const price = [sizeBytes > 0 ? formatBytes(sizeBytes) : '', upkeepText(writes)].filter(text => text !== '')
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

/** What it costs the write that pays most for it: `+4% WAL on orders.add`. */
function upkeepText([dearest]: Trial['writes']): string {
  if (dearest === undefined || dearest.walBytesBefore === 0) return ''
  const percent = Math.round((dearest.walBytesAfter / dearest.walBytesBefore - 1) * 100)
  return percent > 0 ? `+${percent}% WAL on ${cleanLine(dearest.statement, 60)}` : ''
}

/** Further advice that proved itself as a table with its SQL, then remarks, one line each: observations, not fixes. */
export function adviceList(findings: readonly Finding[]): Markdown {
  const tried = findings.filter(({ fix, trial }) => fix !== undefined && trial !== undefined)
  const remarks = findings.filter(finding => !tried.includes(finding))
  const items = remarks.slice(0, LISTED).map(({ title, why }) => `- ${md`<strong>${title}</strong>: ${why}`.source}`)
  const more = remarks.length > LISTED ? [`- ${md`and ${remarks.length - LISTED} more in the report`.source}`] : []
  return paragraphs([
    tried.length === 0 ? EMPTY : triedTable(tried),
    tried.length === 0 ? EMPTY : fenced('sql', tried.map(({ fix }) => cutLines(fix?.sql ?? '', 30, 4000)).join('\n')),
    { source: [...items, ...more].join('\n') },
  ])
}

function triedTable(findings: readonly Finding[]): Markdown {
  const rows = findings.map(({ title, why, trial }) => {
    const [first, ...others] = trial?.effects ?? []
    const gain =
      first === undefined ? '' : `${formatCount(first.buffersBefore)} → ${formatCount(first.buffersAfter)} pages`
    const also = others.length === 0 ? '' : `, ${plural(others.length, 'more query', 'more queries')}`
    const upkeep = trial === undefined ? '' : upkeepText(trial.writes)
    return [
      md`${title}`,
      md`${why}`,
      md`${formatBytes(trial?.sizeBytes ?? 0)}`,
      md`${[`${gain}${also}`, upkeep].filter(text => text !== '').join('; ')}`,
    ]
  })
  return table(['Built and re-run', 'Why', 'Size', 'Measured'], ['l', 'l', 'r', 'l'], rows)
}
