import type { CopyCandidate, DependencyCandidate } from './dependency-candidates.ts'

/** What a sample of a text column's values look like; counts of values that are not null. */
export interface TextFacts {
  readonly sampled: number
  readonly uuids: number
  readonly integers: number
  /** Values that are words between commas, semicolons or bars; one word counts. */
  readonly lists: number
  /** Fewest and most words in such a value. */
  readonly shortest: number
  readonly longest: number
}

/** What a sample of a JSON column's values look like. */
export interface JsonFacts {
  readonly objects: number
  /** Fields that nine in ten objects have. */
  readonly common: number
  /** Different fields of all objects. */
  readonly fields: number
}

/** Share of the groups that may differ: the anomaly has happened there already. */
export const MAX_EXCEPTIONS = 0.02

/** How far a column follows from another: of the groups with more than one row, in how many it takes several values. */
export interface Dependency extends DependencyCandidate {
  readonly groups: number
  readonly exceptions: number
  /** Of the groups, those in which it is the very value of the other: it is kept equal, as while a column's type is changed. */
  readonly same: number
  /** Different values of both columns in those groups. */
  readonly distinctFrom: number
  readonly distinctTo: number
  /** Probability that two of those rows agree in what follows, whatever they are. */
  readonly agreement: number
  /** How many of the controls follow as well. */
  readonly controlsFollowing: number
  /**
   * Share of the rows in which what follows is what it was as many rows before as it has values: 1 where it was counted through.
   * Pages that a sample leaves out are no part of it.
   */
  readonly cyclic: number
}

export interface Copy extends CopyCandidate {
  readonly rows: number
  readonly equal: number
  readonly distinct: number
}

/** What the data of head's tables say of their design; by `schema.table.column`, as JSON of the three. No values. */
export interface Profile {
  readonly texts: ReadonlyMap<string, TextFacts>
  readonly json: ReadonlyMap<string, JsonFacts>
  readonly dependencies: readonly Dependency[]
  readonly copies: readonly Copy[]
}

export const columnKey = (schema: string, table: string, column: string): string =>
  JSON.stringify([schema, table, column])
