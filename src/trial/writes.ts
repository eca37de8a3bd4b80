import { type IndexDesign, indexedText, tableText } from '../advise/design.ts'
import { keepVersions } from '../replay/keep-versions.ts'
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
  key: `${design.isUnique ? 'unique ' : ''}${tableText(design)} ${indexedText(design)}`,
  make: bench => bench.build(design, name),
})

/** Writes to measure with a change of the schema. */
interface WriteTask {
  readonly writes: readonly TrialStatement[]
  readonly after: Change
}

/** Measures what a change of the schema does to writes. */
export interface WriteMeter {
  /** Measures on head as it is what will likely be asked for. */
  measureForeseen(): Promise<void>
  /** The writes before and after. */
  measure(writes: readonly TrialStatement[], after: Change, before?: Change): Promise<readonly Effect[]>
  /** The same of many changes of head, each by itself; those that write no table in common have one copy together. */
  measureEach(tasks: readonly WriteTask[]): Promise<readonly (readonly Effect[])[]>
}

/**
 * Measures on fresh copies, so that no rolled-back write of the same tables is in the figures but those that ran before it on the
 * other side as well. `open` makes a copy. The same writes are measured once for each change; on head as it is the `foreseen` ones,
 * which are likely to be asked for, along with the first.
 */
export function createWriteMeter(
  open: () => Promise<TrialBench>,
  foreseen: readonly (readonly TrialStatement[])[] = [],
): WriteMeter {
  const known = new Map<string, Measured[]>()
  const find = ({ writes, after }: WriteTask): readonly Effect[] | undefined =>
    known
      .get(after.key)
      ?.find(measured => writes.every((write, at) => measured.writes[at] === write))
      ?.effects.slice(0, writes.length)
  const measureTogether = async (bench: TrialBench, tasks: readonly WriteTask[]) => {
    for (const { after } of tasks) await after.make(bench)
    await using _ = await keepVersions(bench.database)
    for (const { writes, after } of tasks) {
      const effects: Effect[] = []
      for (const write of writes) effects.push(await bench.measure(write))
      known.set(after.key, [...(known.get(after.key) ?? []), { writes, effects }])
    }
  }
  const measureAll = async (tasks: readonly WriteTask[]) => {
    const unknown = distinct(tasks.filter(task => find(task) === undefined))
    for (const round of roundsOf(unknown)) {
      await using bench = await open()
      await measureTogether(bench, isFirst(round) ? roundsOf([...round, ...ofHead(foreseen)])[0]! : round)
    }
  }
  const isFirst = (round: readonly WriteTask[]) =>
    !known.has(NO_CHANGE.key) && round.every(({ after }) => after === NO_CHANGE)
  const compare = (writes: readonly TrialStatement[], after: Change, before: Change) => {
    const starts = find({ writes, after: before })!
    return find({ writes, after })!.map((effect, at) => ({
      ...effect,
      before: starts[at]!.after.flatMap((each, set) => (each.kind === 'measured' ? each : (effect.before[set] ?? []))),
    }))
  }
  return {
    measureForeseen: () => measureAll(ofHead(foreseen)),
    async measure(writes, after, before = NO_CHANGE) {
      if (writes.length === 0) return []
      await measureAll([{ writes, after: before }])
      await measureAll([{ writes, after }])
      return compare(writes, after, before)
    },
    async measureEach(tasks) {
      const paid = tasks.filter(({ writes }) => writes.length > 0)
      await measureAll(ofHead(paid.map(({ writes }) => writes)))
      await measureAll(paid)
      return tasks.map(({ writes, after }) => (writes.length === 0 ? [] : compare(writes, after, NO_CHANGE)))
    },
  }
}

const ofHead = (lists: readonly (readonly TrialStatement[])[]): readonly WriteTask[] =>
  lists.map(writes => ({ writes, after: NO_CHANGE }))

/** Writes that ran one after the other on one copy. */
interface Measured {
  readonly writes: readonly TrialStatement[]
  readonly effects: readonly Effect[]
}

const distinct = (tasks: readonly WriteTask[]): readonly WriteTask[] => [
  ...new Map(
    tasks.map(task => [JSON.stringify([task.after.key, ...task.writes.map(({ name }) => name)]), task]),
  ).values(),
]

/** Tasks in groups, each of which writes no table twice. */
function roundsOf(tasks: readonly WriteTask[]): readonly (readonly WriteTask[])[] {
  const rounds: { readonly tasks: WriteTask[]; readonly tables: Set<string> }[] = []
  for (const task of tasks) {
    const tables = new Set(task.writes.flatMap(write => [...write.tables]))
    const round = rounds.find(({ tables: taken }) => tables.isDisjointFrom(taken))
    if (round === undefined) rounds.push({ tasks: [task], tables })
    else {
      round.tasks.push(task)
      for (const table of tables) round.tables.add(table)
    }
  }
  return rounds.map(round => round.tasks)
}
