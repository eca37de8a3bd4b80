import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { configSchema } from '../../src/config/schema.ts'
import { measureSessions } from '../../src/pooling/sessions.ts'
import { predictKnee } from '../../src/pooling/sizing.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { SILENT } from './floor.ts'
import { ALONE, watchOthers } from './other-load.ts'
import { printTable, say } from './table.ts'

const SIZES = [1, 2, 4, 8, 16, 32]
const SECONDS = 1
/** Sizes take turns, so that what else the machine does meets all of them; odd, for a median. */
const ROUNDS = 7
/** A run beside other work is made again, so often at most; then the ones that were least disturbed count. */
const MOST_RUNS = 2 * ROUNDS
/** A size whose rate is within a tenth of the plateau's does as well. */
const PLATEAU = 0.9

interface Point {
  readonly size: number
  readonly rate: number
  readonly latencyMs: number
  /** Share of all processors that others had meanwhile; undefined where nobody tells. */
  readonly others: number | undefined
}

/** A transaction whose client thinks between its statements, and one whose does not. */
const WORK = 'select sum(i * i) from generate_series(1, 10000) i;'
const LOADS: Readonly<Record<string, string>> = {
  'CPU-bound': WORK,
  'idle in transaction': `begin;\n${WORK}\n\\sleep 8 ms\ncommit;`,
  mixed: `begin;\n${WORK}\n\\sleep 2 ms\n${WORK}\ncommit;`,
}

/**
 * A sweep of pool sizes on a throw-away server: where throughput stops growing, against what the transactions of a single
 * connection predict. Needs pgbench, and a machine with nothing else to do: beside other work more
 * sessions get a larger share of the processors, so that such runs are made again.
 */
export async function benchPool(): Promise<boolean> {
  const context = { progress: SILENT, signal: new AbortController().signal, env: process.env }
  const config = configSchema.parse({ postgres: { server: 'embedded' } }).postgres
  await using server = await openServer(config, context)
  let isMet = true
  for (const [name, script] of Object.entries(LOADS)) {
    const database = await server.createDatabase(`pool_${name.replaceAll(/\W/g, '_')}`)
    const predicted = await predict(server, database, script)
    const runs = await sweep(server, database, script)
    const points = SIZES.map(size => {
      const own = leastDisturbed(runs.filter(run => run.size === size))
      return {
        size,
        rate: median(own.map(run => run.rate)),
        latencyMs: median(own.map(run => run.latencyMs)),
        others: median(own.map(run => run.others ?? 0)),
      }
    })
    const knee = kneeOf(points)
    const steps = Math.abs(Math.log2(predicted) - Math.log2(knee))
    say(`\n## ${name}\n`)
    printTable(
      ['connections', 'transactions/s', 'ms', 'others had'],
      points.map(({ size, rate, latencyMs, others }) => [
        String(size),
        rate.toFixed(0),
        latencyMs.toFixed(2),
        `${Math.round(100 * (others ?? 0))} %`,
      ]),
    )
    say(`\nknee at ${knee}, predicted ${predicted} (target: within one step)`)
    const isJudged = !points.some(isDisturbed)
    if (!isJudged) say('Not judged: others used this machine in too many runs, which moves the knee up.')
    isMet &&= isJudged && steps <= 1
  }
  return isMet
}

/**
 * Runs of all sizes in turn, in the order of sizes and against it, so that a machine that slows down favours neither end, until
 * each has enough of them beside nobody else's work.
 */
async function sweep(server: Server, database: Database, script: string): Promise<readonly Point[]> {
  const runs: Point[] = []
  const isDone = (size: number) => {
    const own = runs.filter(run => run.size === size)
    return own.length >= MOST_RUNS || own.filter(run => !isDisturbed(run)).length >= ROUNDS
  }
  for (let round = 0; SIZES.some(size => !isDone(size)); round++) {
    const order = round % 2 === 0 ? SIZES : SIZES.toReversed()
    for (const size of order) {
      if (isDone(size)) continue
      const { result, others } = await watchOthers(server, () => runPgbench(database, script, size))
      runs.push({ size, ...result, others })
    }
  }
  return runs
}

const isDisturbed = ({ others }: Pick<Point, 'others'>) => others !== undefined && others > ALONE

/** As many runs of a size as make a median, those beside the least other work. */
function leastDisturbed(runs: readonly Point[]): readonly Point[] {
  return runs.toSorted((a, b) => (a.others ?? 0) - (b.others ?? 0)).slice(0, ROUNDS)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/** From one connection's transactions alone, as a run of the gate sees them. */
async function predict(server: Server, database: Database, script: string): Promise<number> {
  const from = (await server.log?.position()) ?? 0
  await captureLog(server, database, true)
  await runPgbench(database, script, 1)
  await captureLog(server, database, false)
  const { transactions, heldMs, busyMs } = await measureSessions(
    server.log!,
    from,
    await server.log!.position(),
    database.name,
  )
  return predictKnee(availableParallelism(), { heldMs: heldMs / transactions, busyMs: busyMs / transactions })
}

async function runPgbench(
  database: Database,
  script: string,
  size: number,
): Promise<{ rate: number; latencyMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-pool-'))
  try {
    const file = join(folder, 'load.sql')
    await writeFile(file, script)
    const flags = ['--no-vacuum', `--client=${size}`, `--time=${SECONDS}`, '--protocol=simple', `--file=${file}`]
    const { stdout } = await promisify(execFile)('pgbench', flags, { env: { PATH: process.env.PATH, ...database.env } })
    return {
      rate: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]),
      latencyMs: Number(/^latency average = ([\d.]+)/m.exec(stdout)?.[1]),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * The smallest size on the plateau. Its height is the mean of the best size and the better of its neighbours: one lucky size
 * alone makes no plateau.
 */
function kneeOf(points: readonly Point[]): number {
  const best = points.reduce((top, { rate }, at) => (rate > points[top]!.rate ? at : top), 0)
  const beside = Math.max(points[best - 1]?.rate ?? 0, points[best + 1]?.rate ?? 0)
  const height = (points[best]!.rate + beside) / 2
  return points.find(({ rate }) => rate >= PLATEAU * height)?.size ?? 1
}
