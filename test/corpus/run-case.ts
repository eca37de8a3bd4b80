import type { Report } from '../../src/report/report.ts'
import { type RunOptions, run } from '../../src/run.ts'
import type { TestRepository } from '../support/git-repository.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import type { Case } from './case.ts'
import { CASE_ENVIRONMENT } from './case-environment.ts'
import { createCaseRepository } from './case-repository.ts'

/** The version of PostgreSQL that the corpus runs on. */
export const POSTGRES_MAJOR = LOCAL_SERVER.version

const SERVER: Pick<RunOptions, 'server' | 'postgresVersion'> = {
  server: LOCAL_SERVER.server,
  postgresVersion: POSTGRES_MAJOR,
}

/** Runs the whole gate on a case; `base` compares the case's base with itself. */
export async function runCase({ directory }: Case, head: 'branch' | 'base' = 'branch'): Promise<Report> {
  using repository = await createCaseRepository(directory)
  return await runRepository(repository, head)
}

/** Runs the whole gate on a case's repository. */
export async function runRepository(
  { directory }: TestRepository,
  head: 'branch' | 'base' = 'branch',
): Promise<Report> {
  const options = { repo: directory, base: 'main', head: head === 'base' ? 'main' : head, ...SERVER }
  const context = { progress: recordedProgress(), signal: new AbortController().signal, env: CASE_ENVIRONMENT }
  return await run(options, context)
}
