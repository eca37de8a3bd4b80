import type { Tree } from '../checkout/tree.ts'
import { endSessions } from '../postgres/end-sessions.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import type { MigrationSet } from './migration.ts'
import { runInTree } from './run-in-tree.ts'

export interface MigrationCommandOptions {
  readonly side: 'base' | 'head'
  readonly env: Readonly<Record<string, string>>
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A tool's own run over an existing history takes minutes at most (434 Prisma files took 26 s). */
const TIMEOUT_MS = 1_800_000

/** Runs the user's migration command in the side's own tree, against the side's own database. */
export async function runMigrationCommand(
  database: Database,
  tree: Tree,
  { command }: Extract<MigrationSet, { kind: 'command' }>,
  { side, ...options }: MigrationCommandOptions,
): Promise<void> {
  await runInTree(database, tree, {
    ...options,
    what: `the migration command of ${side}`,
    command,
    timeoutMs: TIMEOUT_MS,
  })
  await endSessions(database)
}
