import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { totalBlocks } from '../../compare/thresholds.ts'
import { walk } from '../../plan/walk.ts'
import { counted, grouped } from '../../plan/words.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import { explain } from '../../replay/measure.ts'
import { withoutProposal } from '../conclude.ts'
import type { Measured, TrialStatement } from '../statement.ts'
import type { AttemptInput } from './input.ts'

const MAX_KILOBYTES = 1024 * 1024

/**
 * Runs a statement with twice the memory again and again, until nothing spills and no bitmap is lossy. The smallest power of two
 * that does is said; it is no fix by itself, because what is right for one statement is wrong for a hundred connections.
 */
export async function tryWorkMemory(
  draft: DraftOf<Extract<Attempt, { kind: 'work-memory' }>>,
  { statement, reader }: AttemptInput,
): Promise<Finding> {
  const { valueSet, before } = dearestOf(statement)
  const [row] = await inTransaction(reader.client, valueSet, { ...reader, isWrite: false }, () =>
    reader.client.rows<{ kilobytes: number }>(
      `select setting::int as kilobytes from pg_settings where name = 'work_mem'`,
    ),
  )
  const start = row?.kilobytes ?? MAX_KILOBYTES
  for (let size = 2 ** Math.ceil(Math.log2(start + 1)); size <= MAX_KILOBYTES; size *= 2) {
    const settings = { work_mem: `${size}kB` }
    const run = await inTransaction(
      reader.client,
      valueSet,
      { ...reader, isWrite: false, settings },
      async executable => {
        await reader.meter.reset()
        return explain(reader, executable)
      },
    ).catch(error => {
      if (error instanceof SqlError) return undefined
      throw error
    })
    if (run === undefined) break
    if (run.work.tempBlocks > 0 || lossyBlocks(run) > 0) continue
    return {
      ...withoutProposal(draft),
      title: `${draft.title}: work_mem of ${sizeText(size)} would hold it`,
      evidence: [
        `At ${sizeText(start)}: ${figures(before)}.`,
        `At ${sizeText(size)}: ${figures({ ...before, ...run })}.`,
      ],
      fix: undefined,
      trial: undefined,
    }
  }
  return {
    ...withoutProposal(draft),
    why: `${draft.why} Not even ${sizeText(MAX_KILOBYTES)} of work_mem holds it: let it return or sort less.`,
    fix: undefined,
    trial: undefined,
  }
}

function dearestOf({ runs }: TrialStatement): TrialStatement['runs'][number] {
  return runs.reduce((dearest, run) =>
    totalBlocks(run.before.work) > totalBlocks(dearest.before.work) ? run : dearest,
  )
}

const lossyBlocks = ({ plan }: Pick<Measured, 'plan'>) =>
  [...walk(plan.root)].reduce((sum, { node }) => sum + (node.lossyHeapBlocks ?? 0), 0)

function figures({ work, plan }: Pick<Measured, 'work' | 'plan'>): string {
  const lossy = lossyBlocks({ plan })
  return [
    counted(work.tempBlocks, 'temporary page'),
    counted(work.buffers, 'page'),
    ...(lossy > 0 ? [`${grouped(lossy)} of them lossy`] : []),
  ].join(', ')
}

const sizeText = (kilobytes: number) => (kilobytes < 1024 ? `${kilobytes} kB` : `${grouped(kilobytes / 1024)} MB`)
