import type { Tree } from '../checkout/tree.ts'
import type { RunnablePiece } from '../migrate/psql/interpret.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'
import { leadingWords } from '../sql/transaction.ts'
import { type SeedOptions, seedFiles } from './seed.ts'

/** Undefined schema, table, column, function, and type or other object (PostgreSQL manual, appendix A). */
const UNDEFINED = new Set(['3F000', '42P01', '42703', '42883', '42704'])
const FOREIGN_KEY = '23503'
const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`
const TARGET = new RegExp(
  String.raw`^(?:\s+|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)*(?:insert\s+into|copy)\s+(${NAME}(?:\s*\.\s*${NAME})?)`,
  'i',
)

/**
 * Fills base with what fits of a seed that only the branch has: statements that need what the branch's migrations create are
 * left out. Returns their places. Throws a UserError for any other error.
 */
export async function seedWhatFits(
  database: Database,
  tree: Tree,
  files: readonly string[],
  options: SeedOptions,
): Promise<readonly string[]> {
  const left: string[] = []
  await seedFiles(database, tree, files, options, session => async (piece, send) => {
    const { client, isInTransaction } = session
    if (isInTransaction) await client.run('savepoint fits')
    try {
      await send()
    } catch (error) {
      const isFollowing = left.length > 0 && error instanceof SqlError && error.code === FOREIGN_KEY
      if (!(error instanceof SqlError && UNDEFINED.has(error.code)) && !isFollowing) throw error
      left.push(`${piece.file}:${piece.line}`)
      if (isInTransaction) await client.run('rollback to savepoint fits')
    }
    if (isInTransaction && !/^(?:commit|end|rollback|abort)$/.test(leadingWords(piece.text)[0] ?? '')) {
      await client.run('release savepoint fits')
    }
  })
  return left
}

/**
 * Fills the tables that only head has with the rest of such a seed. Tables that base has too keep base's rows, so that both
 * sides hold the same data.
 */
export async function seedNewTables(
  { base, head }: { readonly base: Database; readonly head: Database },
  tree: Tree,
  files: readonly string[],
  options: SeedOptions,
): Promise<void> {
  await using baseClient = await base.connect('owner')
  await seedFiles(head, tree, files, options, ({ client }) => async (piece, send) => {
    if (leadingWords(piece.text)[0] === 'set') {
      await send()
      await baseClient.run(piece.text)
    } else if (await fillsNewTable(piece, baseClient, client)) await send()
  })
}

async function fillsNewTable({ text }: RunnablePiece, base: Client, head: Client): Promise<boolean> {
  const target = TARGET.exec(text)?.[1]
  return target !== undefined && !(await hasTable(base, target)) && (await hasTable(head, target))
}

async function hasTable(client: Client, name: string): Promise<boolean> {
  const [row] = await client.rows<{ exists: boolean }>('select to_regclass($1) is not null as exists', [name])
  return row?.exists === true
}
