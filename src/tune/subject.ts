import type { Finding } from '../advise/finding.ts'
import type { Target } from '../config/schema.ts'
import type { Configured, Reading } from './configured.ts'
import type { Effective } from './effective.ts'
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
