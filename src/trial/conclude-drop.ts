import { createIndexSql, type IndexDesign, quoted } from '../advise/design.ts'
import type { DraftOf, DropProposal } from '../advise/draft.ts'
import type { Finding, Trial } from '../advise/finding.ts'
import type { Index } from '../capture/catalog/table.ts'
import type { Built } from './bench.ts'
import { considered, toEffects, toWrites, withoutProposal } from './conclude.ts'
import { type Effect, gainOf, harms, totalsOf, UNNOTICED } from './effect.ts'

const NAMED = 3

/** An index that was dropped on a copy, with all that could notice. */
interface TriedDrop {
  readonly draft: DraftOf<DropProposal>
  readonly index: Index
  readonly replacement: ({ readonly design: IndexDesign } & Built) | undefined
  /** Names of the statements that were planned again or run again. */
  readonly users: readonly string[]
  readonly reads: readonly Effect[]
  readonly writes: readonly Effect[]
}

/** A finding with the drop as its fix where nothing did more work without the index; else one that names who would suffer. */
export function concludeDrop(tried: TriedDrop): Finding {
  const { draft, index, replacement, users, reads, writes } = tried
  const all = [...reads, ...writes]
  const victims = all.filter(effect => harms(effect, UNNOTICED))
  if (victims.length > 0) {
    return { ...considered(draft, sufferText(victims)), statements: victims.map(({ statement }) => statement.name) }
  }
  const schema = index.schema === 'public' ? '' : `${quoted(index.schema)}.`
  const sql = [
    ...(replacement === undefined ? [] : [`${createIndexSql(replacement.design, replacement.name, 'show')};`]),
    `drop index concurrently ${schema}${quoted(index.name)};`,
  ]
  return {
    ...withoutProposal(draft),
    evidence: [...draft.evidence, checkedText(users.length, reads.length + writes.length)],
    fix: { sql: sql.join('\n'), files: [] },
    statements: reads.map(({ statement }) => statement.name),
    trial: toTrial(tried),
  }
}

function toTrial({ index, replacement, users, reads, writes }: TriedDrop): Trial {
  const winners = [...reads, ...writes].filter(effect => gainOf(effect) !== undefined)
  return {
    effects: toEffects(winners),
    writes: toWrites(writes, (before, after) => after < before),
    unaffected: users.length - winners.length,
    sizeBytes: (replacement?.sizeBytes ?? 0) - index.sizeBytes,
    buildMs: replacement?.buildMs ?? 0,
  }
}

function checkedText(planned: number, run: number): string {
  const statements =
    planned === 1 ? '1 statement that could use it was' : `${planned} statements that could use it were`
  return `Without it, ${statements} planned again and ${run} of them run again; none does more work.`
}

function sufferText(victims: readonly Effect[]): string {
  const named = victims.slice(0, NAMED).map(({ statement, before, after }) => {
    const [start, end] = [totalsOf(before), totalsOf(after)]
    return start === undefined || end === undefined
      ? `${statement.name} fails`
      : `${statement.name} goes from ${start.blocks.toLocaleString('en')} to ${end.blocks.toLocaleString('en')} pages`
  })
  const more = victims.length > NAMED ? ` and ${victims.length - NAMED} more suffer` : ''
  return `It was dropped on a copy, and it stays: ${named.join(', ')}${more}.`
}
