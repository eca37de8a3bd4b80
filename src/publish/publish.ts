import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { error, notice, summary, warning } from '@actions/core'
import { UserError } from '../errors.ts'
import { renderComment } from '../report/comment.ts'
import { type Failure, failureHeadline, renderFailureComment, renderFailureSummary } from '../report/failure.ts'
import { plural } from '../report/format.ts'
import { headline } from '../report/headline.ts'
import { renderHtml } from '../report/html/render.ts'
import { jsonParts } from '../report/json.ts'
import type { ReportContext } from '../report/links.ts'
import type { Report } from '../report/report.ts'
import { rootPaths } from '../report/root-paths.ts'
import { renderSarif } from '../report/sarif.ts'
import { suggestionsOf } from '../report/suggestions.ts'
import { renderSummary } from '../report/summary.ts'
import { publishAnnotations } from './annotations.ts'
import { type ArtifactStore, artifactName } from './artifact.ts'
import {
  type CommentPolicy,
  isWorthComment,
  type Octokit,
  type Published,
  type PullRequest,
  publishComment,
} from './comment.ts'
import { hidingSecrets } from './failure-of.ts'
import { logLine } from './log-text.ts'
import { outputsOf, publishOutputs } from './outputs.ts'
import { isRequestFailure } from './retry.ts'
import { publishSuggestions } from './review.ts'
import { assertNoSecret } from './secrets.ts'

/** Where a comment goes, and whether. */
interface CommentTarget {
  readonly octokit: Octokit
  readonly pullRequest: PullRequest
  readonly policy: CommentPolicy
  /** GitHub gives runs of forks and of Dependabot a token that can only read, whatever the workflow asks for. */
  readonly isReadOnly: boolean
}

/** Comments on lines of the pull request, for which the workflow asks. */
interface ReviewTarget {
  readonly target: CommentTarget
  /** The pull request's head, whose lines they are on. */
  readonly commit: string
  /** A file of the checkout by its path in the repository; undefined for what is no plain file in it. */
  readonly readMigration: (file: string) => string | undefined
}

/** Where the results of a run in GitHub Actions go. */
export interface Surfaces {
  readonly context: ReportContext & { readonly key: string; readonly runUrl: string }
  readonly secrets: readonly string[]
  readonly reportPath: string
  /** Undefined where nobody wants SARIF. */
  readonly sarifPath: string | undefined
  /** Undefined where nothing is to be uploaded. */
  readonly artifacts: ArtifactStore | undefined
  readonly comment: CommentTarget | undefined
  readonly review: ReviewTarget | undefined
  /** The project's, from the root of the repository. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Writes the report everywhere. What cannot be written is a warning: the verdict stands. */
export async function publishReport(measured: Report, surfaces: Surfaces): Promise<void> {
  const report = rootPaths(measured, surfaces.folder)
  const outputs = new Map(Object.entries(outputsOf(report)))
  const files = await attempt('report', () => writeFiles(report, surfaces))
  if (files !== undefined) outputs.set('report-path', files.json)
  const reportUrl = files && (await attempt('upload of the report', () => upload(files, surfaces)))
  if (reportUrl !== undefined) outputs.set('report-url', reportUrl)
  const { sarifPath } = surfaces
  if (sarifPath !== undefined) {
    await attempt('SARIF file', async () => {
      await writeText('SARIF file', sarifPath, renderSarif(report), surfaces.secrets)
      outputs.set('sarif-path', sarifPath)
    })
  }
  const context = { ...surfaces.context, ...(reportUrl === undefined ? {} : { reportUrl }) }
  await attempt('job summary', () => writeSummary(renderSummary(report, context), surfaces))
  await attempt('annotations', async () => publishAnnotations(report, surfaces.secrets))
  await attempt('comment', async () => {
    const mayCreate = isWorthComment(report, surfaces.comment?.policy ?? 'never')
    const url = await writeComment(renderComment(report, context), mayCreate, surfaces)
    if (url !== undefined) outputs.set('comment-url', url)
  })
  await attempt('list of suggestions', () => suggest(report, surfaces))
  publishOutputs(Object.fromEntries(outputs))
  process.stdout.write(`${headline(report).text}\n`)
}

async function suggest(report: Report, { review, secrets, signal }: Surfaces): Promise<void> {
  if (review === undefined) return
  const suggestions = suggestionsOf(report, review.readMigration)
  assertNoSecret('list of suggestions', suggestions.map(({ body }) => body.source).join('\n'), secrets)
  const { octokit, pullRequest, isReadOnly } = review.target
  const done = await publishSuggestions(octokit, pullRequest, review.commit, suggestions, signal)
  if (done.includes('denied')) return tellDenied(isReadOnly)
  const created = done.filter(outcome => outcome === 'created').length
  if (created > 0) process.stdout.write(`Suggested ${plural(created, 'change')} on lines of the pull request.\n`)
}

interface ReportFiles {
  readonly json: string
  readonly html: string
}

async function writeFiles(report: Report, { context, reportPath, secrets }: Surfaces): Promise<ReportFiles> {
  const files = { json: reportPath, html: join(dirname(reportPath), `${artifactName(context.key)}.html`) }
  await writeText('report', files.json, jsonParts(report), secrets)
  await writeText('report', files.html, renderHtml(report), secrets)
  return files
}

/** `text` may come in parts, between which no secret is cut. Throws a UserError where it would hold one. */
export async function writeText(
  surface: string,
  file: string,
  text: string | Iterable<string>,
  secrets: readonly string[],
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(file, withoutSecrets(surface, typeof text === 'string' ? [text] : text, secrets))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

function* withoutSecrets(surface: string, parts: Iterable<string>, secrets: readonly string[]): Generator<string> {
  for (const part of parts) {
    assertNoSecret(surface, part, secrets)
    yield part
  }
}

/** The page's address, which opens it in a browser; the JSON is for the workflow that comments for forks, and for other tools. */
async function upload({ json, html }: ReportFiles, { artifacts, context }: Surfaces): Promise<string | undefined> {
  if (artifacts === undefined) return undefined
  await artifacts.upload(json, { name: artifactName(context.key) })
  return `${context.runUrl}/artifacts/${await artifacts.upload(html, 'asIs')}`
}

/** Tells that nothing could be measured: in the summary, and in our comment where there is one, so that it does not stay green. */
export async function publishFailure(told: Failure, surfaces: Surfaces): Promise<void> {
  const { context, secrets } = surfaces
  const failure = hidingSecrets(told, secrets)
  await attempt('job summary', () => writeSummary(renderFailureSummary(failure, context), surfaces))
  await attempt('comment', async () => {
    await writeComment(renderFailureComment(failure, context), surfaces.comment?.policy === 'always', surfaces)
  })
  publishOutputs({ verdict: 'error' })
  const tell = failure.isNeutral ? warning : error
  tell(logLine(failureHeadline(failure)))
}

async function writeSummary(text: string, { secrets }: Pick<Surfaces, 'secrets'>): Promise<void> {
  assertNoSecret('job summary', text, secrets)
  await summary.addRaw(text).write()
}

/** Brings our comment up to date where there is one to be. Returns its address. */
export async function writeComment(
  body: string,
  mayCreate: boolean,
  { comment, secrets, signal }: Pick<Surfaces, 'comment' | 'secrets' | 'signal'>,
): Promise<string | undefined> {
  if (comment === undefined || comment.policy === 'never') return undefined
  assertNoSecret('comment', body, secrets)
  const published = await publishComment(comment.octokit, comment.pullRequest, body, mayCreate, signal)
  if (published.kind === 'denied') tellDenied(comment.isReadOnly)
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

function tellDenied(isReadOnly: boolean): void {
  if (isReadOnly) {
    notice(
      'No comment was written: a run of a fork or of Dependabot has a token that can only read. The job summary has the report.',
    )
  } else {
    warning(
      'No comment was written: the token may not. Add this to the job; the verdict is not affected.\npermissions:\n  contents: read\n  pull-requests: write',
    )
  }
}

/** Does what the verdict does not depend on: undefined where it failed, which is told. */
export async function attempt<T>(surface: string, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (cause) {
    const answer = isRequestFailure(cause) ? `GitHub answered ${cause.status}. ` : ''
    const message = `${answer}${cause instanceof Error ? cause.message : cause}`
    // A surface that would hold a secret is the user's to mend; all else is the weather.
    const tell = cause instanceof UserError ? error : warning
    tell(logLine(`The ${surface} could not be published; the verdict is not affected. ${message}`))
    return undefined
  }
}
