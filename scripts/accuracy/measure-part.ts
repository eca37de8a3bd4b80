import { findBinaries } from './binaries.ts'
import { runCorpus, runNullCases, runSelfComparisons } from './case-runs.ts'
import type { Figures, Part, Tally } from './figures.ts'
import { runMutations } from './mutation-runs.ts'
import type { PartInput } from './part.ts'
import type { Sample } from './sample.ts'
import { runScale } from './scale-runs.ts'

const RUNS: Readonly<Record<Part, (input: PartInput) => Promise<Tally>>> = {
  aa: runSelfComparisons,
  null: runNullCases,
  scale: runScale,
  corpus: runCorpus,
  mutations: input => runMutations(input, ({ isExample }) => !isExample),
  example: input => runMutations(input, ({ isExample }) => isExample),
}

/** Takes the figures of one part on one major version of PostgreSQL. */
export async function measurePart(
  part: Part,
  major: number,
  sample: Sample | undefined,
  say: PartInput['say'],
): Promise<Figures> {
  await using binaries = await findBinaries(major)
  const counted = await RUNS[part]({ major, sample, binaries, say })
  return { part, major, sample: sample && `${sample.size}/${sample.seed}`, ...counted }
}
