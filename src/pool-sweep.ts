import { loadDatabaseOf } from './advice.ts'
import type { MeasuredStatement } from './compare/comparison.ts'
import { sessionsOf } from './pooling/advise-pooling.ts'
import { sweepPools } from './pooling/sweep/sweep-pools.ts'
import type { Database } from './postgres/server.ts'
import type { Report } from './report/report.ts'
import type { Workbench } from './sides.ts'

interface SweptPools {
  readonly poolSweeps: Report['poolSweeps']
  /** Why there is none, though the configuration asks for it. */
  readonly notes: readonly string[]
}

/** The sweep of pool sizes that the configuration asks for, with as much of the load as `measured` holds. */
export async function sweepWhereWanted(
  { server, config, env, progress, signal }: Workbench,
  head: Database,
  measured: readonly MeasuredStatement[],
): Promise<SweptPools> {
  if (!config.advice['pool-sweep']) return { poolSweeps: undefined, notes: [] }
  const outcome = await progress.stage('sweep pool sizes', async () => {
    const sessions = await sessionsOf(server, loadDatabaseOf(config))
    return sweepPools({ server, head, measured, sessions, target: config.target, env, signal })
  })
  return outcome.kind === 'swept'
    ? { poolSweeps: [{ ...outcome.sweep, database: undefined }], notes: [] }
    : { poolSweeps: undefined, notes: [`Pool sizes were not swept: ${outcome.why}.`] }
}
