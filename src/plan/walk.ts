import type { PlanNode } from './plan.ts'

export interface Visit {
  readonly node: PlanNode
  readonly parent: PlanNode | undefined
  /** Positions from the root down, for example `0.1`; empty for the root. */
  readonly path: string
}

/** Every node of a tree with the way to it, parents before their children. */
export function* walk(node: PlanNode, parent?: PlanNode, path = ''): Generator<Visit> {
  yield { node, parent, path }
  for (const [position, child] of node.children.entries()) {
    yield* walk(child, node, path === '' ? `${position}` : `${path}.${position}`)
  }
}
