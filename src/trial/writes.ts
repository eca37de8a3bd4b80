import { type IndexDesign, indexedText, tableText } from '../advise/design.ts'
import type { TrialBench } from './bench.ts'
import type { Effect } from './effect.ts'
import type { TrialStatement } from './statement.ts'

/** Measures what an index does to writes. */
export interface WriteMeter {
  /** Everything that writes the design's table, and those of `targets` that write others; without and with the index. */
  measureWith(design: IndexDesign, name: string, targets: readonly TrialStatement[]): Promise<readonly Effect[]>
}

/**
 * Each measurement has a fresh copy, which `open` makes, so that no rolled-back write of another one is in its figures. The same
 * writes are measured once without any index, and once with each.
 */
export function createWriteMeter(statements: readonly TrialStatement[], open: () => Promise<TrialBench>): WriteMeter {
  const known = new Map<string, readonly Effect[]>()
  const measureAll = async (writes: readonly TrialStatement[], prepare: (bench: TrialBench) => Promise<unknown>) => {
    await using bench = await open()
    await prepare(bench)
    const effects: Effect[] = []
    for (const write of writes) effects.push(await bench.measure(write))
    return effects
  }
  const remember = async (key: string, measure: () => Promise<readonly Effect[]>) => {
    const effects = known.get(key) ?? (await measure())
    known.set(key, effects)
    return effects
  }
  return {
    async measureWith(design, name, targets) {
      const writes = statements.filter(
        statement => statement.isWrite && (statement.tables.has(design.table) || targets.includes(statement)),
      )
      if (writes.length === 0) return []
      const names = JSON.stringify(writes.map(write => write.name))
      const before = await remember(names, () => measureAll(writes, async () => undefined))
      const after = await remember(`${names} ${tableText(design)} ${indexedText(design)}`, () =>
        measureAll(writes, bench => bench.build(design, name)),
      )
      return after.map((effect, at) => ({
        ...effect,
        before: before[at]!.after.flatMap((each, set) =>
          each.kind === 'measured' ? each : (effect.before[set] ?? []),
        ),
      }))
    },
  }
}
