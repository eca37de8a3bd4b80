import type { Finding } from '../advise/finding.ts'
import type { Report } from './report.ts'

/** What a reviewer takes in; the report has the rest. */
const MOST = 5

interface Recommendations {
  /** Built or applied and measured in this run, for what this branch made worse or new. */
  readonly fixes: readonly Finding[]
  /** Of everything else that is worth doing, what fits beside them. */
  readonly advice: readonly Finding[]
  /** How many findings are in the report only. */
  readonly left: number
}

/** At most five findings for a comment: fixes, then what else proved itself, then the most urgent remarks; the greatest proven gain first. */
export function recommend(report: Report): Recommendations {
  const fixes = triedFixes(report).slice(0, MOST)
  const others = byGain(
    report,
    report.findings.filter(finding => finding.severity !== 'info' && !fixes.includes(finding) && !isFix(finding)),
  )
  const advice = others.slice(0, MOST - fixes.length)
  return { fixes, advice, left: report.findings.length - fixes.length - advice.length }
}

/**
 * Advice for what this branch made worse or new that proved itself in this run; nothing else is called a fix. What undoes the
 * branch's own step comes before what goes beyond it.
 */
export function triedFixes(report: Report): readonly Finding[] {
  return byGain(report, report.findings.filter(isFix)).toSorted((a, b) => Number(undoes(b)) - Number(undoes(a)))
}

const undoes = ({ rule }: Finding) => rule === 'index-dropped'

function isFix({ fix, trial, severity }: Finding): boolean {
  return fix !== undefined && trial !== undefined && severity === 'warning'
}

function byGain(report: Report, findings: readonly Finding[]): readonly Finding[] {
  const calls = new Map(report.statements.map(({ name, head, base }) => [name, (head ?? base)?.calls ?? 1]))
  const gains = new Map(findings.map(finding => [finding, gainOf(finding, calls)]))
  const gain = (finding: Finding) => gains.get(finding) ?? 0
  return findings.toSorted((a, b) => gain(b) - gain(a) || urgency(b) - urgency(a))
}

/** Of what nobody can try: what this branch brought in comes first, then what the server or its clients fail by. */
function urgency({ severity, area }: Finding): number {
  return (severity === 'warning' ? 2 : 0) + (area === 'pooling' || area === 'configuration' ? 1 : 0)
}

/** Pages that the load would be spared; less than none for what nobody tried. */
function gainOf({ trial }: Finding, calls: ReadonlyMap<string, number>): number {
  if (trial === undefined) return -1
  return trial.effects.reduce(
    (sum, { statement, buffersBefore, buffersAfter }) =>
      sum + Math.max(0, buffersBefore - buffersAfter) * (calls.get(statement) ?? 1),
    0,
  )
}
