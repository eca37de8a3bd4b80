import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyInto } from 'pg-copy-streams'
import { keepNotices } from './kept-notices.ts'

/** A connection. Values come back as text unless they are int2/4, oid, float, bool or json; int8 comes back as text. */
export interface Client extends AsyncDisposable {
  readonly processId: number
  /** Runs one statement and returns its rows; with `values` over the extended protocol, else over the simple one. Throws SqlError. */
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Runs SQL over the simple protocol and throws its rows away as they come, so that a large result costs no memory. Returns the number of rows sent or changed. */
  run(sql: string): Promise<number>
  /** Runs one statement; every value as the server writes it, null for null. Throws SqlError. */
  texts(sql: string): Promise<{ readonly columns: readonly string[]; readonly rows: readonly (string | null)[][] }>
  /** `sql` is a `copy … from stdin`. */
  copyFrom(sql: string, data: Readable): Promise<void>
  /** Notices raised by the server since the last call; at most 100 are kept, see `keepNotices`. */
  takeNotices(): readonly Notice[]
}

export interface Notice {
  /** With its severity: `NOTICE: …`. */
  readonly text: string
  /** The functions that were running, the innermost first. */
  readonly context: string | undefined
}

/** A failure that the server reported, as its fields say. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** SQLSTATE, for example `42P01`; `08006` and the like for a lost connection. */
  readonly code: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  /** One-based character position in the SQL that was sent. */
  readonly position: number | undefined
  /** `where` of the server: the functions that were running. */
  readonly context: string | undefined

  constructor(
    message: string,
    fields: { code: string; detail?: string; hint?: string; position?: number; context?: string; cause?: unknown },
  ) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.code = fields.code
    this.detail = fields.detail
    this.hint = fields.hint
    this.position = fields.position
    this.context = fields.context
  }
}

export interface ConnectOptions {
  readonly url: string
  /** Set with `set_config` once connected; `role` comes last, because it may take the right to set the others. */
  readonly settings?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** Turns an error into the one to throw, where the server's owner knows more: killed, disk full, run cancelled. */
  readonly explain?: (error: SqlError) => Promise<Error>
}

/**
 * `pg` takes what neither the URL nor these say from PGOPTIONS, PGSSLMODE and the like of our own environment, which are
 * meant for other servers. It does so for an empty text too.
 */
const NOT_FROM_ENVIRONMENT = { options: ' ', ssl: false, sslnegotiation: 'postgres', client_encoding: 'UTF8' } as const
const CONNECT_TIMEOUT_MS = 30_000

/** Connects; throws SqlError, or what `explain` makes of it. */
export async function connectClient(options: ConnectOptions): Promise<Client> {
  const fail = async (error: unknown, lostCode: string): Promise<never> => {
    const known = toSqlError(error, lostCode)
    throw options.explain ? await options.explain(known) : known
  }
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: options.timeoutMs ?? CONNECT_TIMEOUT_MS,
    application_name: 'pgverdict',
    ...NOT_FROM_ENVIRONMENT,
    types: { getTypeParser: parserOf },
  })
  let isLost = false
  // Without a listener a connection that is lost between two statements would end the process.
  client.on('error', () => {
    isLost = true
  })
  const notices = keepNotices()
  client.on('notice', notice => notices.add({ text: `${notice.severity}: ${notice.message}`, context: notice.where }))
  await client.connect().catch(error => fail(error, '08001'))

  // One statement after another, whoever shares the connection.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work).catch(error => fail(error, '08006'))
    last = result.catch(() => undefined)
    return result
  }
  const rows = async <Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]> => {
    const query = values ? { text: sql, values: [...values], queryMode: 'extended' } : sql
    const result = await inTurn(() => client.query<Row>(query))
    return result.rows
  }
  const connected: Client = {
    processId: (client as pg.Client & { readonly processID: number }).processID,
    rows,
    run: sql => inTurn(() => discardRows(client, sql)),
    texts: async sql => {
      const types = { getTypeParser: () => asText }
      const result = await inTurn(() => client.query<(string | null)[]>({ text: sql, rowMode: 'array', types }))
      return { columns: result.fields.map(({ name }) => name), rows: result.rows }
    },
    copyFrom: (sql, data) => inTurn(() => pipeline(data, client.query(copyInto(sql)))),
    takeNotices: () => notices.take(),
    async [Symbol.asyncDispose]() {
      if (!isLost) await client.end().catch(() => undefined)
    },
  }
  const settings = Object.entries(options.settings ?? {}).sort(
    ([a], [b]) => Number(a === 'role') - Number(b === 'role'),
  )
  try {
    for (const [name, value] of settings) await rows('select set_config($1, $2, false)', [name, value])
  } catch (error) {
    await connected[Symbol.asyncDispose]()
    throw error
  }
  return connected
}

/** A listener for rows keeps `pg` from collecting them. */
function discardRows(client: pg.Client, sql: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const query = client.query(new pg.Query(sql))
    query.on('row', () => undefined)
    query.on('error', reject)
    query.on('end', result => {
      const results: pg.ResultBuilder[] = [result].flat()
      resolve(results.reduce((sum, each) => sum + (each.rowCount ?? 0), 0))
    })
  })
}

const asText = (value: string): string => value
const PARSERS = new Map<number, (value: string) => unknown>([
  [pg.types.builtins.BOOL, value => value === 't'],
  ...[
    pg.types.builtins.INT2,
    pg.types.builtins.INT4,
    pg.types.builtins.OID,
    pg.types.builtins.FLOAT4,
    pg.types.builtins.FLOAT8,
  ].map(oid => [oid, Number] as const),
  [pg.types.builtins.JSON, JSON.parse],
  [pg.types.builtins.JSONB, JSON.parse],
])

function parserOf(oid: number): (value: string) => unknown {
  return PARSERS.get(oid) ?? asText
}

function toSqlError(error: unknown, lostCode: string): SqlError {
  if (error instanceof SqlError) return error
  if (!(error instanceof pg.DatabaseError)) {
    const message =
      error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error)
    return new SqlError(message, { code: lostCode, cause: error })
  }
  const { code, detail, hint, position, where } = error
  return new SqlError(error.message, {
    code: code ?? 'XX000',
    cause: error,
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position: Number(position) }),
    ...(where !== undefined && { context: where }),
  })
}
