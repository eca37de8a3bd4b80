import { type IndexDesign, nameIndex } from '../../advise/design.ts'
import type { TrialBench } from '../bench.ts'
import type { Scratch } from '../scratch.ts'
import type { Measured, TrialStatement } from '../statement.ts'

/** A copy of head with the indexes that are advised so far; disposing drops them. */
export interface Furnished extends AsyncDisposable {
  readonly bench: TrialBench
  designs(): readonly IndexDesign[]
  /** Leaves an index that was built there where it is. */
  keep(design: IndexDesign): void
  /** What a statement does there: what it does on head where no index of its tables is advised. */
  workOf(statement: TrialStatement): Promise<readonly Measured[]>
}

/** The copy of `scratch` with these indexes, which have names. */
export async function furnish(scratch: Scratch, advised: readonly IndexDesign[]): Promise<Furnished> {
  const bench = await scratch.take()
  const designs = [...advised]
  for (const design of advised) await bench.build(design, nameIndex(design, new Set()))
  return {
    bench,
    designs: () => designs,
    keep: design => void designs.push(design),
    async workOf(statement) {
      const before = statement.runs.map(run => run.before)
      if (!designs.some(({ table }) => statement.tables.has(table))) return before
      const { after } = await bench.measure(statement)
      const measured = after.filter(each => each.kind === 'measured')
      return measured.length === before.length ? measured : before
    },
    [Symbol.asyncDispose]: async () => {
      for (const design of designs) await bench.drop(design, nameIndex(design, new Set()))
    },
  }
}

/** That the figures of a statement are those beside advised indexes, where they are. */
export const besideText = ({ tables }: TrialStatement, furnished: Furnished | undefined): readonly string[] =>
  furnished?.designs().some(({ table }) => tables.has(table)) === true
    ? ['Measured with the indexes that are advised for the same tables.']
    : []
