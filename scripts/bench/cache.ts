import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExampleRepository } from '../../test/support/example-repository.ts'
import { type GateRun, runGate } from './gate.ts'
import { median, printTable, say, seconds } from './table.ts'

const TARGET = 0.6
const ROUNDS = 3

/** The example from the start of the process to the comment, with base kept by an earlier run and without, taken in turn. */
export async function benchCache(): Promise<boolean> {
  await using repository = await createExampleRepository('regress')
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-bench-'))
  try {
    const warmed = ['--cache', folder]
    await runGate(repository, warmed)
    const colds: GateRun[] = []
    const warms: GateRun[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      colds.push(await runGate(repository))
      warms.push(await runGate(repository, warmed))
      const [cold, warm] = [colds.at(-1)!.seconds, warms.at(-1)!.seconds]
      say(`round ${round}: cold ${seconds(cold)}, warm ${seconds(warm)}, ${((100 * warm) / cold).toFixed(0)} %`)
    }
    const stages = [...new Set([...colds, ...warms].flatMap(({ report }) => report.timings.map(({ stage }) => stage)))]
    say('')
    printTable(
      ['stage (median)', 'cold', 'warm'],
      stages.map(stage => [stage, seconds(timeOf(colds, stage)), seconds(timeOf(warms, stage))]),
    )
    if (timeOf(warms, 'seed base') > 0) throw new Error('The base that was kept was not used')
    const share = median(warms.map(run => run.seconds)) / median(colds.map(run => run.seconds))
    say(`\nwarm ÷ cold = ${share.toFixed(2)} (median of ${ROUNDS}; target ≤ ${TARGET})`)
    return share <= TARGET
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** 0 where no run had the stage. */
function timeOf(runs: readonly GateRun[], stage: string): number {
  return median(runs.map(({ report }) => report.timings.find(timing => timing.stage === stage)?.seconds ?? 0))
}
