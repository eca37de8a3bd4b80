import { walk } from '../../plan/walk.ts'
import type { Effect } from '../../trial/effect.ts'
import type { TrialStatement } from '../../trial/statement.ts'
import type { Settings, SettingsBench } from './settings-bench.ts'

const MB = 2 ** 20
const BLOCK = 8192
/** Statements to search a size for, those that spill most first; each takes a few executions. */
const MAX_SPILLERS = 8
/** Doublings tried for each. */
const MAX_TRIES = 4
/** Executions to find out what spills under another work_mem than that of the replay. */
const MAX_CHECKED = 60
const MEMORY_NODES = new Set([
  'Sort',
  'Incremental Sort',
  'Hash',
  'Hash Join',
  'Aggregate',
  'Materialize',
  'CTE Scan',
  'WindowAgg',
  'SetOp',
])

/** A statement that spills, and the least power of two in bytes at which it does not; undefined where none of those tried does. */
export interface Need {
  readonly statement: TrialStatement
  readonly tempBlocks: number
  readonly sizeBytes: number | undefined
  readonly effect: Effect | undefined
}

/** What spills under `settings`, and what each such statement would need, up to `limitBytes`. */
export async function searchWorkMem(
  bench: SettingsBench,
  statements: readonly TrialStatement[],
  settings: Settings,
  current: { readonly workMemBytes: number; readonly isReplays: boolean },
  limitBytes: number,
): Promise<readonly Need[]> {
  const spilling = await findSpilling(bench, statements, settings, current.isReplays)
  const needs: Need[] = []
  for (const { statement, tempBlocks } of spilling.slice(0, MAX_SPILLERS)) {
    needs.push(await searchOne(bench, { statement, tempBlocks }, settings, current.workMemBytes, limitBytes))
  }
  return needs
}

interface Spilling {
  readonly statement: TrialStatement
  /** Of the value set that spills most. */
  readonly tempBlocks: number
}

async function findSpilling(
  bench: SettingsBench,
  statements: readonly TrialStatement[],
  settings: Settings,
  isReplays: boolean,
): Promise<readonly Spilling[]> {
  const found: Spilling[] = []
  const suspects = isReplays
    ? statements.filter(({ runs }) => runs.some(({ before }) => before.work.tempBlocks > 0))
    : statements
        .filter(usesMemory)
        .toSorted((a, b) => b.calls - a.calls)
        .slice(0, MAX_CHECKED)
  for (const statement of suspects) {
    const measured = await bench.measure(statement, settings)
    const tempBlocks = Math.max(0, ...(measured ?? []).map(({ work }) => work.tempBlocks))
    if (tempBlocks > 0) found.push({ statement, tempBlocks })
  }
  return found.toSorted((a, b) => b.tempBlocks * b.statement.calls - a.tempBlocks * a.statement.calls)
}

/** Whether a plan has a node whose room work_mem bounds. */
export function usesMemory({ runs }: TrialStatement): boolean {
  return runs.some(({ before }) => [...walk(before.plan.root)].some(({ node }) => MEMORY_NODES.has(node.nodeType)))
}

async function searchOne(
  bench: SettingsBench,
  { statement, tempBlocks }: Spilling,
  settings: Settings,
  currentBytes: number,
  limitBytes: number,
): Promise<Need> {
  // Temporary blocks count both the writing and the reading; rows take about twice as much room in memory as on disk.
  const estimate = tempBlocks * BLOCK
  let size = 2 ** Math.ceil(Math.log2(Math.max(2 * currentBytes, estimate, MB)))
  for (let tries = 0; tries < MAX_TRIES && size <= limitBytes; tries++, size *= 2) {
    const [effect] = await bench.compare([statement], settings, withWorkMem(settings, size), new Set([statement]))
    const isFree = effect?.after.every(each => each.kind === 'measured' && each.work.tempBlocks === 0)
    if (effect !== undefined && effect.after.length > 0 && isFree)
      return { statement, tempBlocks, sizeBytes: size, effect }
  }
  return { statement, tempBlocks, sizeBytes: undefined, effect: undefined }
}

export function withWorkMem(settings: Settings, sizeBytes: number): Settings {
  return { ...settings, work_mem: `${sizeBytes / 1024}kB` }
}
