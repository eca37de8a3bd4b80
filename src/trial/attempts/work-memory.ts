import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { ValueSet } from '../../capture/snapshot.ts'
import { totalBlocks } from '../../compare/thresholds.ts'
import { walk } from '../../plan/walk.ts'
import { counted, grouped } from '../../plan/words.ts'
import { SqlError } from '../../postgres/client.ts'
import { inTransaction } from '../../replay/execution.ts'
import { explain, type ReplaySide } from '../../replay/measure.ts'
import { withoutProposal } from '../conclude.ts'
import type { Measured, TrialStatement } from '../statement.ts'
import type { AttemptInput } from './input.ts'

const MAX_KILOBYTES = 1024 * 1024
const BLOCK_KILOBYTES = 8

/**
 * Runs a statement with more and more memory, until nothing spills and no bitmap is lossy. The smallest power of two that does is
 * said; it is no fix by itself, because what is right for one statement is wrong for a hundred connections.
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
  const found = await smallestThatHolds(start, before, size => runWith(size, valueSet, reader))
  const observation = { ...withoutProposal(draft), fix: undefined, trial: undefined }
  return found === undefined
    ? {
        ...observation,
        why: `${draft.why} Not even ${sizeText(MAX_KILOBYTES)} of work_mem holds it: let it return or sort less.`,
      }
    : {
        ...observation,
        title: `${draft.title}: work_mem of ${sizeText(found.size)} would hold it`,
        evidence: [`At ${sizeText(start)}: ${figures(before)}.`, `At ${sizeText(found.size)}: ${figures(found.run)}.`],
      }
}

type Run = Pick<Measured, 'work' | 'plan'>

/** Begins with what was spilled, which is about what it takes, then goes down or up. */
async function smallestThatHolds(
  start: number,
  { work }: Measured,
  runAt: (size: number) => Promise<Run | undefined>,
): Promise<{ readonly size: number; readonly run: Run } | undefined> {
  const spilled = (work.tempBlocks / 2) * BLOCK_KILOBYTES
  let size = Math.min(MAX_KILOBYTES, powerOfTwoFrom(Math.max(start + 1, spilled)))
  let run = await runAt(size)
  while (!holds(run) && size < MAX_KILOBYTES) {
    size *= 2
    run = await runAt(size)
  }
  if (!holds(run)) return undefined
  for (let less = size / 2; less > start; less /= 2) {
    const tried = await runAt(less)
    if (!holds(tried)) break
    size = less
    run = tried
  }
  return run && { size, run }
}

const holds = (run: Run | undefined) => run !== undefined && run.work.tempBlocks === 0 && lossyBlocks(run) === 0

const powerOfTwoFrom = (size: number) => 2 ** Math.ceil(Math.log2(size))

async function runWith(size: number, valueSet: ValueSet, reader: ReplaySide): Promise<Run | undefined> {
  const settings = { work_mem: `${size}kB` }
  try {
    return await inTransaction(reader.client, valueSet, { ...reader, isWrite: false, settings }, async executable => {
      await reader.meter.reset()
      return explain(reader, executable)
    })
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}

function dearestOf({ runs }: TrialStatement): TrialStatement['runs'][number] {
  return runs.reduce((dearest, run) =>
    totalBlocks(run.before.work) > totalBlocks(dearest.before.work) ? run : dearest,
  )
}

const lossyBlocks = ({ plan }: Pick<Run, 'plan'>) =>
  [...walk(plan.root)].reduce((sum, { node }) => sum + (node.lossyHeapBlocks ?? 0), 0)

function figures({ work, plan }: Run): string {
  const lossy = lossyBlocks({ plan })
  return [counted(work.tempBlocks, 'temporary page'), ...(lossy > 0 ? [counted(lossy, 'lossy page')] : [])].join(', ')
}

const sizeText = (kilobytes: number) => (kilobytes < 1024 ? `${kilobytes} kB` : `${grouped(kilobytes / 1024)} MB`)
