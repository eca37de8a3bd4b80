import { compared, heading, othersLine } from './comment-lines.ts'
import { databaseList, databaseSections } from './databases.ts'
import { acceptFold, caveats, methodFold, reproduceFold, totalSeconds } from './explanations.ts'
import { adviceList, fixSection } from './fixes.ts'
import { formatSeconds, plural } from './format.ts'
import { fitSections, type Section } from './ladder.ts'
import type { ReportContext } from './links.ts'
import { shortCommit } from './links.ts'
import { code, EMPTY, fold, join, link, type Markdown, md, paragraphs } from './markdown.ts'
import { countStanding, looseEntries, type Row, rankStatements, type Standing } from './overview.ts'
import { recommend } from './recommendations.ts'
import type { Report } from './report.ts'
import { statementFold } from './statement-fold.ts'
import { statementTable } from './statement-table.ts'
import { digestOf, stickyHead } from './sticky.ts'

/** GitHub refuses comments of more than 65,536 characters; the rest is room for what other tools may add. */
const COMMENT_BYTES = 60_000
const TABLE_ROWS = 5

/** The sticky comment of a pull request. What does not fit is left out from the least important up, and said so. */
export function renderComment(report: Report, context: ReportContext = {}): string {
  const key = context.key ?? 'default'
  const head = stickyHead(key, {
    head: shortCommit(report.head.commit) ?? null,
    base: shortCommit(report.base.commit) ?? null,
    run: context.runId ?? 0,
    attempt: context.attempt ?? 1,
    verdict: report.verdict,
    digest: digestOf(report),
  })
  const room = (context.maxBytes ?? COMMENT_BYTES) - Buffer.byteLength(head) - 2
  return `${head}\n${fitSections(commentSections(report, context), room, elsewhere(context)).source}\n`
}

/** The comment's sections in reading order; the job summary begins with the same ones. */
export function commentSections(report: Report, context: ReportContext): readonly Section[] {
  const rows = rankStatements(report)
  const objected = rows.filter(({ standing }) => standing === 'fail' || standing === 'warn')
  const body =
    objected.length > 0 || looseEntries(report).length > 0
      ? objections(report, rows, objected, context)
      : praise(report, rows, context)
  return [
    { body: heading(report), rank: 0, what: 'the verdict' },
    { body: compared(report, rows, context), rank: 0, what: 'what was compared' },
    { body: context.isClaim === true ? CLAIM : EMPTY, rank: 0, what: 'whose figures these are' },
    { body: caveats(report), rank: 1, what: 'caveats' },
    ...body,
    { body: footer(report), rank: 0, what: 'the footer' },
  ]
}

const CLAIM = md`🍴 Reported by a run on a fork: the figures are the fork’s own claim. The check on the pull request decides, not this comment.`

/** What a reader of the comment need not look at one by one. */
const QUIET: ReadonlySet<Standing> = new Set<Standing>(['changed', 'unchanged'])

function objections(
  report: Report,
  rows: readonly Row[],
  objected: readonly Row[],
  context: ReportContext,
): readonly Section[] {
  const telling = rows.filter(({ standing }) => !QUIET.has(standing))
  const shown = telling.slice(0, TABLE_ROWS)
  const loose = join(
    looseEntries(report)
      .slice(0, TABLE_ROWS)
      .map(({ statement, text }) => md`- ${code(statement, 60)}: ${text}`),
    '\n',
  )
  const { fixes } = recommend(report)
  return [
    ...(report.databases === undefined
      ? [
          { body: shown.length === 0 ? EMPTY : statementTable(report, shown, context), rank: 1, what: 'the table' },
          { body: loose, rank: 1, what: 'other problems' },
          { body: othersLine(rows, shown), rank: 1, what: 'the count of other queries' },
        ]
      : databaseSections(report, context, { most: TABLE_ROWS, isTold: ({ standing }) => !QUIET.has(standing) })),
    { body: fixes.length === 0 ? EMPTY : md`#### How to fix it`, rank: 2, what: 'fixes' },
    ...fixes.map((finding, index) => ({ body: fixSection(finding, index + 1), rank: 3, what: 'fix' })),
    ...objected.map((row, index) => ({
      body: statementFold(report, row, context, index === 0),
      rank: index === 0 ? 4 : 6,
      what: 'plan diff',
    })),
    { body: adviceFold(report), rank: 8, what: 'advice' },
    { body: acceptFold(report, objected), rank: 5, what: 'how to accept it' },
    { body: reproduceFold(report, context), rank: 5, what: 'how to run it' },
    { body: methodFold(report), rank: 7, what: 'how this was measured' },
  ]
}

function praise(report: Report, rows: readonly Row[], context: ReportContext): readonly Section[] {
  const telling = rows.filter(({ standing }) => !QUIET.has(standing))
  const { fixes, advice: advised, left } = recommend(report)
  const counts = [
    ...(['accepted', 'improved'] as const).map(standing => [countStanding(rows, standing), standing] as const),
    [countStanding(rows, 'added'), 'new'] as const,
    [countStanding(rows, 'removed'), 'removed'] as const,
    [countStanding(rows, 'unmeasured'), 'not measured'] as const,
  ].flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []))
  const pieces = fixes.length + advised.length
  const advice = pieces > 0 ? [`${plural(pieces, 'piece')} of advice`] : []
  const details = paragraphs([
    telling.length === 0 ? EMPTY : statementTable(report, telling.slice(0, 4 * TABLE_ROWS), context),
    ...fixes.map((finding, index) => fixSection(finding, index + 1)),
    pieces > 0 ? adviceList(advised, left) : EMPTY,
  ])
  return [
    { body: databaseList(report), rank: 1, what: 'the list of databases' },
    {
      body: details.source === '' ? EMPTY : fold(md`${[...counts, ...advice].join(', ')}`, details),
      rank: 2,
      what: 'details',
    },
  ]
}

function adviceFold(report: Report): Markdown {
  const { advice, left } = recommend(report)
  if (advice.length === 0) return adviceList([], left)
  return fold(md`🧭 <strong>Advice</strong> (${advice.length + left})`, adviceList(advice, left))
}

function footer(report: Report): Markdown {
  const commit = shortCommit(report.head.commit)
  const parts = [
    commit === undefined ? EMPTY : md`Commit ${code(commit)}`,
    report.timings.length === 0 ? EMPTY : md`${formatSeconds(totalSeconds(report))}`,
    md`updated in place on each push, older results are in this comment’s edit history`,
    md`pgverdict ${report.tool.version}`,
  ]
  return md`<sub>${join(parts, ' · ')}</sub>`
}

function elsewhere({ reportUrl, runUrl }: ReportContext): Markdown {
  if (reportUrl !== undefined) return md`The ${link(md`full report`, reportUrl)} has all of it.`
  return runUrl === undefined ? EMPTY : md`The ${link(md`job summary`, runUrl)} has all of it.`
}
