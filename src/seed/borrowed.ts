import type { Tree } from '../checkout/tree.ts'
import type { RunnablePiece } from '../migrate/psql/interpret.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'
import { leadingWords } from '../sql/transaction.ts'
import { type SeedOptions, seedFiles } from './seed.ts'

/** Undefined schema, table, column, function, and type or other object (PostgreSQL manual, appendix A). */
const UNDEFINED = new Set(['3F000', '42P01', '42703', '42883', '42704'])
const FOREIGN_KEY = '23503'
const NOT_COMPARABLE =
  'Base has neither this seed nor what it fills, and the branch’s schema is no upgrade of base’s, so that the two would hold different rows. Bring the seed in with a pull request that leaves the schema as it is.'
const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`
const TARGET = new RegExp(
  String.raw`^(?:\s+|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)*(?:insert\s+into|copy)\s+(${NAME}(?:\s*\.\s*${NAME})?)`,
  'i',
)

/**
 * Fills base with what fits of a seed that only the branch has: statements that need what the branch's migrations create are
 * left out. Returns their places. With `isNeededWhole` a table that base has too must get all of its rows. Throws a UserError
 * for any other error.
 */
export async function seedWhatFits(
  database: Database,
  tree: Tree,
  files: readonly string[],
  { isNeededWhole, ...options }: SeedOptions & { readonly isNeededWhole: boolean },
): Promise<readonly string[]> {
  const left: string[] = []
  const hint = ({ code }: SqlError) => (isNeededWhole && UNDEFINED.has(code) ? NOT_COMPARABLE : undefined)
  await seedFiles(database, tree, files, { ...options, hint }, session => async (piece, send) => {
    const { client, isInTransaction } = session
    if (isInTransaction) await client.run('savepoint fits')
    try {
      await send()
    } catch (error) {
      const isFollowing = left.length > 0 && error instanceof SqlError && error.code === FOREIGN_KEY
      if (!(error instanceof SqlError && UNDEFINED.has(error.code)) && !isFollowing) throw error
      if (isInTransaction) await client.run('rollback to savepoint fits')
      if (isNeededWhole && (await fillsTable(piece, client))) throw error
      left.push(`${piece.file}:${piece.line}`)
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

async function fillsTable({ text }: RunnablePiece, client: Client): Promise<boolean> {
  const target = TARGET.exec(text)?.[1]
  return target !== undefined && (await hasTable(client, target))
}

async function fillsNewTable({ text }: RunnablePiece, base: Client, head: Client): Promise<boolean> {
  const target = TARGET.exec(text)?.[1]
  return target !== undefined && !(await hasTable(base, target)) && (await hasTable(head, target))
}

async function hasTable(client: Client, name: string): Promise<boolean> {
  const [row] = await client.rows<{ exists: boolean }>('select to_regclass($1) is not null as exists', [name])
  return row?.exists === true
}
