import type { Report } from '../../report/report.ts'
import { parseReport } from '../../report/schema.ts'
import type { Octokit } from '../comment.ts'
import { withRetries } from '../retry.ts'
import { takePacked, unpackReport } from './unpack.ts'

interface Source {
  readonly owner: string
  readonly repo: string
  readonly runId: number
  readonly name: string
}

export interface FetchedReport {
  readonly report: Report
  readonly artifactId: number
}

/**
 * The report that a run has left as an artifact, undefined where it left none. Everything in it may be the work of a fork:
 * it is read in memory, with limits, and only what follows the report's schema comes out. Throws a UserError for the rest.
 */
export async function fetchReport(
  octokit: Octokit,
  { owner, repo, runId, name }: Source,
  signal: AbortSignal,
): Promise<FetchedReport | undefined> {
  const { data } = await withRetries(
    limit =>
      octokit.rest.actions.listWorkflowRunArtifacts({
        owner,
        repo,
        run_id: runId,
        name,
        per_page: 100,
        request: { signal: limit },
      }),
    signal,
  )
  const newest = data.artifacts.filter(({ expired }) => !expired).toSorted((a, b) => b.id - a.id)[0]
  if (newest === undefined) return undefined
  return { report: await downloadReport(octokit, { owner, repo, id: newest.id }, signal), artifactId: newest.id }
}

/** Reads the artifact with this number; throws as `fetchReport` does. */
export async function downloadReport(
  octokit: Octokit,
  { owner, repo, id }: Pick<Source, 'owner' | 'repo'> & { readonly id: number },
  signal: AbortSignal,
): Promise<Report> {
  const archive = await withRetries(async limit => {
    const response = await octokit.rest.actions.downloadArtifact({
      owner,
      repo,
      artifact_id: id,
      archive_format: 'zip',
      request: { parseSuccessResponseBody: false, signal: limit },
    })
    return await takePacked(response.data as AsyncIterable<Uint8Array>)
  }, signal)
  return parseReport(await unpackReport(archive))
}
