import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { error, notice, summary, warning } from '@actions/core'
import { UserError } from '../errors.ts'
import { renderComment } from '../report/comment.ts'
import { type Failure, failureHeadline, renderFailureComment, renderFailureSummary } from '../report/failure.ts'
import { headline } from '../report/headline.ts'
import { renderJson } from '../report/json.ts'
import type { ReportContext } from '../report/links.ts'
import type { Report } from '../report/report.ts'
import { renderSummary } from '../report/summary.ts'
import { publishAnnotations } from './annotations.ts'
import {
  type CommentPolicy,
  isWorthComment,
  type Octokit,
  type Published,
  type PullRequest,
  publishComment,
} from './comment.ts'
import { logLine } from './log-text.ts'
import { outputsOf, publishOutputs } from './outputs.ts'
import { assertNoSecret } from './secrets.ts'

/** Where the results of a run in GitHub Actions go. */
export interface Surfaces {
  readonly context: ReportContext
  readonly secrets: readonly string[]
  readonly reportPath: string
  readonly comment:
    | {
        readonly octokit: Octokit
        readonly pullRequest: PullRequest
        readonly policy: CommentPolicy
        /** GitHub gives runs of forks a token that can only read, whatever the workflow asks for. */
        readonly isFork: boolean
      }
    | undefined
  readonly signal: AbortSignal
}

/** Writes the report everywhere. What cannot be written is a warning: the verdict stands. */
export async function publishReport(report: Report, surfaces: Surfaces): Promise<void> {
  const { context, reportPath } = surfaces
  const outputs = new Map(Object.entries(outputsOf(report)))
  await attempt('report', async () => {
    const json = renderJson(report)
    assertNoSecret('report', json, surfaces.secrets)
    await mkdir(dirname(reportPath), { recursive: true })
    await writeFile(reportPath, json)
    outputs.set('report-path', reportPath)
  })
  await attempt('job summary', () => writeSummary(renderSummary(report, context), surfaces))
  await attempt('annotations', async () => publishAnnotations(report, surfaces.secrets))
  await attempt('comment', async () => {
    const mayCreate = isWorthComment(report, surfaces.comment?.policy ?? 'never')
    const url = await writeComment(renderComment(report, context), mayCreate, surfaces)
    if (url !== undefined) outputs.set('comment-url', url)
  })
  publishOutputs(Object.fromEntries(outputs))
  process.stdout.write(`${headline(report).text}\n`)
}

/** Tells that nothing could be measured: in the summary, and in our comment where there is one, so that it does not stay green. */
export async function publishFailure(failure: Failure, surfaces: Surfaces): Promise<void> {
  const { context } = surfaces
  await attempt('job summary', () => writeSummary(renderFailureSummary(failure, context), surfaces))
  await attempt('comment', async () => {
    await writeComment(renderFailureComment(failure, context), surfaces.comment?.policy === 'always', surfaces)
  })
  error(logLine(failureHeadline(failure)))
}

async function writeSummary(text: string, { secrets }: Surfaces): Promise<void> {
  assertNoSecret('job summary', text, secrets)
  await summary.addRaw(text).write()
}

async function writeComment(body: string, mayCreate: boolean, surfaces: Surfaces): Promise<string | undefined> {
  const { comment, secrets, signal } = surfaces
  if (comment === undefined || comment.policy === 'never') return undefined
  assertNoSecret('comment', body, secrets)
  const published = await publishComment(comment.octokit, comment.pullRequest, body, mayCreate, signal)
  if (published.kind === 'denied') tellDenied(comment.isFork)
  else process.stdout.write(`${DONE[published.kind]}\n`)
  return 'url' in published ? published.url : undefined
}

const DONE: Readonly<Record<Exclude<Published['kind'], 'denied'>, string>> = {
  created: 'Commented on the pull request.',
  updated: 'Updated the comment on the pull request.',
  kept: 'The comment on the pull request says the same already.',
  outdated: 'A newer run has written the comment on the pull request; it stays.',
  quiet: 'Nothing to say on the pull request.',
}

function tellDenied(isFork: boolean): void {
  if (isFork) {
    notice('No comment was written: a run of a fork has a token that can only read. The job summary has the report.')
  } else {
    warning(
      'No comment was written: the token may not. Add this to the job; the verdict is not affected.\npermissions:\n  contents: read\n  pull-requests: write',
    )
  }
}

async function attempt(surface: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    // A surface that would hold a secret is the user's to mend; all else is the weather.
    const tell = cause instanceof UserError ? error : warning
    tell(logLine(`The ${surface} could not be published; the verdict is not affected. ${message}`))
  }
}
