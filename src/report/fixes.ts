import type { Finding, Trial } from '../advise/finding.ts'
import { cleanLine, cutLines } from './clean.ts'
import { formatBytes, formatCount, formatMsPair } from './format.ts'
import { EMPTY, fenced, type Markdown, md, paragraphs } from './markdown.ts'
import type { Report } from './report.ts'

/** Advice that was built and measured in this run, with the SQL that was tried. Nothing else is called a fix. */
export function triedFixes(report: Report): readonly Finding[] {
  return report.findings.filter(finding => finding.fix !== undefined && finding.trial !== undefined)
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

function effectComments({ effects, sizeBytes }: Trial): string {
  const size = sizeBytes > 0 ? ` · ${formatBytes(sizeBytes)}` : ''
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

/** Advice without a trial, one line each: observations, not fixes. */
export function adviceList(findings: readonly Finding[]): Markdown {
  const items = findings.map(({ title, why }) => `- ${md`<strong>${title}</strong>: ${why}`.source}`)
  return { source: items.join('\n') }
}
