import type { Finding } from '../advise/finding.ts'
import type { AtScale, Comparison, SideResult, StatementPair } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import type { Verdict } from '../gate/verdict.ts'
import type { AppliedStatement } from '../migrate/migration.ts'
import { toReportNode } from '../plan/render.ts'
import { inclusiveWork } from '../plan/work.ts'
import type { StageTiming } from '../progress.ts'
import { normalise } from '../sql/fingerprint.ts'
import { cutWithoutLiterals } from '../sql/literals.ts'
import { cleanLine } from './clean.ts'
import type { InnerStatement, Report, ReportAtScale, ReportCommit, ReportSide, ReportStatement } from './report.ts'

export interface ReportParts {
  readonly version: string
  readonly verdict: Verdict
  readonly base: ReportCommit
  readonly head: ReportCommit
  readonly server: Report['server']
  readonly path: Report['path']
  readonly seededRows: number
  readonly comparisons: readonly Comparison[]
  readonly applied: readonly AppliedStatement[]
  readonly findings: readonly Finding[]
  readonly gate: Config['gate']
  readonly policyChanged: readonly string[]
  readonly notes: readonly string[]
  readonly timings: readonly StageTiming[]
  readonly shard?: Report['shard']
  readonly shownValues?: Report['shownValues']
  readonly poolSweeps?: Report['poolSweeps']
}

/** Puts together what leaves the run: plans without literals, statements without values. */
export function buildReport(parts: ReportParts): Report {
  const { ratio, blocks, floor } = parts.gate.worse
  return {
    schemaVersion: 1,
    tool: { name: 'pgverdict', version: parts.version },
    verdict: parts.verdict.outcome,
    roster: parts.verdict.entries,
    base: parts.base,
    head: parts.head,
    server: parts.server,
    path: parts.path,
    seededRows: parts.seededRows,
    statements: parts.comparisons.map(toStatement),
    migrations: parts.applied.map(({ text, ...applied }) => ({ ...applied, sql: cutWithoutLiterals(text) })),
    findings: parts.findings,
    policy: { ratio, blocks, floor, changed: parts.policyChanged },
    notes: parts.notes,
    timings: parts.timings,
    ...(parts.shownValues === undefined ? {} : { shownValues: parts.shownValues }),
    ...(parts.poolSweeps === undefined ? {} : { poolSweeps: parts.poolSweeps }),
    ...(parts.shard === undefined ? {} : { shard: parts.shard }),
  }
}

function toStatement({
  base,
  head,
  atScale,
  isNamed: _,
  agrees: __,
  isUnmeasuredAlike: ___,
  doubt: ____,
  decidingSet: _____,
  ...comparison
}: Comparison): ReportStatement {
  const before = base && toSide(base)
  // Mostly one plan serves for both sides, and so does one of its form to be published.
  const isShared = base !== undefined && base.plan.root === head?.plan.root
  return {
    ...comparison,
    base: before,
    head: head && toSide(head, isShared ? before?.plan : undefined),
    atScale: atScale && toAtScale(atScale),
  }
}

const toAtScale = ({ base, head, ...told }: AtScale): ReportAtScale => ({
  ...told,
  base: { ...base, plan: toReportNode(base.plan) },
  head: { ...head, plan: toReportNode(head.plan) },
})

function toSide({ plan, nested, ...side }: SideResult, published = toReportNode(plan)): ReportSide {
  return {
    ...side,
    plan: published,
    triggers: plan.triggers.map(trigger => `${trigger.constraint ?? trigger.name}: ${trigger.calls} calls`),
    inner: toInner(nested),
  }
}

function toInner(nested: SideResult['nested']): readonly InnerStatement[] {
  const byText = Map.groupBy(nested, ({ text }) => normalise(text))
  return [...byText].map(([text, executions]) => {
    const plans = executions.map(({ plan }) => plan)
    const heaviest = plans.reduce((a, b) => (inclusiveWork(b.root).buffers > inclusiveWork(a.root).buffers ? b : a))
    return { text, calls: executions.length, plan: toReportNode(heaviest) }
  })
}

/** Longer values say no more about a plan. */
const VALUE_LENGTH = 200

/** The values of statements for a report that may show them. */
export function shownValues(pairs: readonly StatementPair[]): NonNullable<Report['shownValues']> {
  return pairs.map(({ name, base, head }) => ({
    statement: name,
    sets: ((base ?? head)?.valueSets ?? []).map(({ why, values }) => ({
      why,
      values: values.map(value => (value === null ? null : cleanLine(value, VALUE_LENGTH))),
    })),
  }))
}
