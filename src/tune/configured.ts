/** A setting of the server as one of the user's files has it. */
export interface Configured {
  /** In lower case. */
  readonly name: string
  /** As the file means it, without quotes; undefined where it is made of variables. It may be a secret: see `isPublic`. */
  readonly value: string | undefined
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Where the value stands in the file's text, quotes included; undefined where it cannot be exchanged. */
  readonly range: Range | undefined
  /** The database or role that it is for; undefined for the whole server. */
  readonly scope: string | undefined
}

export interface Range {
  readonly start: number
  readonly end: number
}

export type SourceKind = 'postgresql.conf' | 'flags' | 'parameters' | 'statements' | 'pgverdict.yml'

/** One server's configuration: a file with what it includes, the flags of a container, a list of parameters. */
export interface Source {
  readonly kind: SourceKind
  readonly file: string
  /** In the order in which they take effect: the last one of a name holds. */
  readonly settings: readonly Configured[]
  /** What is put into the file for a setting that it lacks, `{name}` and `{value}` in it; undefined where none can be. */
  readonly addition: Addition | undefined
  /** Whether a number has the parameter's own unit and no other: managed services take no `4MB`. */
  readonly isBare: boolean
  /** How switches are written there, on and off, where it is not `on` and `off`: RDS takes `1` and `0`. */
  readonly switches?: readonly [on: string, off: string]
}

export interface Addition {
  readonly file: string
  readonly offset: number
  readonly text: string
  /** In its place for a setting that needs a restart. */
  readonly restartText?: string
}

/** What was found in the repository; each note is one sentence about what could not be read or is not known. */
export interface Reading {
  readonly sources: readonly Source[]
  readonly notes: readonly string[]
}

export const NAME = '{name}'
export const VALUE = '{value}'

/** The line, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
