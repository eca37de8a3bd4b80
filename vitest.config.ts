import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest by far, and several servers at once: begun last they would run on alone. */
const FIRST = /test\/(?:corpus|accuracy|rules)\//

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(FIRST.test(b.moduleId)) - Number(FIRST.test(a.moduleId)))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/in-memory.ts', 'test/support/keep-clusters.ts', 'test/support/share-builds.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One more than there are processors where this runs: many tests wait for a server.
    maxWorkers: 3,
    // No test changes what others see of the process, and loading everything anew for each file takes longer than most of them.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
})
