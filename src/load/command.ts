import type { Tree } from '../checkout/tree.ts'
import { runCommand } from '../command.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'

export interface CommandLoadOptions {
  /** Allow-listed; the database's own variables are added. */
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Runs first, in the same tree. */
  readonly install: string | undefined
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
  await using checkout = await tree.checkout()
  const run = (what: string, line: string) =>
    runCommand({
      what,
      command: line,
      directory: checkout.directory,
      env: { ...options.env, ...database.env, DATABASE_URL: database.url },
      timeoutMs: options.timeoutMs,
      signal: options.signal,
      onLine: text => options.progress.step(text),
    })
  if (options.install !== undefined) await run('the install command', options.install)
  await run('the workload command', command)
}
