import type { Statement } from '../../src/capture/snapshot.ts'
import type { MeasuredStatement } from '../../src/compare/comparison.ts'
import type { ComparePolicy } from '../../src/compare/thresholds.ts'
import type { IndexDefinitionPair } from '../../src/plan/index-definitions.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { inclusiveWork } from '../../src/plan/work.ts'
import type { Measurement, Work } from '../../src/replay/measurement.ts'
import { readPlan } from '../plan/plans.ts'

const STATS = {
  calls: 10,
  totalExecTime: 20,
  meanExecTime: 2,
  minExecTime: 1,
  maxExecTime: 4,
  stddevExecTime: 1,
  rows: 10,
  sharedBlksHit: 100,
  sharedBlksRead: 0,
  tempBlksRead: 0,
  tempBlksWritten: 0,
  walBytes: 0,
}

export function statement(fields: Partial<Statement> & { calls?: number } = {}): Statement {
  const { calls = STATS.calls, ...rest } = fields
  return {
    name: 'orders.byCustomer',
    isNamed: true,
    key: { fingerprint: 'aaaa000011112222', textHash: 'ffff0000' },
    text: 'select * from orders where customer_id = $1',
    source: undefined,
    isWrite: false,
    stats: { ...STATS, calls },
    valueSets: ['lowest cost', 'median cost', 'highest cost'].map(why => ({
      why: why as 'lowest cost',
      sql: 'select * from orders where customer_id = 42',
      values: [],
      session: {},
    })),
    unmeasured: undefined,
    ...rest,
  }
}

type Measured = Extract<Measurement, { kind: 'measured' }>

/** An execution whose work is what the plan's top node says, unless told otherwise. */
export function measured(plan: string | Plan, work: Partial<Work> = {}, fields: Partial<Measured> = {}): Measured {
  const read = typeof plan === 'string' ? readPlan(plan) : plan
  const { buffers, tempBlocks } = inclusiveWork(read.root)
  return {
    kind: 'measured',
    plan: read,
    work: { buffers, tempBlocks, walBytes: read.root.walBytes ?? 0, rows: read.root.actualRows ?? 0, ...work },
    durationsMs: [2, 2.1],
    nested: [],
    ...fields,
  }
}

export const failed = (code: string, timedOut = false): Measurement => ({
  kind: 'failed',
  code,
  message: 'invalid input: "s3cret"',
  timedOut,
})

/** A statement that both loads send, with the executions of its value sets. */
export function both(
  runs: readonly (readonly [Measurement, Measurement])[],
  fields: Partial<MeasuredStatement> = {},
): MeasuredStatement {
  const one = statement()
  return {
    pair: { name: one.name, relation: 'same', base: one, head: one },
    runs: runs.map(([base, head], valueSet) => ({ valueSet, base, head })),
    compatibility: undefined,
    regret: undefined,
    ...fields,
  }
}

export const POLICY: ComparePolicy = { worse: { ratio: 1.2, blocks: 100, floor: 100 }, 'critical-tables': [] }
export const NO_INDEXES: IndexDefinitionPair = { base: new Map(), head: new Map() }
