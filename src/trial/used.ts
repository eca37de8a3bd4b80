import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'

/** Whether a plan reads an index of one of these names. */
export const readsIndex = ({ root }: Plan, names: ReadonlySet<string>): boolean =>
  [...walk(root)].some(({ node }) => names.has(node.indexName ?? ''))
