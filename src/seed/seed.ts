import { matchFiles } from '../checkout/match.ts'
import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { readScript } from '../migrate/psql/read-script.ts'
import { runInTree } from '../migrate/run-in-tree.ts'
import { runPieces } from '../migrate/run-pieces.ts'
import type { Database } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import { needsNoTransaction } from '../sql/transaction.ts'

export interface SeedOptions {
  /** Allow-listed; the database's own variables are added. */
  readonly env: Readonly<Record<string, string>>
  readonly progress: Progress
  readonly signal: AbortSignal
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
  for (const file of await matchFiles(tree, config.files, 'seed.files')) await seedFile(database, tree, file, options)
  const { command, timeout } = config
  if (command === undefined) return
  await runInTree(database, tree, { ...options, what: 'the seed command', command, timeoutMs: timeout })
}

async function seedFile(database: Database, tree: Tree, file: string, options: SeedOptions): Promise<void> {
  options.progress.step(file)
  const pieces = await readScript(tree, await tree.read(file), file)
  const transaction = pieces.some(({ text }) => needsNoTransaction(text)) ? 'none' : 'file'
  await using client = await database.connect('owner')
  await runPieces({ client, isInTransaction: false }, pieces, transaction, {
    what: 'The seed',
    isPsql: true,
    hint: () => undefined,
    progress: options.progress,
    signal: options.signal,
    around: (_piece, send) => send(),
  })
}
