import type { IndexDefinitionPair } from './index-definitions.ts'
import { instancesOf } from './instances.ts'
import type { Plan, PlanNode } from './plan.ts'
import { type Scan, scansOf } from './scans.ts'
import { walk } from './walk.ts'
import { inclusiveWork } from './work.ts'

/** One side of an alignment. */
export interface PlanSide {
  readonly plan: Plan
  readonly nodes: readonly PlanNode[]
  /** The relation instances below a node in words that are equal on both sides, sorted; sub-plans of the node left out. */
  readonly leaves: ReadonlyMap<PlanNode, string>
  /** The topmost node over the same instances. */
  readonly topOver: ReadonlyMap<string, PlanNode>
  /** Blocks that were read to produce what a node returns, spilled ones included; undefined where not executed. */
  readonly blocksOver: (leaves: string) => number | undefined
}

/** Two plans whose relation instances were matched. */
export interface Alignment {
  readonly base: PlanSide
  readonly head: PlanSide
  readonly scans: readonly { readonly base: Scan | undefined; readonly head: Scan | undefined }[]
  /** A set of instances in words: `orders o, customers c`. */
  readonly labelOf: (leaves: string) => string
}

const SEPARATOR = '\u0000'
/** Children that do not feed rows to their parent. */
const SIDE_PLANS = new Set(['InitPlan', 'SubPlan'])

/**
 * Matches instances by alias, which a statement keeps whatever its plan, then what is left by relation, in order, and at last
 * the only one that is left on both sides.
 */
function matchScans(base: ReadonlyMap<string, Scan>, head: ReadonlyMap<string, Scan>): ReadonlyMap<string, string> {
  const matched = new Map([...head.keys()].filter(key => base.has(key)).map(key => [key, key]))
  const free = [...base.values()].filter(({ key }) => !head.has(key))
  for (const { key, relation } of head.values()) {
    const position = matched.has(key)
      ? -1
      : free.findIndex(scan => relation !== undefined && scan.relation === relation)
    if (position >= 0) matched.set(key, free.splice(position, 1)[0]!.key)
  }
  const [rest, ...others] = [...head.keys()].filter(key => !matched.has(key))
  if (rest !== undefined && others.length === 0 && free.length === 1) matched.set(rest, free[0]!.key)
  return matched
}

function readSide(plan: Plan, sharedKey: (key: string) => string): PlanSide {
  const instances = instancesOf(plan.root).of
  const leaves = new Map<PlanNode, string>()
  const topOver = new Map<string, PlanNode>()
  const collect = (node: PlanNode): readonly string[] => {
    const own = instances.get(node)
    const below = node.children.flatMap(child => {
      const keys = collect(child)
      return SIDE_PLANS.has(child.parentRelationship ?? '') ? [] : keys
    })
    const keys = [...new Set([...(own === undefined ? [] : [sharedKey(own.key)]), ...below])].sort()
    leaves.set(node, keys.join(SEPARATOR))
    return keys
  }
  collect(plan.root)
  const nodes = [...walk(plan.root)].map(({ node }) => node)
  for (const node of nodes) {
    const set = leaves.get(node)!
    if (!topOver.has(set)) topOver.set(set, node)
  }
  const blocksOver = (set: string) => {
    const node = topOver.get(set) ?? plan.root
    const { buffers, tempBlocks } = inclusiveWork(node)
    return plan.root.actualLoops === undefined ? undefined : buffers + tempBlocks
  }
  return { plan, nodes, leaves, topOver, blocksOver }
}

/** Aligns two plans of one statement by the relations that it names, not by the position in the tree. */
export function alignPlans(base: Plan, head: Plan, indexes: IndexDefinitionPair): Alignment {
  const baseScans = scansOf(base, indexes.base, indexes.partitions?.base)
  const headScans = scansOf(head, indexes.head, indexes.partitions?.head)
  const matched = matchScans(baseScans, headScans)
  const used = new Set(matched.values())
  const sharedKey = (key: string) => matched.get(key) ?? key
  const labels = new Map([...headScans].map(([key, { label }]) => [sharedKey(key), label]))
  return {
    base: readSide(base, key => key),
    head: readSide(head, sharedKey),
    scans: [
      ...[...headScans].map(([key, scan]) => ({ base: baseScans.get(matched.get(key) ?? ''), head: scan })),
      ...[...baseScans.values()].filter(({ key }) => !used.has(key)).map(scan => ({ base: scan, head: undefined })),
    ],
    labelOf: leaves =>
      leaves
        .split(SEPARATOR)
        .map(key => labels.get(key) ?? baseScans.get(key)?.label ?? key)
        .join(', '),
  }
}
