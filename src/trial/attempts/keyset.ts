import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { ValueSet } from '../../capture/snapshot.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import type { ReplaySide } from '../../replay/measure.ts'
import type { Known } from '../../rewrite/known.ts'
import { type Keyset, offsetToKeyset } from '../../rewrite/offset-to-keyset.ts'
import { knownOf } from '../statement.ts'
import { besideText, type Furnished } from './furnish.ts'
import type { AttemptInput, Workshop } from './input.ts'
import { tryOtherForm } from './other-form.ts'
import { inOtherForm, returnsTheSame } from './same-rows.ts'

/**
 * Asks for each page by the last row before it, whose values are looked up here. Told only where each page is the same, as it is or
 * with an order that leaves nothing open, for clearly less work, by itself or with the index that has that order.
 */
export async function tryKeyset(
  draft: DraftOf<Extract<Attempt, { kind: 'keyset' }>>,
  { statement, before, reader }: AttemptInput,
  workshop: Workshop,
  furnished: Furnished | undefined,
): Promise<Finding | undefined> {
  const known = knownOf(statement, workshop.catalog)
  const others: ValueSet[] = []
  let first: Page | undefined
  for (const { valueSet } of statement.runs) {
    const page = await pageOf(valueSet, known, reader)
    if (page === undefined) return undefined
    const other = inOtherForm(valueSet, page.sql)
    if (!(await returnsTheSame({ ...valueSet, sql: page.keyset.ordered }, other, reader))) return undefined
    first ??= page
    others.push(other)
  }
  if (first === undefined) return undefined
  const { published, keyset } = first
  const evidence = [
    'Both forms returned the same rows; the values to begin after are those of the last row of the page before.',
    keyset.completed.length === 0
      ? 'No two rows have the same place in the order, and none of its columns is ever null.'
      : `The order is completed with ${keyset.completed.map(quoted).join(' and ')}, so that no two rows have the same place in it; they came in any order before.`,
    ...besideText(statement, furnished),
  ]
  const { index } = draft.proposal
  return tryOtherForm({ draft, statement, before, others, published, evidence, index }, reader, workshop, furnished)
}

interface Page {
  readonly sql: string
  readonly published: string
  readonly keyset: Keyset
}

async function pageOf(valueSet: ValueSet, known: Known, reader: ReplaySide): Promise<Page | undefined> {
  const { sql, values, types: bound, prepared } = valueSet
  const keyset = prepared === undefined ? offsetToKeyset(sql, { ...known, values, bound }) : undefined
  if (keyset === undefined) return undefined
  try {
    const [row] = await inTransaction(
      reader.client,
      inOtherForm(valueSet, keyset.lastSeen),
      { ...reader, isWrite: false },
      executable => reader.client.rows<Record<string, string | null>>(executable.sql),
    )
    const seen = Object.values(row ?? {})
    const page = seen.length > 0 && seen.every(value => value !== null) ? keyset.after(seen) : undefined
    return page && { ...page, keyset }
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
