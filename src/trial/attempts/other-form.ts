import type { IndexDesign } from '../../advise/design.ts'
import type { Draft } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { ValueSet } from '../../capture/snapshot.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { gainOf, harms } from '../effect.ts'
import type { Measured, TrialStatement } from '../statement.ts'
import { indexesRead } from '../used.ts'
import type { Furnished } from './furnish.ts'
import type { Workshop } from './input.ts'
import { tryWithIndex } from './with-index.ts'

/** A statement in another form that returns the same rows. */
export interface OtherForm {
  readonly draft: Draft
  readonly statement: TrialStatement
  readonly before: readonly Measured[]
  /** The other form with the values of each set. */
  readonly others: readonly ValueSet[]
  /** Without the load's constants. */
  readonly published: string
  readonly evidence: readonly string[]
  /** What it may need. */
  readonly index: IndexDesign | undefined
}

/** Runs the other form. Told only where it does clearly less work, by itself or with the index. */
export async function tryOtherForm(
  form: OtherForm,
  reader: ReplaySide,
  workshop: Workshop,
  furnished: Furnished | undefined,
): Promise<Finding | undefined> {
  const { draft, statement, before, others, published, evidence, index } = form
  const after = []
  for (const other of others) after.push(await measure(reader, other, false))
  const effect = { statement, before, after }
  if (gainOf(effect) !== undefined && !harms(effect, workshop.options.limits)) {
    for (const name of indexesRead(after)) workshop.wanted.add(name)
    return {
      ...withoutProposal(draft),
      evidence,
      fix: { sql: `${published};`, files: [] },
      trial: { effects: toEffects([effect]), writes: [], unaffected: 0, sizeBytes: 0, buildMs: 0 },
    }
  }
  return index === undefined || furnished === undefined
    ? undefined
    : tryWithIndex({ ...form, index }, workshop, furnished)
}
