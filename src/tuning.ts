import { openServer } from './postgres/open.ts'
import type { OpenContext } from './postgres/open-context.ts'
import type { Database } from './postgres/server.ts'
import { carryStatistics } from './postgres/statistics.ts'
import type { Progress } from './progress.ts'
import { buildBase, type SideSource, type Workbench } from './sides.ts'
import type { OpenTrialServer } from './tune/trial/hold-against.ts'

/**
 * Starts further servers with base's schema and data for settings that only a start can change; the planner's statistics are the
 * frozen base's own. Undefined for an external server, of which there is but one.
 */
export function trialServers(
  bench: Workbench,
  source: SideSource,
  base: Database,
  context: OpenContext,
): OpenTrialServer | undefined {
  if (bench.server.kind === 'external') return undefined
  const { kind } = bench.server
  return async settings => {
    await using resources = new AsyncDisposableStack()
    const { postgres } = bench.config
    const { progress } = bench
    // Stages do not nest.
    const quiet: Progress = {
      stage: (_name, work) => work(),
      step: text => progress.step(text),
      warn: text => progress.warn(text),
      timings: progress.timings,
    }
    const server = resources.use(
      await openServer({ ...postgres, server: kind, settings: { ...postgres.settings, ...settings } }, context),
    )
    const { database } = await buildBase({ ...bench, server, progress: quiet }, source)
    await carryStatistics(server, base, database)
    const opened = resources.move()
    return { server, database, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  }
}
