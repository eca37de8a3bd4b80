import { type IndexDesign, indexedText, tableText } from '../advise/design.ts'
import type { TrialBench } from './bench.ts'
import type { Effect } from './effect.ts'
import type { TrialStatement } from './statement.ts'

/** A state of the schema that differs from head's. */
export interface Change {
  /** Equal for equal changes. */
  readonly key: string
  make(bench: TrialBench): Promise<unknown>
}

/** Head as it is. */
export const NO_CHANGE: Change = { key: '', make: async () => undefined }

/** Head with one more index. */
export const withIndex = (design: IndexDesign, name: string): Change => ({
  key: `${tableText(design)} ${indexedText(design)}`,
  make: bench => bench.build(design, name),
})

/** Measures what a change of the schema does to writes. */
export interface WriteMeter {
  /** The writes before and after. */
  measure(writes: readonly TrialStatement[], after: Change, before?: Change): Promise<readonly Effect[]>
}

/**
 * Each measurement has a fresh copy, which `open` makes, so that no rolled-back write of another one is in its figures. The same
 * writes are measured once for each change.
 */
export function createWriteMeter(open: () => Promise<TrialBench>): WriteMeter {
  const known = new Map<string, readonly Effect[]>()
  const measureAll = async (writes: readonly TrialStatement[], { make }: Change) => {
    await using bench = await open()
    await make(bench)
    const effects: Effect[] = []
    for (const write of writes) effects.push(await bench.measure(write))
    return effects
  }
  const measureOnce = async (writes: readonly TrialStatement[], change: Change) => {
    const key = JSON.stringify([change.key, ...writes.map(({ name }) => name)])
    const effects = known.get(key) ?? (await measureAll(writes, change))
    known.set(key, effects)
    return effects
  }
  return {
    async measure(writes, after, before = NO_CHANGE) {
      if (writes.length === 0) return []
      const starts = await measureOnce(writes, before)
      const ends = await measureOnce(writes, after)
      return ends.map((effect, at) => ({
        ...effect,
        before: starts[at]!.after.flatMap((each, set) =>
          each.kind === 'measured' ? each : (effect.before[set] ?? []),
        ),
      }))
    },
  }
}
