import { diffPlans, isPlanChange } from '../plan/diff.ts'
import type { IndexDefinitionPair } from '../plan/index-definitions.ts'
import type { Plan } from '../plan/plan.ts'
import { pagesForSameRows } from '../plan/scan-changes.ts'
import { counted } from '../plan/words.ts'
import { inclusiveWork } from '../plan/work.ts'
import type { Change } from './comparison.ts'
import type { Measured } from './runs.ts'
import { blocksBeyondPlan, isWorse, type WorseThan } from './thresholds.ts'

/**
 * Adds to what the plans say how the blocks outside them changed, and whether that was for the worse: triggers and
 * foreign-key checks run after the top node has been counted.
 */
export function withWorkBeyondPlan(
  base: Measured,
  head: Measured,
  limits: WorseThan,
  listed: readonly Change[],
  nested: readonly Change[],
): readonly Change[] {
  const before = blocksBeyondPlan(base.plan, base.work)
  const after = blocksBeyondPlan(head.plan, head.work)
  const isMore = isWorse(before, after, limits)
  if (!isMore && !isWorse(after, before, limits)) return listed
  const direction: Change['direction'] = isMore ? 'worse' : 'better'
  const hasTriggers = base.plan.triggers.length + head.plan.triggers.length > 0
  const change: Change = {
    kind: hasTriggers ? 'trigger-work' : 'nested-work',
    node: hasTriggers ? tellingTriggers(base, head, nested).join(', ') : 'outside the plan',
    from: counted(before, 'page'),
    to: counted(after, 'page'),
    direction,
  }
  return [change, ...listed.map(other => (other.kind === 'trigger-work' ? { ...other, direction } : other))]
}

/**
 * EXPLAIN charges a scan with what the functions read that it calls. Where these run other statements, or the same ones by
 * another plan, more pages for the same rows are theirs and do not mean that the table is larger.
 */
export function withFunctionsNamed(
  base: Measured,
  head: Measured,
  listed: readonly Change[],
  nested: readonly Change[],
): readonly Change[] {
  const texts = new Set(base.nested.map(({ text }) => text))
  const runsOther = nested.length > 0 || head.nested.some(({ text }) => !texts.has(text))
  if (!runsOther || base.plan.triggers.length + head.plan.triggers.length > 0) return listed
  return listed.map(change => {
    const pages = change.kind === 'wider-rows' ? pagesForSameRows(change.to) : undefined
    if (pages === undefined) return change
    return { ...change, kind: 'nested-work', node: `${change.node}, with the functions that it calls`, to: pages }
  })
}

/**
 * The triggers and constraints that the work outside the plan belongs to, as far as is known: those that fire otherwise than
 * on the other side, those that are named after a table whose inner statements have another plan, the foreign keys whose own
 * statements changed most, or all.
 */
function tellingTriggers(base: Measured, head: Measured, nested: readonly Change[]): readonly string[] {
  const labels = ({ plan }: Measured) => new Set(plan.triggers.map(({ constraint, name }) => constraint ?? name))
  const [before, after] = [labels(base), labels(head)]
  const onOneSide = [...after.symmetricDifference(before)]
  if (onOneSide.length > 0) return onOneSide
  const tables = nested.map(({ node }) => node.split(/[\s,]/, 1)[0]!)
  const named = [...after].filter(label => tables.some(table => label.startsWith(`${table}_`)))
  if (named.length > 0) return named
  const searched = searchedForeignKeys(base, head)
  return searched.length > 0 ? searched : [...after]
}

/** What PostgreSQL sends of a foreign key when a row that it refers to goes or changes: the referring table, and the columns compared. */
const REFERRING = /^(?:DELETE FROM|UPDATE|SELECT 1 FROM) ONLY (?:"(?:[^"]|"")*"\.)?"((?:[^"]|"")*)"/
const COMPARED = /OPERATOR\([^)]*\) "((?:[^"]|"")*)"/g
/** What a foreign key has to have of the growth to be called its cause. */
const TELLING_SHARE = 0.5

/** The foreign key that most of the growth comes from, by table and columns: its name, often made of a hash, does not say what it is. */
function searchedForeignKeys(base: Measured, head: Measured): readonly string[] {
  const before = new Map(base.nested.map(({ text, plan }) => [text, inclusiveWork(plan.root).buffers]))
  const grown = Math.abs(blocksBeyondPlan(head.plan, head.work) - blocksBeyondPlan(base.plan, base.work))
  return head.nested.flatMap(({ text, plan }) => {
    const table = REFERRING.exec(text)?.[1]
    const columns = [...text.matchAll(COMPARED)].map(([, column]) => column)
    const own = Math.abs(inclusiveWork(plan.root).buffers - (before.get(text) ?? 0))
    return table === undefined || columns.length === 0 || own < TELLING_SHARE * grown
      ? []
      : [`foreign key of ${table} (${columns.join(', ')})`]
  })
}

/** What changed in the statements that ran inside: of functions, triggers and foreign keys. */
export function nestedChanges(base: Measured, head: Measured, indexes: IndexDefinitionPair): readonly Change[] {
  const plans = new Map(base.nested.map(({ text, plan }): [string, Plan] => [text, plan]))
  const seen = new Map(head.nested.map(({ text, plan }): [string, Plan] => [text, plan]))
  return [...seen].flatMap(([text, plan]) => {
    const before = plans.get(text)
    if (before === undefined) return []
    const where = REFERRING.test(text) ? 'searched for a foreign key' : 'inside a function or trigger'
    return diffPlans(before, plan, indexes)
      .filter(isPlanChange)
      .map((change): Change => ({ ...change, kind: 'nested-work', node: `${change.node}, ${where}` }))
  })
}
