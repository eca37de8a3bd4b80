/** The parts of the corpus that figures are taken from, in the order of the document. */
export const PARTS = ['aa', 'null', 'scale', 'corpus', 'mutations', 'example'] as const
export type Part = (typeof PARTS)[number]

/** How often the gate was right. Everything is counted by what it stands for in `part`: runs of the gate, or statements. */
export interface Figures {
  readonly part: Part
  readonly major: number
  /** What was left out, where not everything was run. */
  readonly sample: string | undefined
  /** Runs of the gate. */
  readonly runs: number
  /** What should be blocked, and how many of it were. */
  readonly regressions: number
  readonly blocked: number
  /** What should not be blocked. */
  readonly harmless: number
  /** Blocked regressions that a line of a migration is to blame for, and how many were laid to it. */
  readonly attributable: number
  readonly attributed: number
  readonly misses: readonly string[]
  readonly falseBlocks: readonly string[]
  readonly misattributions: readonly string[]
  /** Blocked for growth that is beyond the gate's thresholds and below what counts as a true regression. */
  readonly smaller: readonly string[]
  /** What could not be run, and why. */
  readonly failures: readonly string[]
}

export type Tally = Omit<Figures, 'part' | 'major' | 'sample'>

const EMPTY: Tally = {
  runs: 0,
  regressions: 0,
  blocked: 0,
  harmless: 0,
  attributable: 0,
  attributed: 0,
  misses: [],
  falseBlocks: [],
  misattributions: [],
  smaller: [],
  failures: [],
}

/** A tally with what is given, and nothing else counted. */
export const tally = (counted: Partial<Tally>): Tally => ({ ...EMPTY, ...counted })

/** Adds tallies up; names are sorted, so that the order of the runs does not show. */
export function addUp(tallies: readonly Tally[]): Tally {
  const sum = (key: 'runs' | 'regressions' | 'blocked' | 'harmless' | 'attributable' | 'attributed') =>
    tallies.reduce((total, each) => total + each[key], 0)
  const names = (key: 'misses' | 'falseBlocks' | 'misattributions' | 'smaller' | 'failures') =>
    tallies.flatMap(each => each[key]).toSorted()
  return {
    runs: sum('runs'),
    regressions: sum('regressions'),
    blocked: sum('blocked'),
    harmless: sum('harmless'),
    attributable: sum('attributable'),
    attributed: sum('attributed'),
    misses: names('misses'),
    falseBlocks: names('falseBlocks'),
    misattributions: names('misattributions'),
    smaller: names('smaller'),
    failures: names('failures'),
  }
}

/** What went wrong, a line each. */
export const problemsOf = ({ misses, falseBlocks, misattributions, failures }: Tally): readonly string[] => [
  ...misses,
  ...falseBlocks,
  ...misattributions,
  ...failures,
]
