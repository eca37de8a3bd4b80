import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import { shapeOf } from '../plan/shape.ts'
import { walk } from '../plan/walk.ts'
import { SqlError } from '../postgres/client.ts'
import { inTransaction } from './execution.ts'
import { measure, type ReplaySide } from './measure.ts'
import type { Measurement } from './measurement.ts'

/** What one of a statement's calls reads by a plan for its own values, and by the plan for any value that would take its place. */
export interface GenericPlan {
  readonly customBuffers: number
  readonly genericBuffers: number
}

/** Cost of planning once, as the plan cache reckons: 1000 times `cpu_operator_cost` a relation and one (plancache.c, `cached_plan_cost`). */
const PLANNING_COST = 1000 * 0.0025

/**
 * What becomes of a prepared read after five executions: where the plan for any value is cheaper than the custom ones on
 * average, planning included, PostgreSQL takes it for all values. The call that it makes worst; undefined where
 * PostgreSQL stays with custom plans, or where the plan is the same.
 */
export async function tryGenericPlan(
  side: ReplaySide,
  calls: readonly { readonly valueSet: ValueSet; readonly measured: Measurement }[],
): Promise<GenericPlan | undefined> {
  const custom = calls.flatMap(({ valueSet, measured }) =>
    valueSet.values.length > 0 && valueSet.isGeneric !== true && measured.kind === 'measured'
      ? [{ valueSet, measured }]
      : [],
  )
  const [first] = custom
  if (first === undefined) return undefined
  const generic = await planAsGeneric(side, first.valueSet)
  if (generic === undefined) return undefined
  const average = custom.reduce((sum, { measured }) => sum + customCost(measured.plan), 0) / custom.length
  if (generic.root.totalCost >= average) return undefined
  const shape = shapeOf(generic, NO_DEFINITIONS)
  let worst: GenericPlan | undefined
  for (const { valueSet, measured } of custom) {
    if (shapeOf(measured.plan, NO_DEFINITIONS) === shape) continue
    const run = await measure(side, { ...valueSet, isGeneric: true }, false)
    if (run.kind !== 'measured') continue
    const found = { customBuffers: measured.work.buffers, genericBuffers: run.work.buffers }
    if (worst === undefined || growth(found) > growth(worst)) worst = found
  }
  return worst
}

const NO_DEFINITIONS = new Map<string, string>()

const growth = ({ customBuffers, genericBuffers }: GenericPlan) => genericBuffers - customBuffers

function customCost(plan: Plan): number {
  const relations = [...walk(plan.root)].filter(({ node }) => node.relationName !== undefined).length
  return plan.root.totalCost + PLANNING_COST * (relations + 1)
}

async function planAsGeneric(side: ReplaySide, valueSet: ValueSet): Promise<Plan | undefined> {
  try {
    return await inTransaction(
      side.client,
      { ...valueSet, isGeneric: true },
      { ...side, isWrite: false },
      async statement => {
        const [row] = await side.client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(['verbose', 'format json']))
        return parsePlan(row?.['QUERY PLAN'])
      },
    )
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
