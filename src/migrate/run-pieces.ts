import { Readable } from 'node:stream'
import { UserError } from '../errors.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { describeSqlError } from '../postgres/sql-error.ts'
import type { Progress } from '../progress.ts'
import { findParameter } from '../sql/parameters.ts'
import type { SqlPiece } from '../sql/split.ts'
import { leadingWords, transactionEffect } from '../sql/transaction.ts'
import type { Migration } from './migration.ts'
import { type Answer, interpret, type RunnablePiece } from './psql/interpret.ts'

/** A connection, and whether the statements sent over it have left a transaction open. */
export interface Session {
  readonly client: Client
  isInTransaction: boolean
}

export interface PieceOptions {
  /** Who is speaking, for messages: `The migrations of head`. */
  readonly what: string
  /** What to do about an error, where more is known than the server says. */
  readonly hint: (error: SqlError) => string | undefined
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Whether psql would run the file: its variables are put in and its meta-commands obeyed. */
  readonly isPsql: boolean
  /** Runs a piece by calling `send`, or does not; may look around before and after. */
  readonly around: (piece: RunnablePiece, send: () => Promise<void>) => Promise<void>
}

/** Sends one file's pieces under a tool's transaction rule. Throws a UserError that shows the place of an SQL error. */
export async function runPieces(
  session: Session,
  pieces: readonly SqlPiece[],
  transaction: Migration['transaction'],
  options: PieceOptions,
): Promise<void> {
  const isAlreadyOpen = session.isInTransaction
  const needsWrapping = wantsTransaction(pieces, transaction)
  let sent = 0
  let last: RunnablePiece | undefined
  const next = async (piece: RunnablePiece) => {
    options.signal.throwIfAborted()
    last = piece
    options.progress.step(`${piece.file}: ${++sent} of ${Math.max(sent, pieces.length)} statements`)
    const reopens = sent === 1 || transaction === 'query'
    if (needsWrapping && reopens && !session.isInTransaction) await begin(session)
  }
  const ask = async (piece: RunnablePiece): Promise<Answer> => {
    await next(piece)
    return report(piece, options, () => session.client.texts(piece.text))
  }
  const builtIns = () => readBuiltIns(session.client)
  for await (const piece of options.isPsql ? interpret(pieces, { ask, builtIns }) : withoutMeta(pieces)) {
    await next(piece)
    refuseForDatabases(piece, options)
    await report(piece, options, () => options.around(piece, () => send(session.client, piece)))
    const effect = piece.kind === 'statement' ? transactionEffect(piece.text) : undefined
    if (effect !== undefined) session.isInTransaction = effect === 'begins'
  }
  if (!session.isInTransaction || isAlreadyOpen) return
  if (!needsWrapping) {
    throw new UserError(`${last?.file}: the transaction that the file begins is never committed`, {
      hint: 'Add `commit;` at its end, or leave out `begin;`.',
    })
  }
  // Deferred constraints fail here.
  if (last) await report(last, options, () => commit(session))
}

export async function begin(session: Session): Promise<void> {
  await session.client.run('begin')
  session.isInTransaction = true
}

export async function commit(session: Session): Promise<void> {
  await session.client.run('commit')
  session.isInTransaction = false
}

/** PostgreSQL runs several statements in one simple query as one transaction, and a single one as itself. */
function wantsTransaction(pieces: readonly SqlPiece[], transaction: Migration['transaction']): boolean {
  if (transaction === 'none') return false
  if (transaction === 'query') return pieces.length > 1
  return !pieces.some(({ kind, text }) => kind === 'statement' && transactionEffect(text) === 'begins')
}

/** The run's own databases are the role's, so that the server would let it drop another one than that it works in. */
function refuseForDatabases({ text, file, line }: RunnablePiece, { what }: PieceOptions): void {
  const words = leadingWords(text)
  const [verb, object] = words
  if (object !== 'database' || !(verb === 'drop' || (verb === 'alter' && words.includes('rename')))) return
  throw new UserError(
    `${what} failed:\n${file}:${line}: no database can be ${verb === 'drop' ? 'dropped' : 'renamed'} here`,
    {
      hint: ONE_DATABASE,
    },
  )
}

const ONE_DATABASE = 'Everything runs in one database, which is there already: leave the statement out.'

/** Other tools' files have none: they are refused where they are read. */
function withoutMeta(pieces: readonly SqlPiece[]): readonly RunnablePiece[] {
  return pieces.flatMap(piece => (piece.kind === 'meta' ? [] : [piece]))
}

/** What psql would know about its connection. */
async function readBuiltIns(client: Client): Promise<Readonly<Record<string, string>>> {
  const [row] = await client.rows<Record<string, string>>(
    `select current_database()::text as "DBNAME", session_user::text as "USER", 'UTF8' as "ENCODING",
       current_setting('server_version_num') as "SERVER_VERSION_NUM", current_setting('server_version') as "SERVER_VERSION_NAME"`,
  )
  return row!
}

async function send(client: Client, piece: RunnablePiece): Promise<void> {
  if (piece.kind === 'copy') await client.copyFrom(piece.text, Readable.from(Buffer.from(piece.data)))
  else await client.run(piece.text)
}

async function report<T>(piece: RunnablePiece, options: PieceOptions, work: () => Promise<T>): Promise<T> {
  const { what, hint, isPsql } = options
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    const advice = hint(error) ?? (isPsql ? unsetHint(error, piece) : undefined) ?? hintFor(error, piece)
    throw new UserError(`${what} failed:\n${describeSqlError(error, piece)}`, {
      cause: error,
      ...(advice !== undefined && { hint: advice }),
    })
  }
}

/** psql leaves a variable that has no value as it is. */
function unsetHint({ message }: SqlError, { text }: RunnablePiece): string | undefined {
  if (message !== 'syntax error at or near ":"') return undefined
  const name = findParameter(text)
  return name && `Nothing has given ${name} a value: write \`\\set ${name.replaceAll(/[:'"]/g, '')} …\` above it.`
}

const PLATFORM_SCHEMA = /^schema "(?:auth|storage|vault|realtime|cron|net|graphql)" does not exist$/

function hintFor({ code, message }: SqlError, { text }: RunnablePiece): string | undefined {
  const [verb, object] = leadingWords(text)
  if (object === 'database' && verb === 'create') return ONE_DATABASE
  if (verb === 'alter' && object === 'system') return 'Write settings of the server under `postgres.settings`.'
  if (code === '42501' && verb === 'create' && (object === 'role' || object === 'user')) {
    return 'Name the role under `postgres.roles`: it then exists beforehand, and the statement is left out.'
  }
  if (code === '42501') return '`postgres.role: superuser` runs migrations, seed and load with all rights.'
  if (/^role .* does not exist$/.test(message)) return 'Name the roles that must exist under `postgres.roles`.'
  if (PLATFORM_SCHEMA.test(message)) {
    return 'Supabase’s own schemas are not on this server: `migrations.tool: supabase` makes stand-ins for `auth` and `storage`; otherwise let the first migration create what is used of them, `if not exists`.'
  }
  if (message.includes('undefined symbol')) return 'The server’s packages were upgraded while it ran: restart it.'
  return undefined
}
