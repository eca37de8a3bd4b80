import { availableParallelism } from 'node:os'
import { configSchema } from '../../src/config/schema.ts'
import { predictKnee } from '../../src/pooling/sizing.ts'
import { holdOfOne } from '../../src/pooling/sweep/hold-of-one.ts'
import type { SweepLoad } from '../../src/pooling/sweep/run-clients.ts'
import { kneeOf, median, toPoint } from '../../src/pooling/sweep/sweep.ts'
import { isDisturbed, sweepSizes } from '../../src/pooling/sweep/sweep-sizes.ts'
import { openServer } from '../../src/postgres/open.ts'
import { SILENT } from './floor.ts'
import { printTable, say } from './table.ts'

const SIZES = [1, 2, 4, 8, 16, 32]
const RUN_MS = 1000
/** Sizes take turns, so that what else the machine does meets all of them; odd, for a median. */
const ROUNDS = 7
/** A run beside other work is made again, so often at most; then the ones that were least disturbed count. */
const MOST_RUNS = 2 * ROUNDS

const WORK = 'select sum(i * i) from generate_series(1, 10000) i'
const transaction = (...statements: readonly string[]) => [{ begin: 'begin', statements }]
/** Transactions whose clients think between their statements, and one whose do not. */
const LOADS: Readonly<Record<string, SweepLoad>> = {
  'CPU-bound': { transactions: [{ begin: undefined, statements: [WORK] }], pauseMs: 0 },
  'idle in transaction': { transactions: transaction(WORK), pauseMs: 8 },
  mixed: { transactions: transaction(WORK, WORK), pauseMs: 2 },
}

/**
 * The sweep of pool sizes that the product has, on a throw-away server: where throughput stops growing, against what the
 * transactions of a single connection predict. Needs a machine with nothing else to do: beside other work more sessions get a
 * larger share of the processors, so that such runs are made again.
 */
export async function benchPool(): Promise<boolean> {
  const { signal } = new AbortController()
  const config = configSchema.parse({ postgres: { server: 'embedded' } }).postgres
  await using server = await openServer(config, { progress: SILENT, signal, env: process.env })
  const { log } = server
  if (log === undefined) throw new Error('The embedded server has no log')
  let isMet = true
  for (const [name, load] of Object.entries(LOADS)) {
    const database = await server.createDatabase(`pool_${name.replaceAll(/\W/g, '_')}`)
    const hold = await holdOfOne(server, log, database, load, { ms: RUN_MS, signal })
    const predicted = predictKnee(availableParallelism(), hold)
    const bySize = await sweepSizes(server, () => database.connect('owner'), load, {
      sizes: SIZES,
      ms: RUN_MS,
      rounds: ROUNDS,
      mostRuns: MOST_RUNS,
      signal,
    })
    const points = bySize.map((runs, at) => toPoint(SIZES[at]!, runs))
    const others = bySize.map(runs => median(runs.map(run => run.others ?? 0)))
    const knee = kneeOf(points)
    const steps = Math.abs(Math.log2(predicted) - Math.log2(knee))
    say(`\n## ${name}\n`)
    printTable(
      ['connections', 'transactions/s', 'ms (median)', 'ms (95 %)', 'others had'],
      points.map(({ connections, rate, p50Ms, p95Ms }, at) => [
        String(connections),
        rate.toFixed(0),
        p50Ms.toFixed(2),
        p95Ms.toFixed(2),
        `${Math.round(100 * others[at]!)} %`,
      ]),
    )
    say(`\nknee at ${knee}, predicted ${predicted} (target: within one step)`)
    const isJudged = !others.some(share => isDisturbed({ others: share }))
    if (!isJudged) say('Not judged: others used this machine in too many runs, which moves the knee up.')
    isMet &&= isJudged && steps <= 1
  }
  return isMet
}
