import type { RewriteAttempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { counted } from '../../plan/words.ts'
import type { Known } from '../../rewrite/known.ts'
import { type RewriteName, rewriteSql } from '../../rewrite/rewrite.ts'
import { knownOf } from '../statement.ts'
import { besideText, type Furnished } from './furnish.ts'
import type { AttemptInput, Workshop } from './input.ts'
import { tryOtherForm } from './other-form.ts'
import { inOtherForm, isVolatile, returnsTheSame } from './same-rows.ts'

/**
 * Runs a statement in its other form with all the values of the load. Told only where both forms return the same rows for each of
 * them, in the same order where there is one, and the other form does clearly less work, by itself or with the index that it needs.
 */
export async function tryRewrite(
  draft: DraftOf<RewriteAttempt>,
  { statement, before, reader }: AttemptInput,
  workshop: Workshop,
  furnished: Furnished | undefined,
): Promise<Finding | undefined> {
  const known = knownOf(statement, workshop.catalog)
  const forms = statement.runs.map(({ valueSet: { prepared, sql, values, types: bound } }) =>
    prepared === undefined ? rewriteSql(draft.proposal.rewrite, sql, { ...known, values, bound }) : undefined,
  )
  const others = []
  for (const [at, { valueSet }] of statement.runs.entries()) {
    const form = forms[at]
    if (form === undefined || (await isVolatile(valueSet.sql, reader))) return undefined
    const other = inOtherForm(valueSet, form.sql)
    if (!(await returnsTheSame(valueSet, other, reader))) return undefined
    others.push(other)
  }
  const { published } = forms[0]!
  const sets = statement.runs.length
  const evidence = [
    `Both forms returned the same rows on this data for ${sets === 1 ? 'the values' : `all ${counted(sets, 'set')} of values`} of the load.`,
    ...besideText(statement, furnished),
    ...caveatsOf(draft.proposal.rewrite, known, statement.runs[0]?.valueSet.sql ?? ''),
  ]
  const { index } = draft.proposal
  return tryOtherForm({ draft, statement, before, others, published, evidence, index }, reader, workshop, furnished)
}

/** Where both forms differ all the same. */
function caveatsOf(name: RewriteName, { types }: Known, sql: string): readonly string[] {
  if (name === 'date-to-range' && /\bto_char\b/i.test(sql))
    return ['A text that is no date at all makes the new form fail, where the old one found nothing.']
  if (name !== 'hoist-expression') return []
  const known = new Set(types?.values())
  // A day that is taken off again is not always the one that was added, where the clocks changed.
  const hasDays = /\b(?:day|week)s?\b/i.test(sql) && known.has('timestamptz')
  const hasClock = CLOCKS.test(sql) && (known.has('timestamp') || known.has('date'))
  return hasDays || hasClock
    ? ['In a time zone whose clocks change, the two may differ for the hour that a day is longer or shorter by.']
    : []
}

const CLOCKS = /\b(?:now|current_timestamp|transaction_timestamp|statement_timestamp|timestamptz|with\s+time\s+zone)\b/i
