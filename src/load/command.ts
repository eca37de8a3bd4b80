import type { Tree } from '../checkout/tree.ts'
import { runInTree } from '../migrate/run-in-tree.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'

export interface CommandLoadOptions {
  /** Allow-listed; the database's own variables are added. */
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Runs the user's test suite or load generator in the side's own tree, against the side's own database. */
export async function runLoadCommand(
  database: Database,
  tree: Tree,
  command: string,
  options: CommandLoadOptions,
): Promise<void> {
  await runInTree(database, tree, { ...options, what: 'the workload command', command })
}
