import { code, link, type Markdown } from './markdown.ts'
import type { ReportCommit } from './report.ts'

/** Where a comment or summary is shown; everything in it is made by the run, nothing by the pull request. */
export interface ReportContext {
  /** `https://github.com/acme/shop`, of the server that the run belongs to. */
  readonly repositoryUrl?: string
  readonly runUrl?: string
  readonly runId?: number
  readonly attempt?: number
  readonly pullRequest?: number
  /** Tells several comments on one pull request apart. */
  readonly key?: string
  /** Whether the figures come from a run that a fork controls. */
  readonly isClaim?: boolean
  /** The full report, where it was uploaded. */
  readonly reportUrl?: string
  /** Size limit of the surface in bytes. */
  readonly maxBytes?: number
}

export function shortCommit(commit: string | undefined): string | undefined {
  return commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) ? commit.slice(0, 7) : undefined
}

export function commitLink(side: ReportCommit, context: ReportContext): Markdown {
  const isKnown = context.repositoryUrl !== undefined && shortCommit(side.commit) !== undefined
  return link(code(side.label), isKnown ? `${context.repositoryUrl}/commit/${side.commit}` : undefined)
}

/** File names that say nothing without their folder: what Prisma, Hasura and Diesel call every migration. */
const NAMELESS = new Set(['migration.sql', 'up.sql'])

function shortPath(file: string): string {
  const segments = file.split('/')
  return segments.slice(NAMELESS.has(segments.at(-1) ?? '') ? -2 : -1).join('/')
}

/**
 * The same in a narrow column: without the name that says nothing, and without the digits of a time in front, which every
 * migration has.
 */
function briefPath(file: string): string {
  const segments = file.split('/')
  const name = segments.at(NAMELESS.has(segments.at(-1) ?? '') ? -2 : -1) ?? file
  return name.replace(/^\d{8,}[_-](?=.)/, '…')
}

/** A file and its line at a commit, shown with its last path segment, or its folder too where every file has the same name. */
export function fileLink(
  file: string,
  line: number | undefined,
  commit: string | undefined,
  context: ReportContext,
  form: 'short' | 'brief' = 'short',
): Markdown {
  const suffix = line === undefined ? '' : `:${line}`
  const label = code(`${form === 'brief' ? briefPath(file) : shortPath(file)}${suffix}`)
  if (context.repositoryUrl === undefined || shortCommit(commit) === undefined) return label
  const path = file.split('/').map(encodeSegment).join('/')
  return link(label, `${context.repositoryUrl}/blob/${commit}/${path}${line === undefined ? '' : `#L${line}`}`)
}

/** Percent-encodes what encodeURIComponent leaves and Markdown would read: `!'()*~`. Lone surrogates become U+FFFD. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*~]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
