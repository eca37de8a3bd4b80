import type { GateRule } from '../config/schema.ts'
import { formatCount, plural } from './format.ts'
import { groupBy } from './group-by.ts'
import { countStanding, rankStatements } from './overview.ts'
import type { Report } from './report.ts'

interface Headline {
  readonly icon: '❌' | '⚠️' | '✅' | '⚪'
  /** The verdict in words, without identifiers: safe on every surface. */
  readonly text: string
  /** What it says after the colon. */
  readonly said: string
}

/** What a number of queries did, for each rule of the gate, in the order in which they are told. */
const PHRASES: Readonly<Record<GateRule, (queries: number) => string>> = {
  broken: n => `the deploy breaks ${plural(n, 'query', 'queries')} of running code`,
  regression: n => `${plural(n, 'query', 'queries')} got ${n === 1 ? 'a slower plan' : 'slower plans'}`,
  budget: n => `${plural(n, 'query is', 'queries are')} over budget`,
  'work-only': n => `${plural(n, 'query does', 'queries do')} more work`,
  'production-plan': n =>
    `${plural(n, 'query gets', 'queries get')} ${n === 1 ? 'a dearer plan' : 'dearer plans'} at production’s size`,
  'call-count': n => `${plural(n, 'query is', 'queries are')} called more often`,
  'new-query': n =>
    `${plural(n, 'new query reads', 'new queries read')} far more than ${n === 1 ? 'it returns' : 'they return'}`,
  'estimate-only': n => `${plural(n, 'query', 'queries')} got worse estimates`,
  unmeasured: n => `${plural(n, 'query', 'queries')} could not be measured`,
}

/** The verdict as one line; every surface of a run begins with it. */
export function headline(report: Report): Headline {
  const problems = phrases(report, report.verdict === 'fail' ? 'fail' : 'warn')
  const rows = rankStatements(report)
  const improved = countStanding(rows, 'improved')
  const better = improved > 0 ? [`${improved} got ${improved === 1 ? 'a better one' : 'better ones'}`] : []
  const gaps = unmeasuredWords(report)
  switch (report.verdict) {
    case 'fail':
      return told('❌', 'Plan check failed', [...problems, ...better])
    case 'warn':
      return told('⚠️', 'Plan check passed with warnings', [...problems, ...better])
    case 'pass':
      break
  }
  if (report.statements.length === 0) {
    return told('⚪', 'Plan check', ['nothing to compare', 'the load sent no query'])
  }
  if (report.statements.every(statement => statement.status === 'unmeasured')) {
    return told('⚪', 'Plan check', ['nothing to compare', 'no query could be measured'])
  }
  if (hasNoBaseline(report)) {
    const recorded = `${plural(rows.length, 'query', 'queries')} recorded`
    return told('✅', 'Plan check passed', ['no baseline yet', recorded, ...gaps])
  }
  if (report.statements.every(({ status }) => ONE_SIDED.has(status))) {
    const sides = (['removed', 'added'] as const).map(standing => countStanding(rows, standing))
    return told('⚪', 'Plan check', [
      'nothing to compare',
      `no query is sent on both sides (${sides[0]} removed and ${sides[1]} new)`,
      ...gaps,
    ])
  }
  const accepted = countStanding(rows, 'accepted')
  const worse =
    accepted > 0 ? `${plural(accepted, 'worse plan is', 'worse plans are')} accepted` : 'no query got a worse plan'
  return told('✅', 'Plan check passed', [worse, ...better, ...gaps])
}

const ONE_SIDED: ReadonlySet<string> = new Set(['added', 'removed', 'unmeasured'])

function told(icon: Headline['icon'], state: string, sentences: readonly string[]): Headline {
  const said = sentences.join(', ')
  return { icon, text: `${state}: ${said}`, said }
}

/** What neither side could measure is not charged, but a green line that hid it would be a lie. */
function unmeasuredWords({ statements }: Report): readonly string[] {
  const count = statements.filter(({ status }) => status === 'unmeasured').length
  return count === 0 ? [] : [`${formatCount(count)} could not be measured`]
}

/** Whether the base has nothing of its own that could be compared, as on the pull request that brings the first configuration. */
export function hasNoBaseline({ statements, notes }: Report): boolean {
  const isNew = statements.every(({ status }) => status === 'added')
  return statements.length > 0 && (isNew || notes.some(note => note.startsWith('Base has no migrations yet')))
}

function phrases(report: Report, level: 'fail' | 'warn'): readonly string[] {
  const counting = report.roster.filter(entry => entry.accepted === undefined && entry.level === level)
  const byRule = groupBy(counting, entry => entry.rule)
  return Object.entries(PHRASES).flatMap(([rule, phrase]) => {
    const entries = byRule.get(rule as GateRule) ?? []
    // A budget of no query has no fingerprint.
    const idle = entries.filter(({ fingerprint }) => fingerprint === '').length
    const sent = entries.length - idle
    return [
      ...(sent > 0 ? [phrase(sent)] : []),
      ...(idle > 0 ? [`${plural(idle, 'budget is', 'budgets are')} of no query that the load sends`] : []),
    ]
  })
}
