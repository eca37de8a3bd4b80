import type { MeasuredStatement } from './compare/comparison.ts'
import type { Database } from './postgres/server.ts'
import { planAtScale } from './scale/plan-at-scale.ts'
import type { ProductionStatistics } from './scale/production-statistics.ts'
import { openScaleModel } from './scale/scale-model.ts'
import type { Workbench } from './sides.ts'

const LISTED = 5

/** Adds what the planner would do at production's size, where its statistics are given and the server is ours. */
export async function planForProduction(
  { server, progress, signal }: Workbench,
  databases: { readonly base: Database; readonly head: Database },
  measured: readonly MeasuredStatement[],
  options: { readonly statistics: ProductionStatistics | undefined; readonly isCopy: boolean },
): Promise<{ readonly measured: readonly MeasuredStatement[]; readonly notes: readonly string[] }> {
  const { statistics, isCopy } = options
  if (statistics === undefined) return { measured, notes: [] }
  if (server.kind === 'external' || !server.hasSuperuser) {
    return { measured, notes: ['Plans at production’s size need a server that pgverdict starts: they were not made.'] }
  }
  return progress.stage('plan at production’s size', async () => {
    await using model = await openScaleModel(server, databases, { statistics, isCopy })
    const planned = await planAtScale(model, measured, { progress, signal })
    const more = model.asSeeded.length > LISTED ? ` and ${model.asSeeded.length - LISTED} more` : ''
    const notes =
      model.asSeeded.length === 0
        ? []
        : [
            `At production’s size these tables are as they were seeded, because its statistics do not name them or name fewer rows: ${model.asSeeded.slice(0, LISTED).join(', ')}${more}.`,
          ]
    return { measured: planned, notes }
  })
}
