import { readdirSync, readFileSync } from 'node:fs'
import { parsePlan } from '../../src/plan/parse.ts'
import type { Plan, PlanNode } from '../../src/plan/plan.ts'

const folder = new URL('fixtures/', import.meta.url)

/** What EXPLAIN printed, as recorded by `fixtures/record.sql`. */
export const readExplain = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

export const readPlan = (name: string): Plan => parsePlan(readExplain(name))

export const planNames: readonly string[] = ['', '18/'].flatMap(prefix =>
  readdirSync(new URL(prefix, folder))
    .filter(name => name.endsWith('.json'))
    .map(name => `${prefix}${name.replace('.json', '')}`),
)

/** A copy of a plan with every node changed. */
export function mapNodes(plan: Plan, change: (node: PlanNode) => PlanNode): Plan {
  const walk = (node: PlanNode): PlanNode => change({ ...node, children: node.children.map(walk) })
  return { ...plan, root: walk(plan.root) }
}
