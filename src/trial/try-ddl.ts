import type { DdlAttempt } from '../advise/attempt.ts'
import type { DraftOf } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { isWorse } from '../compare/thresholds.ts'
import type { Workshop } from './attempts/input.ts'
import type { TrialBench } from './bench.ts'
import { considered, toWrites, withoutProposal } from './conclude.ts'
import { type Effect, totalsOf } from './effect.ts'
import type { Scratch } from './scratch.ts'
import type { TrialStatement } from './statement.ts'

/** More of them are told where they are urgent, and not tried. */
const MAX_TRIED = 12
/** Writes of the table that run again with the change. */
const MAX_WRITES = 5

/**
 * Runs changes of tables on a copy of head, and the load's writes of those tables with them, all rolled back. What the rows or a
 * write contradict is no advice and is left out; what makes a write clearly dearer is told without a fix.
 */
export async function tryDdl(
  { statements, options: { limits, progress, signal } }: Workshop,
  drafts: readonly DraftOf<DdlAttempt>[],
  scratch: Scratch,
): Promise<readonly Finding[]> {
  if (drafts.length === 0) return []
  const bench = await scratch.take()
  const findings: { readonly draft: DraftOf<DdlAttempt>; readonly finding: Finding }[] = []
  for (const draft of drafts.slice(0, MAX_TRIED)) {
    signal.throwIfAborted()
    progress.step(draft.title)
    const { run, show, table } = draft.proposal
    const sql = run.join('\n')
    const started = performance.now()
    if ((await bench.refusalOf(sql)) !== undefined) continue
    const buildMs = performance.now() - started
    const writes = await rerun(statements, table, sql, bench)
    if (writes.some(({ after }) => after.some(({ kind }) => kind !== 'measured'))) continue
    const dearer = writes.find(({ before, after }) =>
      isWorse(totalsOf(before)?.blocks ?? 0, totalsOf(after)?.blocks ?? 0, limits),
    )
    const finding =
      dearer === undefined
        ? {
            ...withoutProposal(draft),
            fix: { sql: show.join('\n'), files: [] },
            trial: {
              effects: [],
              writes: toWrites(writes, (before, after) => after > before),
              unaffected: 0,
              sizeBytes: 0,
              buildMs,
            },
          }
        : considered(draft, `Tried, it makes ${dearer.statement.name} dearer.`)
    findings.push({ draft, finding })
  }
  const untried = drafts.slice(MAX_TRIED).filter(({ severity }) => severity !== 'info')
  return [...oneForEach(findings), ...untried.map(draft => considered(draft, `Not tried: ${MAX_TRIED} others were.`))]
}

/** The heaviest writes of the table, with the change in place. */
async function rerun(
  statements: readonly TrialStatement[],
  table: string,
  sql: string,
  bench: TrialBench,
): Promise<readonly Effect[]> {
  const writes = statements.filter(({ isWrite, tables }) => isWrite && tables.has(table))
  const effects: Effect[] = []
  for (const statement of writes.slice(0, MAX_WRITES)) effects.push(await bench.measure(statement, sql))
  return effects
}

/** What several drafts have to say `together`, as one finding in the place of the first. */
function oneForEach(
  told: readonly { readonly draft: DraftOf<DdlAttempt>; readonly finding: Finding }[],
): readonly Finding[] {
  const groups = Map.groupBy(told, ({ draft, finding }) =>
    finding.fix === undefined ? finding.key : (draft.together?.key ?? finding.key),
  )
  return [...groups.values()].map(group => {
    const [{ draft, finding: first }] = group as [(typeof group)[0]]
    const findings = group.map(({ finding }) => finding)
    if (draft.together === undefined || findings.length === 1) return first
    const trials = findings.flatMap(({ trial }) => trial ?? [])
    const writes = Map.groupBy(
      trials.flatMap(trial => trial.writes),
      ({ statement }) => statement,
    )
    return {
      ...first,
      ...draft.together,
      severity: findings.some(({ severity }) => severity === 'advice') ? 'advice' : first.severity,
      evidence: findings.flatMap(({ evidence }) => evidence),
      fix: { sql: findings.flatMap(({ fix }) => fix?.sql ?? []).join('\n'), files: [] },
      trial: {
        effects: [],
        writes: [...writes.values()].map(([write]) => write!),
        unaffected: 0,
        sizeBytes: 0,
        buildMs: trials.reduce((sum, { buildMs }) => sum + buildMs, 0),
      },
    }
  })
}
