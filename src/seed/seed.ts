import { matchFiles } from '../checkout/match.ts'
import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { readScript } from '../migrate/psql/read-script.ts'
import { runInTree } from '../migrate/run-in-tree.ts'
import { type PieceOptions, runPieces, type Session } from '../migrate/run-pieces.ts'
import { endSessions } from '../postgres/end-sessions.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import { refuseBrokenUtf8, refuseUtf16 } from '../sql/encoding.ts'
import { needsNoTransaction } from '../sql/transaction.ts'

export interface SeedOptions {
  /** Allow-listed; the database's own variables are added. */
  readonly env: Readonly<Record<string, string>>
  readonly progress: Progress
  readonly signal: AbortSignal
  /** What to do about an error of a file's, where more is known than the server says. */
  readonly hint?: PieceOptions['hint']
}

/**
 * Fills a database: the SQL files in order, each over its own connection and in one transaction unless it opens its own, then
 * the command. Throws a UserError that shows the place of an SQL error, or the command's last lines.
 */
export async function seed(
  database: Database,
  tree: Tree,
  config: Config['seed'],
  options: SeedOptions,
): Promise<void> {
  await seedFiles(database, tree, config.files, options, () => (_piece, send) => send())
  await seedByCommand(database, tree, config, options)
}

/** Runs the command alone, if there is one. */
export async function seedByCommand(
  database: Database,
  tree: Tree,
  { command, timeout }: Config['seed'],
  options: SeedOptions,
): Promise<void> {
  if (command === undefined) return
  await runInTree(database, tree, { ...options, what: 'the seed command', command, timeoutMs: timeout })
  await endSessions(database)
}

/** Runs the files alone; `around` decides on each piece. */
export async function seedFiles(
  database: Database,
  tree: Tree,
  patterns: readonly string[],
  options: SeedOptions,
  around: (session: Session) => PieceOptions['around'],
): Promise<void> {
  const { progress, signal } = options
  for (const file of await matchFiles(tree, patterns, 'seed.files')) {
    progress.step(file)
    const source = await tree.read(file)
    refuseUtf16(source, file)
    const pieces = await readScript(tree, source, file)
    refuseBrokenUtf8(pieces)
    const transaction = pieces.some(({ text }) => needsNoTransaction(text)) ? 'none' : 'file'
    await using client = await database.connect('owner')
    const session: Session = { client, isInTransaction: false }
    await runPieces(session, pieces, transaction, {
      what: 'The seed',
      isPsql: true,
      hint: options.hint ?? (() => undefined),
      progress,
      signal,
      around: around(session),
    })
  }
}
