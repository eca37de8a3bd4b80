import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { mergeShards } from '../merge/merge-shards.ts'
import { jsonParts } from '../report/json.ts'
import type { Report, ReportShard } from '../report/report.ts'
import { parseReport } from '../report/schema.ts'
import { artifactName } from './artifact.ts'
import type { Octokit } from './comment.ts'
import { outputsOf, publishOutputs } from './outputs.ts'
import { attempt, type Surfaces, writeText } from './publish.ts'
import { downloadReport } from './relay/fetch-report.ts'
import { isDenied, withRetries } from './retry.ts'

const shardSuffix = ({ index, count }: Pick<ReportShard, 'index' | 'count'>) => `-shard-${index}-of-${count}`

/** Keeps a shard's report for the job that merges all of them; nothing else is told of a part of the verdict. */
export async function publishShard(
  report: Report,
  shard: ReportShard,
  { context, reportPath, secrets, artifacts }: Surfaces,
): Promise<void> {
  await writeText('report', reportPath, jsonParts(report), secrets)
  const name = artifactName(context.key) + shardSuffix(shard)
  const id = await attempt('upload of the report', async () => artifacts?.upload(reportPath, { name }))
  const { 'base-sha': base, 'head-sha': head } = outputsOf(report)
  publishOutputs({ 'report-path': reportPath, 'base-sha': base ?? '', 'head-sha': head ?? '' })
  const kept = id === undefined ? `in ${reportPath}` : `as the artifact ${name}`
  process.stdout.write(`Part ${shard.index} of ${shard.count} is measured and kept ${kept}.\n`)
}

export interface ShardSource {
  readonly octokit: Octokit
  readonly owner: string
  readonly repo: string
  readonly runId: number
  readonly key: string
  readonly signal: AbortSignal
}

/** The report of all shards whose JSON lies in a folder or below it. */
export async function mergeFolder(folder: string): Promise<Report> {
  const files = await readdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new UserError(`The folder ${folder} of \`reports\` could not be read`, { hint: cause.message, cause })
  })
  const shards: Report[] = []
  for (const file of files.filter(name => name.endsWith('.json')).sort()) {
    shards.push(parseReport(await readFile(join(folder, file), 'utf8')))
  }
  return mergeShards(shards)
}

/** The report of all shards that jobs of this workflow run have left as artifacts. */
export async function mergeArtifacts({ octokit, owner, repo, runId, key, signal }: ShardSource): Promise<Report> {
  const all = await withRetries(
    limit =>
      octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
        owner,
        repo,
        run_id: runId,
        per_page: 100,
        request: { signal: limit },
      }),
    signal,
  ).catch(refused)
  const prefix = artifactName(key)
  const shards = all.filter(
    ({ name, expired }) => !expired && name.startsWith(prefix) && /^-shard-\d+-of-\d+$/.test(name.slice(prefix.length)),
  )
  // A job that ran again has left another one.
  const newest = new Map(shards.toSorted((a, b) => a.id - b.id).map(({ name, id }) => [name, id]))
  const reports: Report[] = []
  for (const id of newest.values()) reports.push(await downloadReport(octokit, { owner, repo, id }, signal))
  return mergeShards(reports)
}

function refused(cause: unknown): never {
  if (isDenied(cause)) {
    throw new UserError('The token may not read the artifacts of this run', {
      kind: 'usage',
      hint: 'Add `permissions: { actions: read }` to the job, or give the folder of downloaded reports as `reports`.',
      cause,
    })
  }
  throw cause
}
