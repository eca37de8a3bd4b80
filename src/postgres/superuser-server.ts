import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { type Client, connectClient, type SqlError } from './client.ts'
import { type Access, createOwner, randomPassword, setPassword } from './database.ts'
import { manageDatabases } from './databases.ts'
import type { Server, ServerLog } from './server.ts'
import { applyUserSettings } from './settings.ts'

/** A server that was started for this run alone. */
export interface StartedServer {
  readonly kind: Server['kind']
  /** The superuser's URL of the maintenance database. */
  readonly url: string
  readonly limits: readonly string[]
  openLog(admin: Client): ServerLog
  /** What a failed statement says about the server, if anything: that it was killed, or its disk is full. */
  explain(error: SqlError): Promise<Error>
  /** Stops the server at once and removes all it wrote. Called more than once it does nothing. */
  stop(): Promise<void>
  /** Stops the server in good order and packs its data; `stop` has still to remove it. */
  pack(file: string): Promise<void>
}

/**
 * Gives a freshly started server its owner role, its settings and pg_stat_statements; one that was started on an archive has
 * them and only needs a new password. Stops it when that fails.
 */
export async function takeOver(
  started: StartedServer,
  config: Config['postgres'],
  signal: AbortSignal,
  isRestored: boolean,
): Promise<Server> {
  const stopOnAbort = () => void started.stop()
  signal.addEventListener('abort', stopOnAbort, { once: true })
  const explain = async (error: SqlError): Promise<Error> =>
    signal.aborted ? (signal.reason as Error) : started.explain(error)
  try {
    signal.throwIfAborted()
    return await prepare(started, config, explain, isRestored, () => signal.removeEventListener('abort', stopOnAbort))
  } catch (error) {
    signal.removeEventListener('abort', stopOnAbort)
    await started.stop()
    throw error
  }
}

async function prepare(
  started: StartedServer,
  config: Config['postgres'],
  explain: Access['explain'],
  isRestored: boolean,
  release: () => void,
): Promise<Server> {
  const owner = { name: 'pgverdict_owner', password: randomPassword() }
  const access = { adminUrl: started.url, owner, explain }
  if (!isRestored && Object.keys(config.settings).length > 0) {
    await using first = await connectClient({ url: started.url, explain })
    await applyUserSettings(first, config.settings, 'role all')
  }
  const settings = { 'pg_stat_statements.track': 'none' }
  const admin = await connectClient({ url: started.url, settings, explain })
  const version = await readVersion(admin)
  if (isRestored) await setPassword(admin, owner)
  else {
    await createStatementStatistics(admin)
    await createOwner(admin, owner, config.roles, config.role === 'superuser')
    await admin.run('revoke connect on database postgres from public')
  }
  const { settle, ...databases } = manageDatabases({ admin, access, major: version.major, settings })
  return {
    kind: started.kind,
    version,
    hasSuperuser: true,
    statementCounts: 'server',
    limits: started.limits,
    log: started.openLog(admin),
    admin,
    ...databases,
    settings: () => readSettings(admin),
    async pack(file) {
      await settle()
      await admin[Symbol.asyncDispose]()
      await started.pack(file)
    },
    async [Symbol.asyncDispose]() {
      release()
      await settle()
      await admin[Symbol.asyncDispose]()
      await started.stop()
    },
  }
}

export async function readVersion(admin: Client): Promise<Server['version']> {
  const [row] = await admin.rows<{ number: number; full: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as full`,
  )
  return { major: Math.floor((row?.number ?? 0) / 10_000), full: row?.full ?? '' }
}

async function createStatementStatistics(admin: Client): Promise<void> {
  await admin.run('create extension if not exists pg_stat_statements').catch((error: Error) => {
    throw new UserError(`The server lacks pg_stat_statements: ${error.message}`, {
      hint: 'Use an image or installation with the contrib extensions; the official PostgreSQL images have them.',
      cause: error,
    })
  })
}

/** What was set at the start or for all roles, without what concerns this machine. */
export async function readSettings(admin: Client): Promise<Readonly<Record<string, string>>> {
  const rows = await admin.rows<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings
     where source not in ('default', 'override', 'client', 'session', 'environment variable')
       and setting is distinct from boot_val
       and category !~ '^(File Locations|Connections and Authentication|Reporting and Logging|Preset Options)'
       and name !~ '^(auto_explain|pg_stat_statements)\\.' and name <> 'dynamic_shared_memory_type'
     order by name`,
  )
  return Object.fromEntries(rows.map(row => [row.name, row.value]))
}
