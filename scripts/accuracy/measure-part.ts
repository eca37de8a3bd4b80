import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverAccount } from '../../src/postgres/account.ts'
import { findPackage, prepareBinaries } from '../../src/postgres/embedded.ts'
import { recordedProgress } from '../../test/support/recorded-progress.ts'
import { runCorpus, runNullCases, runSelfComparisons } from './case-runs.ts'
import type { Figures, Part, Tally } from './figures.ts'
import { runMutations } from './mutation-runs.ts'
import type { PartInput } from './part.ts'
import type { Sample } from './sample.ts'

const RUNS: Readonly<Record<Part, (input: PartInput) => Promise<Tally>>> = {
  aa: runSelfComparisons,
  null: runNullCases,
  corpus: runCorpus,
  mutations: runMutations,
}

/** Takes the figures of one part on one major version of PostgreSQL, whose binaries are the embedded ones. */
export async function measurePart(
  part: Part,
  major: number,
  sample: Sample | undefined,
  say: PartInput['say'],
): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'accuracy-'))
  try {
    const account = await serverAccount(process.env)
    const context = { progress: recordedProgress(), signal: new AbortController().signal, env: process.env }
    const bin = await prepareBinaries(await findPackage(major, context), folder, account)
    const counted = await RUNS[part]({ major, sample, binaries: { bin, account }, say })
    return { part, major, sample: sample && `${sample.size}/${sample.seed}`, ...counted }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
