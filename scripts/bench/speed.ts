import { resolveSides } from '../../src/checkout/refs.ts'
import type { Tree } from '../../src/checkout/tree.ts'
import { parseWorkload, type WorkloadStatement } from '../../src/load/workload.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { createExampleRepository } from '../../test/support/example-repository.ts'
import { type FloorInput, runFloor, SILENT } from './floor.ts'
import { type Compared, type GateRun, runGate } from './gate.ts'
import { median, printTable, say, seconds } from './table.ts'

const TARGET = 1.8
const ROUNDS = 3
const MIGRATIONS = /^prisma\/migrations\/.*\.sql$/
const SEED = 'db/seed.sql'
const WORKLOAD = 'db/workload.sql'
/** What happens outside the stages: Node, git, the configuration, the comparison, the report, the stop of the server. */
const OUTSIDE = 'start of Node, git, compare, report, stop'

/** The whole gate beside the least that its method must do, taken in turn. */
export async function benchSpeed(): Promise<boolean> {
  await using repository = await createExampleRepository('regress')
  const input = await readFloorInput(repository)
  const floors: ReadonlyMap<string, number>[] = []
  const gates: GateRun[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    floors.push(await runFloor(input))
    gates.push(await runGate(repository))
    const [floor, gate] = [total(floors.at(-1)!), gates.at(-1)!.seconds]
    say(`round ${round}: floor ${seconds(floor)}, gate ${seconds(gate)}, ${(gate / floor).toFixed(2)} times`)
  }
  const stages = compareStages(gates, floors)
  say('')
  printTable(
    ['stage (median)', 'gate', 'floor', 'more'],
    stages.map(({ stage, gate, floor }) => [stage, seconds(gate), seconds(floor), seconds(gate - floor)]),
  )
  const ofMedians = median(gates.map(gate => gate.seconds)) / median(floors.map(total))
  const ofBests = Math.min(...gates.map(gate => gate.seconds)) / Math.min(...floors.map(total))
  const dominant = stages.toSorted((a, b) => b.gate - b.floor - (a.gate - a.floor)).slice(0, 3)
  say(
    `\nThe rest is mostly ${dominant.map(({ stage, gate, floor }) => `${stage} (+${seconds(gate - floor)})`).join(', ')}.`,
  )
  say(
    `gate ÷ floor = ${ofMedians.toFixed(2)} (median of ${ROUNDS}; best of each: ${ofBests.toFixed(2)}; target ≤ ${TARGET})`,
  )
  return ofMedians <= TARGET
}

async function readFloorInput({ directory, base, head }: Compared): Promise<FloorInput> {
  await loadParser()
  const signal = new AbortController().signal
  await using sides = await resolveSides({ repo: directory, base, head, progress: SILENT, signal, env: process.env })
  const [ofBase, ofHead] = [await readAll(sides.base.tree), await readAll(sides.head.tree)]
  return {
    migrations: [...ofBase.values()],
    seed: await sides.base.tree.read(SEED),
    pending: [...ofHead].filter(([file]) => !ofBase.has(file)).map(([, text]) => text),
    load: { base: await readLoad(sides.base.tree), head: await readLoad(sides.head.tree) },
  }
}

async function readAll(tree: Tree): Promise<ReadonlyMap<string, string>> {
  const files = (await tree.list('')).filter(file => MIGRATIONS.test(file)).sort()
  return new Map(await Promise.all(files.map(async file => [file, await tree.read(file)] as const)))
}

async function readLoad(tree: Tree): Promise<readonly WorkloadStatement[]> {
  return parseWorkload(await tree.read(WORKLOAD), WORKLOAD)
}

function compareStages(gates: readonly GateRun[], floors: readonly ReadonlyMap<string, number>[]) {
  const stagesOf = ({ seconds: whole, report }: GateRun) => {
    const stages = new Map(report.timings.map(timing => [timing.stage, timing.seconds]))
    return stages.set(OUTSIDE, whole - total(stages))
  }
  const ofGates = gates.map(stagesOf)
  return [...(ofGates[0]?.keys() ?? [])].map(stage => ({
    stage,
    gate: median(ofGates.map(stages => stages.get(stage) ?? 0)),
    floor: median(floors.map(stages => stages.get(stage === OUTSIDE ? 'stop' : stage) ?? 0)),
  }))
}

function total(stages: ReadonlyMap<string, number>): number {
  return [...stages.values()].reduce((sum, value) => sum + value, 0)
}
