import type { Finding } from '../advise/finding.ts'
import type { Target } from '../config/schema.ts'
import type { Configured, Reading } from './configured.ts'
import type { Effective } from './effective.ts'
import { formatNumber } from './format.ts'
import { isPublic, type Parameters } from './parameter.ts'

/** What the rules look at. */
interface Subject {
  readonly reading: Reading
  readonly effective: Effective
  readonly parameters: Parameters
  readonly target: Target
  readonly major: number
  readonly load: LoadFigures
}

/** Of head's load. */
export interface LoadFigures {
  readonly statements: number
  readonly calls: number
  /** Rows that its updates and deletes leave a dead version of. */
  readonly deadRows: number
  /** The longest that a transaction waited for its client; undefined where no log tells. */
  readonly longestIdleMs: number | undefined
  /** How long each statement's calls took, in milliseconds, and whether they wrote temporary files. */
  readonly timed: readonly {
    readonly calls: number
    readonly minMs: number
    readonly maxMs: number
    readonly isSpilling: boolean
  }[]
}

/** `none`, or how many calls took longer, as far as the shortest and the longest of each statement tell. */
export function callsOver({ timed }: LoadFigures, ms: number): string {
  const over = timed.filter(({ maxMs }) => maxMs > ms)
  if (over.length === 0) return 'none'
  const most = over.reduce((sum, { calls }) => sum + calls, 0)
  const isKnown = over.every(({ calls, minMs }) => calls === 1 || minMs > ms)
  return `${isKnown ? '' : 'up to '}${formatNumber(most)}`
}

/** What is said of settings without a trial, from the files and the load's figures. */
export interface Rule {
  readonly id: string
  /** What it is about, for docs/configuration-advice.md; Markdown. */
  readonly description: string
  find(subject: Subject): readonly Finding[]
}

export type Remark = Pick<Finding, 'rule' | 'severity' | 'title' | 'why' | 'evidence'> & { readonly subject: string }

/** A finding that rests on files and figures and has no fix that could be tried. */
export function remark({ subject, ...rest }: Remark): Finding {
  return {
    ...rest,
    key: `${rest.rule}:${subject}`,
    area: 'configuration',
    fix: undefined,
    statements: [],
    trial: undefined,
  }
}

/** `postgresql.conf:12`. */
export function placeOf({ file, line }: Configured): string {
  return line === 0 ? file : `${file}:${line}`
}

/** The value as it may be shown: a command, a host or a password is not. */
export function shownValue({ name, value }: Configured, parameters: Parameters): string {
  if (value === undefined) return 'a value made of variables'
  return isPublic(parameters.get(name)) ? value : 'another value'
}
