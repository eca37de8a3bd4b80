import { type GateRun, runGate } from './gate.ts'
import { createLargeRepository, makeStatements } from './many-statements.ts'
import { median, printTable, say } from './table.ts'

/** Time per statement may not grow; a little is the noise of three points. */
const TARGET = 1.05
const SIZES = [50, 500, 5000]
/** Repetitions of each size, the cheap ones more often. */
const ROUNDS = (size: number) => (size < 1000 ? 3 : 1)
/** What has nothing to do with the number of statements. */
const BEFORE = new Set(['start server', 'migrate base', 'seed base', 'freeze base', 'migrate head'])

/** How load, capture, replay, comparison and report grow with the number of statements: the slope of the logarithms. */
export async function benchGrowth(): Promise<boolean> {
  const fixed = await measure(1, 3)
  const points: { size: number; seconds: number; megabytes: number }[] = []
  for (const size of SIZES) {
    const { seconds, megabytes } = await measure(size, ROUNDS(size))
    points.push({ size, seconds: seconds - fixed.seconds, megabytes })
  }
  printTable(
    ['statements', 'seconds', 'ms per statement', 'peak MB'],
    points.map(({ size, seconds, megabytes }) => [
      String(size),
      seconds.toFixed(2),
      ((1000 * seconds) / size).toFixed(2),
      megabytes.toFixed(0),
    ]),
  )
  const exponent = slope(points.map(({ size, seconds }) => [Math.log(size), Math.log(seconds)]))
  say(`\n(the ${fixed.seconds.toFixed(2)} s that one statement takes are taken off)`)
  say(`time ~ statements ^ ${exponent.toFixed(2)} (target ≤ ${TARGET})`)
  return exponent <= TARGET
}

/** Seconds after head is ready, to the end of the process: the median of the rounds. */
async function measure(size: number, rounds: number): Promise<{ seconds: number; megabytes: number }> {
  const statements = makeStatements(size).map(
    (sql, index) => `-- name: s${index}\n${sql.replace('$1', String(index % 100))};\n`,
  )
  using repository = createLargeRepository({
    config: 'workload: { files: load.sql }',
    files: { 'load.sql': statements.join('\n') },
  })
  const runs: GateRun[] = []
  for (let round = 0; round < rounds; round++) runs.push(await runGate(repository))
  return { seconds: median(runs.map(timeAfterSetUp)), megabytes: Math.max(...runs.map(run => run.peakBytes)) / 2 ** 20 }
}

function timeAfterSetUp({ seconds, report }: GateRun): number {
  const before = report.timings.filter(({ stage }) => BEFORE.has(stage))
  return seconds - before.reduce((sum, timing) => sum + timing.seconds, 0)
}

/** Of the least-squares line. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}
