import { isPrefixOf } from '../advise/covered.ts'
import { designOf, type IndexDesign, quoted } from '../advise/design.ts'
import type { Draft } from '../advise/draft.ts'
import { isDroppable } from '../advise/drop.ts'
import type { Finding, Trial } from '../advise/finding.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { AdviceBudget } from '../config/schema.ts'
import type { Built } from './bench.ts'
import { overrunOf } from './budget.ts'
import { buildSql } from './build-sql.ts'
import { type Effect, gainOf, harms, perLoad, totalsOf, UNNOTICED } from './effect.ts'

export const TOO_LITTLE = 'Built and re-run, it saves less than a third of the work.'

/** All that was measured of an index: what it is for, what else reads the table, and what writes it. */
export interface Trialled {
  readonly draft: Draft
  readonly design: IndexDesign
  readonly built: Built
  readonly reads: readonly Effect[]
  readonly writes: readonly Effect[]
}

/** What speaks against an index by itself; undefined where it proved itself. */
export function objectionTo(trialled: Trialled, budget: AdviceBudget): string | undefined {
  const { draft, built, reads, writes } = trialled
  const winners = winnersOf(trialled)
  // What helps others only is no answer to what was asked.
  if (!winners.some(({ statement }) => draft.statements.includes(statement.name))) return TOO_LITTLE
  const loser = [...reads, ...writes].find(harmsBeyondUpkeep)
  if (loser !== undefined) return `Built and re-run, it makes ${loser.statement.name} worse.`
  if (costOf(writes) > gainsOf(winners)) return 'Built and re-run, it costs the writes more than it saves.'
  const overrun = overrunOf(budget, [{ ...built, writes }])
  return overrun && `Built and re-run, it takes ${overrun}.`
}

/** A finding with its fix, of an index that proved itself. */
export function concludeTrial(trialled: Trialled, catalog: Catalog): Finding {
  const { design, built } = trialled
  const winners = winnersOf(trialled)
  const draft = inWordsOf(winners, trialled.draft)
  const trial = toTrial(trialled, winners)
  const sql = buildSql(design, built.name, catalog)
  return {
    ...withoutProposal(draft),
    why: [draft.why, ...redundantWords(design, catalog)].join(' '),
    fix: { sql: sql.join('\n'), files: [] },
    statements: trial.effects.map(({ statement }) => statement),
    trial,
  }
}

const winnersOf = ({ reads, writes }: Trialled) => [...reads, ...writes].filter(effect => gainOf(effect) !== undefined)

/** With the reason of a statement that gains: of one that the branch made worse where there is one, else of what gains most. */
function inWordsOf(winners: readonly Effect[], draft: Draft): Draft {
  const gains = winners.toSorted((a, b) => gainsOf([b]) - gainsOf([a]))
  const told = gains.flatMap(
    ({ statement }) => draft.reasons?.find(reason => reason.statement === statement.name) ?? [],
  )
  const reason = told.find(({ severity }) => severity === 'warning') ?? told[0]
  return reason === undefined ? draft : { ...draft, why: reason.why, severity: reason.severity }
}

/** Advice that did not prove itself: told, so that nobody tries it again, but no fix. */
export function considered(draft: Draft, reason: string): Finding {
  return {
    ...withoutProposal(draft),
    severity: 'info',
    why: `${draft.why} ${reason}`,
    fix: undefined,
    trial: undefined,
  }
}

export function withoutProposal({
  proposal: _,
  reasons: __,
  together: ___,
  ...draft
}: Draft): Omit<Draft, 'proposal' | 'reasons' | 'together'> {
  return draft
}

/** A write is allowed to keep one more index up to date; that has its own account. */
function harmsBeyondUpkeep(effect: Effect): boolean {
  if (!effect.statement.isWrite) return harms(effect, UNNOTICED)
  return effect.after.some(({ kind }) => kind !== 'measured')
}

/** Blocks that the load's writes take more. */
export function costOf(writes: readonly Effect[]): number {
  return writes.reduce((sum, effect) => {
    const [before, after] = [totalsOf(effect.before), totalsOf(effect.after)]
    return sum + Math.max(0, perLoad(effect, (after?.blocks ?? 0) - (before?.blocks ?? 0)))
  }, 0)
}

function gainsOf(winners: readonly Effect[]): number {
  return winners.reduce((sum, effect) => {
    const gain = gainOf(effect)
    return gain === undefined ? sum : sum + perLoad(effect, gain.before - gain.after)
  }, 0)
}

function toTrial({ built, reads, writes }: Trialled, winners: readonly Effect[]): Trial {
  return {
    effects: toEffects(winners),
    writes: toWrites(writes, (before, after) => after > before),
    unaffected: reads.length - reads.filter(effect => winners.includes(effect)).length,
    sizeBytes: built.sizeBytes,
    buildMs: built.buildMs,
  }
}

/** What winners gain, the greatest gain first. */
export function toEffects(winners: readonly Effect[]): Trial['effects'] {
  return winners
    .toSorted((a, b) => gainsOf([b]) - gainsOf([a]))
    .map(({ statement, before, after }) => {
      const [start, end] = [totalsOf(before)!, totalsOf(after)!]
      return {
        statement: statement.name,
        buffersBefore: start.buffers,
        buffersAfter: end.buffers,
        durationMsBefore: start.durationMs,
        durationMsAfter: end.durationMs,
      }
    })
}

/** Writes whose WAL is told, those that change most first. */
export function toWrites(
  writes: readonly Effect[],
  isTold: (before: number, after: number) => boolean,
): Trial['writes'] {
  const told = writes.flatMap(({ statement, before, after }) => {
    const [start, end] = [totalsOf(before), totalsOf(after)]
    if (start === undefined || end === undefined || !isTold(start.walBytes, end.walBytes)) return []
    return [
      {
        statement: statement.name,
        buffersBefore: start.buffers,
        buffersAfter: end.buffers,
        walBytesBefore: start.walBytes,
        walBytesAfter: end.walBytes,
      },
    ]
  })
  const changeOf = ({ walBytesBefore, walBytesAfter }: Trial['writes'][number]) =>
    Math.abs(Math.log(Math.max(1, walBytesAfter) / Math.max(1, walBytesBefore)))
  return told.toSorted((a, b) => changeOf(b) - changeOf(a))
}

/** Indexes that are not needed any more once the new one is there. */
function redundantWords(design: IndexDesign, catalog: Catalog): readonly string[] {
  const table = findTable(catalog, design.schema, design.table)
  const names = (table?.indexes ?? [])
    .filter(index => isDroppable(index) && isPrefixOf(designOf(table!, index), design))
    .map(({ name }) => quoted(name))
  return names.length === 0 ? [] : [`With it, ${names.join(' and ')} can go.`]
}
