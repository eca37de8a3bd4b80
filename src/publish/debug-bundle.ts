import { dirname, join } from 'node:path'
import type { StageTiming } from '../progress.ts'
import type { Report } from '../report/report.ts'
import { artifactName } from './artifact.ts'
import { type Surfaces, writeText } from './publish.ts'

/** What a maintainer of a workflow looks at when a run is not as it should be; it has no field for values either. */
interface DebugBundle {
  /** Undefined where the run did not get as far. */
  readonly report: Report | undefined
  /** Of the server: what happened when, without statements. */
  readonly log: readonly string[]
  readonly timings: readonly StageTiming[]
}

/** Keeps the bundle with the workflow run, for which somebody asked by its debug logging. */
export async function publishDebugBundle({ report, log, timings }: DebugBundle, surfaces: Surfaces): Promise<void> {
  const { artifacts, context, reportPath, secrets } = surfaces
  const name = artifactName(context.key).replace('-report', '-debug')
  const file = join(dirname(reportPath), `${name}.json`)
  const plans = report?.statements.map(({ name: statement, fingerprint, base, head }) => ({
    statement,
    fingerprint,
    base: base?.plan,
    head: head?.plan,
  }))
  const bundle = {
    runner: { os: process.env.RUNNER_OS, architecture: process.env.RUNNER_ARCH, node: process.version },
    server: report?.server,
    timings,
    plans,
    log,
  }
  await writeText('debug bundle', file, `${JSON.stringify(bundle, undefined, 1)}\n`, secrets)
  await artifacts?.upload(file, { name })
}
