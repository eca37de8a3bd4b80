import { resolve } from 'node:path'
import { warning } from '@actions/core'
import { toEntry } from '../record/entry.ts'
import { appendToFolder } from '../record/folder.ts'
import type { Report } from '../report/report.ts'
import type { Octokit } from './comment.ts'
import { withRetries } from './retry.ts'
import { assertNoSecret } from './secrets.ts'

export interface RecordTarget {
  /** The folder that the record is kept in; a later step commits it. */
  readonly folder: string
  readonly octokit: Octokit | undefined
  readonly owner: string
  readonly repo: string
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
}

/** Appends what a push to the default branch did to the record in the checkout, with the pull request that it came from. */
export async function appendToRecord(report: Report, target: RecordTarget): Promise<void> {
  const entry = toEntry(report, { at: new Date(), pullRequest: await pullRequestOf(report.head.commit, target) })
  assertNoSecret('record', JSON.stringify(entry), target.secrets)
  await appendToFolder(resolve(target.folder), entry)
}

/** The merged pull request that a commit belongs to; a record without it is better than none. */
async function pullRequestOf(
  commit: string | undefined,
  { octokit, owner, repo, signal }: RecordTarget,
): Promise<string | undefined> {
  if (commit === undefined || octokit === undefined) return undefined
  try {
    const { data } = await withRetries(
      limit =>
        octokit.rest.repos.listPullRequestsAssociatedWithCommit({
          owner,
          repo,
          commit_sha: commit,
          request: { signal: limit },
        }),
      signal,
    )
    return data.find(({ merged_at: mergedAt }) => mergedAt !== null)?.html_url
  } catch (error) {
    warning(`The record does not name the pull request: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
