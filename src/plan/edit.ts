/** One step of an edit script between two ordered trees. */
export type TreeEdit<Node> =
  | { readonly kind: 'paired'; readonly base: Node; readonly head: Node; readonly children: readonly TreeEdit<Node>[] }
  | { readonly kind: 'removed' | 'added'; readonly node: Node; readonly children: readonly TreeEdit<Node>[] }

interface Tree<Node> {
  readonly children: readonly Node[]
}

interface Scored<Node> {
  readonly cost: number
  readonly edits: readonly TreeEdit<Node>[]
}

/** Beyond this, as under an Append over hundreds of partitions that all differ, children are paired by position. */
const MOST_PAIRS = 40_000
/** Beyond this, none of a node's children is looked at for the one that took its place. */
const MOST_CHILDREN = 100

/**
 * The cheapest way to make head's tree from base's by pairing, removing and adding nodes in order, a removed or added
 * node costing 1. A node may be removed from above one of its children or put above one; that is all that planners do, and
 * keeps this below the general tree edit distance (Zhang and Shasha, 1989). `costOf` is 0 for equal nodes, 2 for unlike ones.
 */
export function editTree<Node extends Tree<Node>>(
  base: Node,
  head: Node,
  costOf: (base: Node, head: Node) => number,
): readonly TreeEdit<Node>[] {
  const sizes = new Map<Node, number>()
  const known = new Map<Node, Map<Node, Scored<Node>>>()
  return pair(base, head).edits

  function sizeOf(node: Node): number {
    const size = sizes.get(node) ?? 1 + node.children.reduce((sum, child) => sum + sizeOf(child), 0)
    sizes.set(node, size)
    return size
  }

  function whole(kind: 'removed' | 'added', node: Node): TreeEdit<Node> {
    return { kind, node, children: node.children.map(child => whole(kind, child)) }
  }

  function pair(before: Node, after: Node): Scored<Node> {
    const row = known.get(before) ?? new Map<Node, Scored<Node>>()
    known.set(before, row)
    const scored = row.get(after) ?? unwrapped(before, after, wrapped(before, after, inPlace(before, after)))
    row.set(after, scored)
    return scored
  }

  function inPlace(before: Node, after: Node): Scored<Node> {
    const below = sequence(before.children, after.children)
    return {
      cost: costOf(before, after) + below.cost,
      edits: [{ kind: 'paired', base: before, head: after, children: below.edits }],
    }
  }

  /** Head put `after` above what base had. Skipped where the nodes that it adds alone cost as much as the best so far. */
  function wrapped(before: Node, after: Node, found: Scored<Node>): Scored<Node> {
    if (after.children.length > MOST_CHILDREN) return found
    return after.children.reduce((least, kept) => {
      const own = sizeOf(after) - sizeOf(kept)
      const inner = own < least.cost ? pair(before, kept) : undefined
      if (inner === undefined || own + inner.cost >= least.cost) return least
      const children = after.children.flatMap(child => (child === kept ? inner.edits : [whole('added', child)]))
      return { cost: own + inner.cost, edits: [{ kind: 'added', node: after, children }] }
    }, found)
  }

  function unwrapped(before: Node, after: Node, found: Scored<Node>): Scored<Node> {
    if (before.children.length > MOST_CHILDREN) return found
    return before.children.reduce((least, kept) => {
      const own = sizeOf(before) - sizeOf(kept)
      const inner = own < least.cost ? pair(kept, after) : undefined
      if (inner === undefined || own + inner.cost >= least.cost) return least
      const children = before.children.flatMap(child => (child === kept ? inner.edits : [whole('removed', child)]))
      return { cost: own + inner.cost, edits: [{ kind: 'removed', node: before, children }] }
    }, found)
  }

  /** Children are aligned in order, as two texts are by their longest common lines; an equal beginning needs no search. */
  function sequence(before: readonly Node[], after: readonly Node[]): Scored<Node> {
    const shared = before.findIndex((old, at) => after[at] === undefined || pair(old, after[at]).cost > 0)
    const start = shared < 0 ? before.length : shared
    const first = before.slice(0, start).flatMap((old, at) => pair(old, after[at]!).edits)
    const rest = search(before.slice(start), after.slice(start))
    return { cost: rest.cost, edits: [...first, ...rest.edits] }
  }

  function search(before: readonly Node[], after: readonly Node[]): Scored<Node> {
    if (before.length * after.length > MOST_PAIRS) return byPosition(before, after)
    let row: Path<Node>[] = [{ cost: 0, edits: [], previous: undefined }]
    for (const node of after) row.push(append(row.at(-1)!, sizeOf(node), [whole('added', node)]))
    for (const old of before) {
      const next: Path<Node>[] = [append(row[0]!, sizeOf(old), [whole('removed', old)])]
      for (const [position, now] of after.entries()) {
        const paired = pair(old, now)
        next.push(
          best([
            append(row[position]!, paired.cost, paired.edits),
            append(row[position + 1]!, sizeOf(old), [whole('removed', old)]),
            append(next[position]!, sizeOf(now), [whole('added', now)]),
          ]),
        )
      }
      row = next
    }
    return followed(row.at(-1)!)
  }

  function byPosition(before: readonly Node[], after: readonly Node[]): Scored<Node> {
    const shared = Math.min(before.length, after.length)
    const pairs = before.slice(0, shared).map((old, at) => pair(old, after[at]!))
    const removed = before.slice(shared).map(node => whole('removed', node))
    const added = after.slice(shared).map(node => whole('added', node))
    return {
      cost: pairs.reduce((sum, { cost }) => sum + cost, removed.length + added.length),
      edits: [...pairs.flatMap(({ edits }) => edits), ...removed, ...added],
    }
  }
}

/** Edits as a chain, so that an Append over a thousand partitions does not copy lists at every step. */
interface Path<Node> extends Scored<Node> {
  readonly previous: Path<Node> | undefined
}

function append<Node>(previous: Path<Node>, cost: number, edits: readonly TreeEdit<Node>[]): Path<Node> {
  return { cost: previous.cost + cost, edits, previous }
}

function followed<Node>(path: Path<Node>): Scored<Node> {
  const parts: (readonly TreeEdit<Node>[])[] = []
  for (let step: Path<Node> | undefined = path; step !== undefined; step = step.previous) parts.push(step.edits)
  return { cost: path.cost, edits: parts.reverse().flat() }
}

/** The first of the cheapest. */
function best<Option extends { readonly cost: number }>(candidates: readonly Option[]): Option {
  return candidates.reduce((least, candidate) => (candidate.cost < least.cost ? candidate : least))
}
