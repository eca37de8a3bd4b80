import type { Change } from '../compare/comparison.ts'
import type { Alignment, PlanSide } from './align.ts'
import type { PlanNode } from './plan.ts'
import { counted, grouped } from './words.ts'
import { exclusiveWork } from './work.ts'

interface Spill {
  readonly kind: 'sort-spill' | 'hash-spill' | 'other'
  readonly family: string
  /** How badly it spills; 0 while everything fits `work_mem`. */
  readonly amount: number
  readonly words: string
}

const onDisk = (kiloBytes: number) => `${grouped(kiloBytes)} kB on disk`

/** What a node that may spill did; undefined for the others. `temp` are its own temporary blocks of 8 kB. */
function spillOf(node: PlanNode, temp: number): Spill | undefined {
  if (node.nodeType === 'Sort' || node.nodeType === 'Incremental Sort') {
    const amount = node.sortSpaceType === 'Disk' ? (node.sortSpaceUsed ?? 1) : temp * 8
    return {
      kind: 'sort-spill',
      family: 'Sort',
      amount,
      words: amount > 0 ? `sorted with ${onDisk(amount)}` : 'sorted in memory',
    }
  }
  if (node.nodeType === 'Hash') {
    const batches = node.hashBatches ?? 1
    return {
      kind: 'hash-spill',
      family: 'Hash',
      amount: batches - 1,
      words: `hash in ${counted(batches, 'batch').replace('batchs', 'batches')}`,
    }
  }
  if (node.nodeType === 'Aggregate' && node.strategy !== 'Plain' && node.strategy !== 'Sorted') {
    const amount = node.diskUsage ?? temp * 8
    return {
      kind: 'hash-spill',
      family: 'Aggregate',
      amount,
      words: amount > 0 ? `grouped with ${onDisk(amount)}` : 'grouped in memory',
    }
  }
  if (node.nodeType === 'Materialize' || node.nodeType === 'CTE Scan' || node.nodeType === 'WindowAgg') {
    return {
      kind: 'other',
      family: node.nodeType,
      amount: temp * 8,
      words: `${node.nodeType} ${temp > 0 ? `with ${onDisk(temp * 8)}` : 'in memory'}`,
    }
  }
  return undefined
}

/** The worst spill of each family over the same relations. */
function spillsOf(side: PlanSide): ReadonlyMap<string, Spill & { readonly leaves: string }> {
  const work = exclusiveWork(side.plan.root)
  const worst = new Map<string, Spill & { readonly leaves: string }>()
  for (const node of side.nodes) {
    const spill = spillOf(node, work.get(node)!.tempBlocks)
    if (spill === undefined || node.actualLoops === undefined) continue
    const leaves = side.leaves.get(node)!
    const key = `${spill.family}\u0000${leaves}`
    if (spill.amount >= (worst.get(key)?.amount ?? 0)) worst.set(key, { ...spill, leaves })
  }
  return worst
}

/** Growth by which a spill that was there before counts as another. */
const GROWTH = 1.5

/** Sorts, hashes and the like that no longer fit `work_mem`, or fit it now. */
export function spillChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const before = spillsOf(base)
  const after = spillsOf(head)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): Change[] => {
    const [old, now] = [before.get(key), after.get(key)]
    const [from, to] = [old?.amount ?? 0, now?.amount ?? 0]
    const isWorse = to > 0 && to >= GROWTH * from
    const isBetter = from > 0 && from >= GROWTH * to
    if (!isWorse && !isBetter) return []
    const { kind, leaves, family } = (now ?? old)!
    const none = `no ${family}`
    return [
      {
        kind,
        node: labelOf(leaves),
        from: old?.words ?? none,
        to: now?.words ?? none,
        direction: isWorse ? 'worse' : 'better',
      },
    ]
  })
}
