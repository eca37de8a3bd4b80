import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { shapeOf } from '../../plan/shape.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { readRelations } from '../../postgres/relations.ts'
import { sample } from '../../postgres/sample.ts'
import { openBench, type TrialBench } from '../bench.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { type Effect, gainOf, harms } from '../effect.ts'
import type { TrialStatement } from '../statement.ts'
import type { Workshop } from './input.ts'

export type StatisticsDraft = DraftOf<Extract<Attempt, { kind: 'statistics' }>>

/** The largest that is usual; the default is 100. */
const TARGET = 1000

/**
 * Makes the statistics on a copy of head, where everything else that the planner knows stays as it was, and plans what reads the
 * table again; what gets another plan runs again. Told only where a statement does clearly less work and none does more.
 */
export async function tryStatistics(draft: StatisticsDraft, workshop: Workshop): Promise<Finding | undefined> {
  const { server, head, statements, options } = workshop
  const { table } = draft.proposal
  await using bench = await openBench(server, head, 'trial_statistics', options.statementTimeoutMs)
  const started = performance.now()
  await bench.client.run(statisticsSql(draft, 'run').join('; '))
  await sampleAnew(draft, bench, workshop)
  const buildMs = performance.now() - started
  const readers = statements.filter(({ isWrite, tables }) => !isWrite && tables.has(table))
  const effects: Effect[] = []
  for (const statement of readers) {
    if (await hasAnotherPlan(statement, bench)) effects.push(await bench.measure(statement))
  }
  const winners = effects.filter(effect => gainOf(effect) !== undefined)
  if (winners.length === 0 || effects.some(effect => harms(effect, options.limits))) return undefined
  const trial = {
    effects: toEffects(winners),
    writes: [],
    unaffected: readers.length - winners.length,
    sizeBytes: 0,
    buildMs,
  }
  return {
    ...withoutProposal(draft),
    statements: trial.effects.map(({ statement }) => statement),
    fix: { sql: statisticsSql(draft, 'show').join('\n'), files: [] },
    trial,
  }
}

function statisticsSql({ proposal }: StatisticsDraft, how: 'run' | 'show'): readonly string[] {
  const { schema, table, columns, by } = proposal
  const name =
    how === 'run'
      ? `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
      : schema === 'public'
        ? quoted(table)
        : `${quoted(schema)}.${quoted(table)}`
  const change =
    by === 'target'
      ? columns.map(column => `alter table ${name} alter column ${quoted(column)} set statistics ${TARGET}`)
      : [
          `create statistics ${how === 'run' && schema !== 'public' ? `${quoteIdentifier(schema)}.` : ''}${quoted(`${[table, ...columns].join('_').slice(0, 55)}_stats`)} on ${columns.map(quoted).join(', ')} from ${name}`,
        ]
  return how === 'run' ? change : [...change, `analyze ${name}`].map(sql => `${sql};`)
}

/** New statistics of what is asked for, and of nothing else. */
async function sampleAnew({ proposal }: StatisticsDraft, bench: TrialBench, { server }: Workshop): Promise<void> {
  await using client = await bench.database.connect(server.hasSuperuser ? 'superuser' : 'owner')
  const relations = await readRelations(client)
  const [found] = await client.rows<{ oid: number }>('select to_regclass($1)::oid as oid', [
    `${quoteIdentifier(proposal.schema)}.${quoteIdentifier(proposal.table)}`,
  ])
  const relation = relations.find(({ oid }) => oid === found?.oid)
  if (relation === undefined) throw new Error('The table of a proposal is not in the copy')
  const kept = Object.keys(relation.expressionIndexes).map(Number)
  const columns = proposal.by === 'target' ? proposal.columns : []
  await sample(client, server.hasSuperuser, {
    relation,
    columns,
    reordered: [],
    isWhole: proposal.by === 'together',
    kept,
  })
}

async function hasAnotherPlan(statement: TrialStatement, bench: TrialBench): Promise<boolean> {
  const plans = await bench.plan(statement)
  return statement.runs.some(({ before }, at) => {
    const plan = plans[at]
    return plan === undefined || shapeOf(plan) !== shapeOf(before.plan)
  })
}
