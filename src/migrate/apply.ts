import { stringify } from 'yaml'
import { UserError } from '../errors.ts'
import type { Client, SqlError } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'
import { connectSession } from '../postgres/session-client.ts'
import type { Progress } from '../progress.ts'
import { createsOneOf, expectedRoles } from '../sql/roles.ts'
import { leadingWords, needsNoTransaction } from '../sql/transaction.ts'
import { type LockSample, type LockSampler, watchLocks } from './locks.ts'
import type { MeasuredText, Migration, MigrationSet, PlacedStatement } from './migration.ts'
import { withNames } from './names.ts'
import type { RunnablePiece } from './psql/interpret.ts'
import { isPsqlTool } from './psql/tools.ts'
import { begin, commit, runPieces, type Session } from './run-pieces.ts'
import { isCreatedAlready } from './superuser-extensions.ts'

type SqlMigrations = Extract<MigrationSet, { kind: 'sql' }>

export interface ApplyOptions {
  readonly side: 'base' | 'head'
  readonly settings: Readonly<Record<string, string>>
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Extensions that exist already because only a superuser may create them; the statements that create them are left out. */
  readonly superuserExtensions: readonly string[]
  /** Roles that exist already, made beforehand or by the other side; the statements that create them are left out. */
  readonly roles: ReadonlySet<string>
  /** Whether to look for locks and rewrites after each statement, for about a millisecond. */
  readonly sampleLocks: boolean
  /** Called after each statement on the same connection, inside the statement's transaction where it has one. */
  readonly afterStatement?: (client: Client, statement: PlacedStatement) => Promise<void>
}

/** Statements that behave the same in a transaction of their own, so that their locks can be seen before it ends. */
const WRAPPABLE = new Set(
  'alter create drop truncate comment insert update delete merge refresh grant revoke'.split(' '),
)
const NO_LOCKS: LockSample = { locks: [], rewrites: [] }

/**
 * Applies migrations over one connection of the owner, statement by statement, under their tool's transaction rules. Session
 * state does not pass from one file to the next. Throws a UserError for an SQL error and for an index left invalid.
 */
export async function applyMigrations(
  database: Database,
  set: SqlMigrations,
  pending: readonly Migration[],
  options: ApplyOptions,
): Promise<readonly PlacedStatement[]> {
  const applied: PlacedStatement[] = []
  const settings = { ...set.settings?.session, ...options.settings }
  await using client = await connectSession(database, settings, 'What the migration tool’s configuration sets')
  const { schema, platform } = set.settings ?? {}
  if (schema !== undefined) await client.run(`create schema if not exists "${schema.replaceAll('"', '""')}"`)
  if (platform !== undefined) await client.run(platform)
  const session: Session = { client, isInTransaction: false }
  for (const migration of pending) {
    if (set.transaction === 'all' && migration.transaction !== 'none' && !session.isInTransaction) await begin(session)
    await applyOne({ session, database, set }, migration, options, applied)
    if (!session.isInTransaction) await forgetSession(client, settings)
  }
  if (session.isInTransaction) await commit(session)
  return applied
}

async function applyOne(
  { session, database, set }: { session: Session; database: Database; set: SqlMigrations },
  migration: Migration,
  options: ApplyOptions,
  applied: PlacedStatement[],
): Promise<void> {
  const { client } = session
  const pieces = withNames(migration.pieces, set.tool, database).filter(
    ({ text }) => !(isCreatedAlready(text, options.superuserExtensions) || createsOneOf(options.roles, text)),
  )
  const locks = options.sampleLocks ? await watchLocks(client) : undefined
  await runPieces(session, pieces, migration.transaction, {
    what: `The migrations of ${options.side}`,
    isPsql: isPsqlTool(set.tool),
    hint: error => transactionHint(error, set.tool) ?? rolesHint(error, set),
    progress: options.progress,
    signal: options.signal,
    around: async (piece, send) => {
      const { file, line } = piece
      const statement = { file, line, ...(await measure(session, piece, send, locks)) }
      applied.push(statement)
      await options.afterStatement?.(client, statement)
    },
  })
  if (pieces.some(({ text }) => leadingWords(text).includes('concurrently')))
    await assertValidIndexes(client, migration)
}

/** Runs a statement and looks at what it locked and rewrote, in a transaction of its own where that makes no difference. */
export async function measure(
  session: Session,
  piece: Pick<RunnablePiece, 'kind' | 'text'>,
  send: () => Promise<void>,
  sampler: LockSampler | undefined,
): Promise<MeasuredText> {
  const isOutside = !session.isInTransaction
  const wraps = sampler !== undefined && isOutside && canBeWrapped(piece)
  if (isOutside) sampler?.forget()
  if (wraps) await begin(session)
  const started = performance.now()
  await send()
  const durationMs = performance.now() - started
  const { locks, rewrites } = (session.isInTransaction ? await sampler?.sample() : undefined) ?? NO_LOCKS
  if (wraps) await commit(session)
  const isTruncate = leadingWords(piece.text)[0] === 'truncate'
  return { text: piece.text, durationMs, locks, rewrites: isTruncate ? [] : rewrites }
}

function canBeWrapped({ kind, text }: Pick<RunnablePiece, 'kind' | 'text'>): boolean {
  return kind === 'copy' || (WRAPPABLE.has(leadingWords(text)[0] ?? '') && !needsNoTransaction(text))
}

/** What a file sets, such as pg_dump's empty search_path, ends with it; each tool connects anew or resets. */
async function forgetSession(client: Client, settings: Readonly<Record<string, string>>): Promise<void> {
  await client.run('discard all')
  for (const [name, value] of Object.entries(settings)) {
    await client.rows('select pg_catalog.set_config($1, $2, false)', [name, value])
  }
}

/** A concurrent build that was interrupted, or whose IF NOT EXISTS found the rest of one, leaves an index that no plan uses. */
async function assertValidIndexes(client: Client, migration: Migration): Promise<void> {
  const invalid = await client.rows<{ index: string }>(
    `select i.indexrelid::regclass::text as index
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
     where not i.indisvalid and c.relkind = 'i' and not c.relispartition order by 1`,
  )
  if (invalid.length === 0) return
  throw new UserError(`${migration.file}: left invalid: ${invalid.map(({ index }) => index).join(', ')}`, {
    hint: 'Drop the index and create it again; `if not exists` skips an invalid one.',
  })
}

/** How each tool is told to leave the transaction, where it can be told. */
const WITHOUT_TRANSACTION: Partial<Record<SqlMigrations['tool'], string>> = {
  prisma: 'Prisma sends a file as one query: put this statement in a migration of its own.',
  'golang-migrate': 'golang-migrate sends a file as one query: put this statement in a migration of its own.',
  hasura: 'Hasura runs each migration in a transaction: run this statement by hand, outside of it.',
  supabase: 'Supabase sends a file in one go: put this statement in a migration of its own.',
  drizzle: 'Drizzle runs all new migrations in one transaction: run this statement by hand, or after a `COMMIT;`.',
  'node-pg-migrate': 'node-pg-migrate runs all new migrations in one transaction, which SQL files cannot leave.',
  goose: 'Begin the file with `-- +goose NO TRANSACTION`.',
  dbmate: 'Write `-- migrate:up transaction:false`, with this statement alone in the file.',
  sqlx: 'Begin the file with `-- no-transaction`, with this statement alone in it.',
  diesel: 'Write `run_in_transaction = false` in the migration’s metadata.toml, with this statement alone in up.sql.',
  atlas: 'Begin the file with `-- atlas:txmode none`.',
  'graphile-migrate': 'Begin the file with `--! no-transaction`, with this statement alone in it.',
}

function transactionHint({ code }: SqlError, tool: SqlMigrations['tool']): string | undefined {
  if (code !== '25001') return undefined
  return WITHOUT_TRANSACTION[tool] ?? 'Put this statement in a file of its own.'
}

/** All of them at once, not one a run. */
function rolesHint({ message }: SqlError, { migrations }: SqlMigrations): string | undefined {
  if (!/^role .* does not exist$/.test(message)) return undefined
  const roles = expectedRoles(migrations)
  if (roles.length === 0) return undefined
  return `Name the roles that must exist in pgverdict.yml: \`postgres: { roles: ${stringify(roles, { collectionStyle: 'flow', lineWidth: 0 }).trim()} }\`.`
}
