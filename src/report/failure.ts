import { cutLines } from './clean.ts'
import { commitLink, type ReportContext, shortCommit } from './links.ts'
import { code, EMPTY, fenced, join, link, type Markdown, md, paragraphs, prose } from './markdown.ts'
import type { ReportCommit } from './report.ts'
import { digestOf, stickyHead } from './sticky.ts'
import { withoutValues } from './without-values.ts'

/** A run that could not measure. It has no verdict, and no surface of it is ever green. */
export interface Failure {
  /** The stage of the run that failed, in the run's own words; undefined before the first. */
  readonly stage: string | undefined
  readonly message: string
  readonly hint: string | undefined
  /** `usage`: the configuration is wrong; `measurement`: a stage failed; `bug`: pgverdict itself did. */
  readonly kind: 'usage' | 'measurement' | 'bug'
  /** Whether the check stays green all the same, because the base is what is broken and the workflow wants it so. */
  readonly isNeutral?: boolean
  /** Why the check fails for it even then: one sentence. */
  readonly unexcused?: string | undefined
  /** What was to be compared with what, where that was known already. */
  readonly commits?: ComparedCommits | undefined
}

export interface ComparedCommits {
  readonly base: ReportCommit
  readonly head: ReportCommit
}

/** Whether the base could not be built or exercised, which the pull request has not caused and cannot mend. */
export function isAboutBase({ kind, stage }: Failure): boolean {
  return kind === 'measurement' && stage !== undefined && /^(migrate|seed|freeze|load) base$/.test(stage)
}

/** What it means that a stage of the run failed: the heading's end, and whose the problem is. */
export const STAGES: Readonly<Record<string, readonly [heading: string, meaning: string]>> = {
  'find server': ['PostgreSQL was not found', 'This has nothing to do with the pull request’s changes.'],
  'find commits': ['base and head could not be found', 'This has nothing to do with the pull request’s changes.'],
  'read migrations': ['the migrations cannot be read', 'Nothing has run yet, neither the base’s nor this branch’s.'],
  'start server': ['PostgreSQL did not start', 'This has nothing to do with the pull request’s changes.'],
  'migrate base': [
    'the base’s migrations fail',
    'The problem is on the base branch, not in this pull request: nothing can be compared until it is mended there.',
  ],
  'migrate head': [
    'this branch’s migrations fail',
    'They were applied to the base’s schema and data, as a deploy would do: it would fail in the same way.',
  ],
  'seed base': ['the seed fails on the base', 'Without its data there is nothing to compare on.'],
  'seed head': ['the seed fails on this branch', 'The seed must fit the schema that this branch makes.'],
  'load base': ['the load fails on the base', 'No statements of the base could be captured.'],
  compare: [
    'nothing could be compared',
    'Migrations, seed and load ran, but what they left proves nothing about this branch.',
  ],
  'load head': ['the load fails on this branch', 'The same load ran on the base.'],
  'freeze base': ['the base’s data could not be settled', 'After the seed every table is vacuumed and analysed.'],
  'freeze head': ['this branch’s data could not be settled', 'After the seed every table is vacuumed and analysed.'],
  replay: ['the comparison stopped half-way', 'The queries were being run on both sides in turn.'],
}

export function failureHeadline({ kind, stage }: Failure): string {
  if (kind === 'usage') return 'Plan check did not run: the configuration needs a change'
  if (kind === 'bug') return 'Plan check could not measure: an error in pgverdict itself'
  if (stage === undefined) return 'Plan check could not measure'
  return `Plan check could not measure: ${STAGES[stage]?.[0] ?? `it stopped at “${stage}”`}`
}

export function renderFailureComment(failure: Failure, context: ReportContext = {}): string {
  const { kind, stage, commits } = failure
  const head = stickyHead(context.key ?? 'default', {
    head: shortCommit(commits?.head.commit) ?? null,
    base: shortCommit(commits?.base.commit) ?? null,
    run: context.runId ?? 0,
    attempt: context.attempt ?? 1,
    verdict: 'error',
    digest: digestOf({
      kind,
      stage,
      message: failure.message,
      hint: failure.hint,
      isNeutral: failure.isNeutral,
      unexcused: failure.unexcused,
      commits: commits && [commits.base.commit, commits.head.commit],
    }),
  })
  return `${head}\n${failureText(failure, context).source}\n`
}

export function renderFailureSummary(failure: Failure, context: ReportContext = {}): string {
  return `${failureText(failure, context).source}\n`
}

function failureText(failure: Failure, context: ReportContext): Markdown {
  const meaning = failure.kind === 'measurement' ? (STAGES[failure.stage ?? '']?.[1] ?? '') : ''
  return paragraphs([
    md`### ⛔ ${failureHeadline(failure)}`,
    failure.commits === undefined ? EMPTY : compared(failure.commits, context),
    md`${meaning === '' ? EMPTY : md`${meaning} `}No query was judged, so this is neither a pass nor a regression.`,
    fenced('text', cutLines(withoutValues(failure.message), 60, 6000)),
    isAboutBase(failure) ? required(failure) : EMPTY,
    failure.hint === undefined ? EMPTY : md`<strong>What to do:</strong> ${prose(withoutValues(failure.hint))}`,
    join(
      [context.runUrl === undefined ? EMPTY : md`The ${link(md`log of the run`, context.runUrl)} has the details.`],
      '',
    ),
  ])
}

function compared({ base, head }: ComparedCommits, context: ReportContext): Markdown {
  return md`Comparing ${commitLink(base, context)} with ${commitLink(head, context)}`
}

function required({ isNeutral, unexcused }: Failure): Markdown {
  if (unexcused !== undefined) {
    return md`The check fails for it, with ${code('fail-on-base-error: false')} too. ${prose(unexcused)}`
  }
  return isNeutral
    ? md`The check does not fail for it, as ${code('fail-on-base-error: false')} asks: nothing was compared.`
    : md`The check fails all the same, as it would let every change pass otherwise. ${code('fail-on-base-error: false')} changes that.`
}
