import { addUp, type Tally, tally } from './figures.ts'
import type { Decision, Finding } from './gate.ts'
import type { Reading, Readings } from './truth.ts'

/** A true regression reads this many times the blocks, and this many more. */
const REGRESSION = { ratio: 1.5, blocks: 100 }
/** From here on the gate's own thresholds call it worse. */
const SMALLER = { ratio: 1.2, blocks: 100 }

type Effect = 'regression' | 'smaller' | 'harmless'

export interface MutationRun {
  readonly name: string
  readonly base: Readings
  readonly head: Readings
  readonly decision: Decision
  /** `file:line` of the statements that made the change. */
  readonly lines: readonly string[]
}

/** Holds the gate's decision on each statement against what was measured apart from it. */
export function judgeMutation({ name, base, head, decision, lines }: MutationRun): Tally {
  const statements = [...base].flatMap(([statement, before]) => {
    const finding = decision.statements.get(statement)
    const after = head.get(statement)
    if (after === undefined || 'error' in before) return []
    if (finding === undefined) return [tally({ failures: [`${name}: ${statement} is not in the report`] })]
    const effect = effectOf(before, after)
    const line = `${name}: ${statement} (measured ${show(before)} → ${show(after)}; reported ${finding.said})`
    return [judgeStatement(effect, finding, lines, line)]
  })
  return addUp([tally({ runs: 1 }), ...statements])
}

function judgeStatement(effect: Effect, finding: Finding, lines: readonly string[], line: string): Tally {
  const { isBlocked, cause } = finding
  if (effect === 'regression') {
    if (!isBlocked) return tally({ regressions: 1, misses: [line] })
    const isRight = cause !== undefined && lines.includes(cause)
    return tally({
      regressions: 1,
      blocked: 1,
      attributable: 1,
      attributed: isRight ? 1 : 0,
      misattributions: isRight ? [] : [`${line}: laid to ${cause ?? 'nothing'}`],
    })
  }
  if (!isBlocked) return tally({ harmless: 1 })
  return effect === 'smaller' ? tally({ smaller: [line] }) : tally({ harmless: 1, falseBlocks: [line] })
}

function effectOf(before: Reading, after: Reading): Effect {
  if ('error' in before) return 'harmless'
  if ('error' in after) return 'regression'
  const isBeyond = ({ ratio, blocks }: typeof REGRESSION) =>
    after.blocks >= ratio * before.blocks && after.blocks - before.blocks >= blocks
  return isBeyond(REGRESSION) ? 'regression' : isBeyond(SMALLER) ? 'smaller' : 'harmless'
}

const show = (reading: Reading): string => ('error' in reading ? `error ${reading.error}` : String(reading.blocks))
