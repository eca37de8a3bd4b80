import { fileURLToPath } from 'node:url'
import { runGate } from './gate.ts'
import { createLargeRepository } from './many-statements.ts'
import { printTable, say, seconds } from './table.ts'

const TARGET_MEGABYTES = 300
const STATEMENTS = 5000
const CALLS = 200
const SEND = fileURLToPath(new URL('./send-many.ts', import.meta.url))

/** The peak of the gate's own process while each side's load logs a million executions. */
export async function benchMemory(): Promise<boolean> {
  const command = `'${process.execPath}' '${SEND}' ${STATEMENTS} ${CALLS}`
  using repository = createLargeRepository({ config: `workload: { command: ${JSON.stringify(command)} }`, files: {} })
  const { seconds: whole, peakBytes, report } = await runGate(repository)
  printTable(
    ['stage', 'seconds'],
    report.timings.map(timing => [timing.stage, seconds(timing.seconds)]),
  )
  const calls = report.statements.reduce((sum, { head }) => sum + (head?.calls ?? 0), 0)
  const megabytes = peakBytes / 2 ** 20
  say(
    `\n${report.statements.length} statements, ${calls.toLocaleString('en')} executions on each side, ${seconds(whole)}`,
  )
  say(`peak memory of the gate = ${megabytes.toFixed(0)} MB (target < ${TARGET_MEGABYTES} MB)`)
  if (report.statements.length < STATEMENTS || calls < STATEMENTS * CALLS) throw new Error('The load did not arrive')
  return megabytes < TARGET_MEGABYTES
}
