import { type IndexDefinitionPair, indexesOn, type Partitions } from '../plan/index-definitions.ts'
import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
import { counted } from '../plan/words.ts'
import { exclusiveWork, inclusiveWork } from '../plan/work.ts'
import type { Work } from '../replay/measurement.ts'
import type { Change } from './comparison.ts'
import type { Measured } from './runs.ts'
import { compareWork, type WorseThan } from './thresholds.ts'

/**
 * What explains that a write costs more: `indexes` to keep, which is the price of an index and no regression;
 * `indexes, heavily` where that price is worth a look; `more` than that.
 */
export type WriteGrowth = 'indexes' | 'indexes, heavily' | 'more'

/** Two more indexes cost +74 % buffers; three times the work is many of them, or one that does not suit the writes. */
const HEAVY = 3

/** Own blocks of a write, heap and indexes, apart from finding its rows and from triggers. */
function upkeepOf(plan: Plan): number {
  const work = exclusiveWork(plan.root)
  return [...work].reduce((sum, [node, { buffers }]) => (node.nodeType === 'ModifyTable' ? sum + buffers : sum), 0)
}

/** The tables that a plan writes to, and those that are partitions of them. */
function written({ root }: Plan, partitions: Partitions = new Map()): ReadonlySet<string> {
  const targets = new Set(
    [...walk(root)].flatMap(({ node: { nodeType, schema = 'public', relationName } }) =>
      nodeType === 'ModifyTable' && relationName !== undefined ? [`${schema}.${relationName}`] : [],
    ),
  )
  const parts = [...partitions].flatMap(([part, parent]) => (targets.has(parent) ? [part] : []))
  return new Set([...targets, ...parts])
}

/** Whether both sides' catalogs are known and have the same indexes on what is written to: then they cost no more to keep. */
function hasSameIndexes(base: Measured, head: Measured, { partitions, ...indexes }: IndexDefinitionPair): boolean {
  if (indexes.base.size === 0 || indexes.head.size === 0) return false
  const before = indexesOn(indexes.base, written(base.plan, partitions?.base))
  const after = indexesOn(indexes.head, written(head.plan, partitions?.head))
  return before.join('\n') === after.join('\n')
}

/**
 * Explains the growth of a write's work by which part of it grew. What the top node itself does is more than indexes: it tests
 * constraints and policies as well, and those call functions.
 */
export function explainWrite(
  base: Measured,
  head: Measured,
  changes: readonly Change[],
  limits: WorseThan,
  indexes: IndexDefinitionPair,
): WriteGrowth {
  const [before, after] = [upkeepOf(base.plan), upkeepOf(head.plan)]
  const rest = ({ plan, work }: Measured, upkeep: number): Work => ({
    ...work,
    buffers: Math.max(work.buffers, inclusiveWork(plan.root).buffers) - upkeep,
    walBytes: 0,
  })
  const isRestWorse = compareWork(rest(base, before), rest(head, after), limits) === 'worse'
  const firesMore = changes.some(({ kind }) => kind === 'trigger-work' || kind === 'nested-work')
  if (after <= before || isRestWorse || firesMore || hasSameIndexes(base, head, indexes)) return 'more'
  return after > HEAVY * before ? 'indexes, heavily' : 'indexes'
}

/** The price of indexes as a change. */
export const upkeepChange = (base: Measured, head: Measured): Change => ({
  kind: 'other',
  node: 'index upkeep',
  from: counted(upkeepOf(base.plan), 'page'),
  to: counted(upkeepOf(head.plan), 'page'),
  direction: 'neutral',
})
