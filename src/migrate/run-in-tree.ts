import type { Tree } from '../checkout/tree.ts'
import { runCommand } from '../command.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'

export interface RunInTreeOptions {
  /** Who is speaking, for messages: `the seed command`. */
  readonly what: string
  readonly command: string
  /** Allow-listed; the database's own variables are added. */
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Runs a command of the user's in a side's own files, with DATABASE_URL and PG* of the side's own database. */
export async function runInTree(database: Database, tree: Tree, options: RunInTreeOptions): Promise<void> {
  await using checkout = await tree.checkout()
  await runCommand({
    what: options.what,
    command: options.command,
    directory: checkout.directory,
    env: { ...options.env, ...database.env, DATABASE_URL: database.url },
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    onLine: text => options.progress.step(text),
  })
}
