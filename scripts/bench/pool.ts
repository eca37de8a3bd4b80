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
import { printTable, say } from './table.ts'

const SIZES = [1, 2, 4, 8, 16, 32]
const SECONDS = 3
/** A size whose rate is within this of the best does as well. */
const GROWTH = 1.15

/** A transaction whose client thinks between its statements, and one whose does not. */
const WORK = 'select sum(i * i) from generate_series(1, 10000) i;'
const LOADS: Readonly<Record<string, string>> = {
  'CPU-bound': WORK,
  'idle in transaction': `begin;\n${WORK}\n\\sleep 8 ms\ncommit;`,
  mixed: `begin;\n${WORK}\n\\sleep 2 ms\n${WORK}\ncommit;`,
}

/**
 * A sweep of pool sizes on a throw-away server: where throughput stops growing, against what the transactions of a single
 * connection predict. Needs a machine with nothing else to do, and pgbench.
 */
export async function benchPool(): Promise<boolean> {
  const context = { progress: SILENT, signal: new AbortController().signal, env: process.env }
  const config = configSchema.parse({ postgres: { server: 'embedded' } }).postgres
  await using server = await openServer(config, context)
  let isMet = true
  for (const [name, script] of Object.entries(LOADS)) {
    const database = await server.createDatabase(`pool_${name.replaceAll(/\W/g, '_')}`)
    const predicted = await predict(server, database, script)
    const points = []
    for (const size of SIZES) points.push({ size, ...(await runPgbench(database, script, size)) })
    const knee = kneeOf(points)
    const steps = Math.abs(Math.log2(predicted) - Math.log2(knee))
    say(`\n## ${name}\n`)
    printTable(
      ['connections', 'transactions/s', 'ms'],
      points.map(({ size, rate, latencyMs }) => [String(size), rate.toFixed(0), latencyMs.toFixed(2)]),
    )
    say(`\nknee at ${knee}, predicted ${predicted} (target: within one step)`)
    isMet &&= steps <= 1
  }
  return isMet
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

/** The smallest size that does about as well as the best. */
function kneeOf(points: readonly { readonly size: number; readonly rate: number }[]): number {
  const best = Math.max(...points.map(({ rate }) => rate))
  return points.find(({ rate }) => rate * GROWTH >= best)?.size ?? 1
}
