import { existsSync } from 'node:fs'
import { benchAdvice } from './bench/advice.ts'
import { benchCache } from './bench/cache.ts'
import { CLI } from './bench/gate.ts'
import { benchGrowth } from './bench/growth.ts'
import { benchMemory } from './bench/memory.ts'
import { benchPartition } from './bench/partition.ts'
import { benchPool } from './bench/pool.ts'
import { benchSpeed } from './bench/speed.ts'

/** Each prints its figures and returns whether they meet the target. */
const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  speed: benchSpeed,
  memory: benchMemory,
  growth: benchGrowth,
  cache: benchCache,
  advice: benchAdvice,
  pool: benchPool,
  partition: benchPartition,
}

process.exitCode = await bench(process.argv.slice(2))

async function bench(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.find(name => !Object.hasOwn(BENCHES, name))
  if (unknown !== undefined) return complain(`There is no ${unknown}; choose of ${Object.keys(BENCHES).join(', ')}.`)
  if (!existsSync(CLI)) return complain('dist/cli.js is missing: run `npm run build` first.')
  let missed = 0
  for (const [name, run] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    process.stdout.write(`\n# ${name}\n`)
    if (!(await run())) missed++
  }
  return missed === 0 ? 0 : complain('A target is missed.')
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 1
}
