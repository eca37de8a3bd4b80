import { randomBytes } from 'node:crypto'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { type Client, connectClient, SqlError } from './client.ts'
import { type Access, createDatabase, createOwner, dropDatabase, findDatabase, randomPassword } from './database.ts'
import type { OpenContext } from './open-context.ts'
import { quoteIdentifier } from './quote.ts'
import type { Database, Server } from './server.ts'
import { applyUserSettings } from './settings.ts'
import { readSettings, readVersion } from './superuser-server.ts'

/** The part of the deterministic settings that every session may choose. */
const SESSION_SETTINGS = {
  synchronous_commit: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  synchronize_seqscans: 'off',
  TimeZone: 'UTC',
}

/** Works in databases of its own on a server that runs already, and drops them, and the roles it made, at the end. */
export async function openExternal(config: Config['postgres'], context: OpenContext): Promise<Server> {
  const adminUrl = readUrl(config, context.env)
  if (config.role === 'superuser') {
    throw new UserError('`postgres.role: superuser` is not for external servers', {
      hint: 'Choose `postgres.server: container`, `embedded` or `native`: they are thrown away.',
      kind: 'usage',
    })
  }
  const prefix = `pgverdict_${randomBytes(4).toString('hex')}`
  const owner = { name: `${prefix}_owner`, password: randomPassword() }
  const explain = async (error: SqlError): Promise<Error> =>
    context.signal.aborted ? (context.signal.reason as Error) : error
  const access = { adminUrl, owner, explain }
  const admin = await connectAdmin(access)
  const site: Site = { admin, access, prefix, config, context, roles: [], databases: new Set() }
  let cleaning: Promise<void> | undefined
  const clean = () => {
    cleaning ??= cleanUp(site).catch((error: Error) => {
      context.progress.warn(`Could not remove what begins with ${prefix} from the external server: ${error.message}`)
    })
    return cleaning
  }
  const cleanOnAbort = () => void clean()
  context.signal.addEventListener('abort', cleanOnAbort, { once: true })
  const dispose = async () => {
    context.signal.removeEventListener('abort', cleanOnAbort)
    await admin[Symbol.asyncDispose]()
    await clean()
  }
  try {
    return await prepare(site, dispose)
  } catch (error) {
    await dispose()
    throw error
  }
}

interface Site {
  readonly admin: Client
  readonly access: Access
  /** Begins every name that we make on the server. */
  readonly prefix: string
  readonly config: Config['postgres']
  readonly context: OpenContext
  /** Roles that we made, the owner aside. */
  readonly roles: string[]
  readonly databases: Set<string>
}

function readUrl({ url }: Config['postgres'], env: NodeJS.ProcessEnv): string {
  const name = url?.startsWith('$') ? url.slice(1) : undefined
  const value = name === undefined ? url : env[name]
  if (!value) {
    const missing = name === undefined ? 'postgres.url is not set' : `the environment variable ${name} is not set`
    throw new UserError(`\`postgres.server: external\` needs a URL, but ${missing}`, { kind: 'usage' })
  }
  const parsed = URL.canParse(value) ? new URL(value) : undefined
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) {
    throw new UserError('postgres.url is not of the form postgresql://user:password@host:port/database', {
      kind: 'usage',
    })
  }
  return value
}

async function connectAdmin({ adminUrl, explain }: Access): Promise<Client> {
  try {
    return await connectClient({ url: adminUrl, explain })
  } catch (error) {
    throw new UserError(`Cannot connect to the external server: ${(error as Error).message}`, {
      hint: 'Check postgres.url, and that the server can be reached from here.',
      cause: error,
    })
  }
}

async function prepare(site: Site, dispose: () => Promise<void>): Promise<Server> {
  const { admin, access, config, context } = site
  const version = await readVersion(admin)
  if (version.major !== config.version) {
    context.progress.warn(
      `The external server is PostgreSQL ${version.full}, but postgres.version says ${config.version}`,
    )
  }
  const rights = await readRights(admin)
  const owner = quoteIdentifier(access.owner.name)
  await createOwner(admin, access.owner, await missingRoles(site), false)
  await admin.run(`grant ${owner} to current_user`)
  for (const [name, value] of Object.entries(SESSION_SETTINGS))
    await admin.run(`alter role ${owner} set ${name} = '${value}'`)
  await applyUserSettings(admin, config.settings, `role ${owner}`)
  const isCounting = await mayCountStatements(admin)
  return {
    kind: 'external',
    version,
    hasSuperuser: rights.isSuperuser,
    statementCounts: isCounting ? 'database' : 'none',
    limits: limitsOf(rights.isSuperuser, isCounting),
    log: undefined,
    admin,
    async createDatabase(name, template) {
      const full = `${site.prefix}_${name}`
      site.databases.add(full)
      return createDatabase(admin, access, version.major, full, template)
    },
    // What runs beside a measurement there may disturb it: its settings are not ours.
    copyAhead: () => undefined,
    openDatabase: name => findDatabase(admin, access, `${site.prefix}_${name}`),
    async dropDatabase(database: Database) {
      await dropDatabase(admin, version.major, database.name)
      site.databases.delete(database.name)
    },
    // The user's are those of our own role, which this session does not have.
    settings: async () => ({ ...(await readSettings(admin)), ...config.settings }),
    pack: undefined,
    [Symbol.asyncDispose]: dispose,
  }
}

/** Roles of the cluster that exist already are left alone: they are not ours to give away. */
async function missingRoles({ admin, config, roles }: Site): Promise<readonly string[]> {
  const existing = await admin.rows<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    config.roles,
  ])
  const names = new Set(existing.map(row => row.rolname))
  roles.push(...config.roles.filter(role => !names.has(role)))
  return roles
}

async function readRights(admin: Client): Promise<{ isSuperuser: boolean }> {
  const [row] = await admin.rows<{ isSuperuser: boolean; mayCreate: boolean }>(
    `select rolsuper as "isSuperuser", rolsuper or rolcreatedb and rolcreaterole as "mayCreate"
     from pg_roles where rolname = current_user`,
  )
  if (!row?.mayCreate) {
    throw new UserError('The role in postgres.url may not create databases and roles', {
      hint: 'Grant it: alter role … createdb createrole.',
    })
  }
  return row
}

/**
 * Whether there is a pg_stat_statements whose counts of all roles we may read and reset; where it is loaded but not created, we do
 * not create it in a database of yours.
 */
async function mayCountStatements(admin: Client): Promise<boolean> {
  const rights = `select count(*) > 0 and bool_and(has_function_privilege(oid, 'execute'))
      and (select pg_has_role(current_user, 'pg_read_all_stats', 'usage')) as "isAllowed"
    from pg_proc where proname = 'pg_stat_statements_reset' and pronargs >= 3`
  try {
    await admin.rows('select from pg_stat_statements limit 1')
    const [row] = await admin.rows<{ isAllowed: boolean }>(rights)
    return row?.isAllowed === true
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

function limitsOf(isSuperuser: boolean, isCounting: boolean): string[] {
  return [
    'The server’s log is out of reach: values and plans of the load come from workload files only.',
    'Settings of the whole server stay as they are: autovacuum and other databases’ work can disturb the figures.',
    ...(isCounting
      ? []
      : [
          'pg_stat_statements does not count for us, so work within triggers, foreign keys and functions is not seen: preload it, create the extension in the database of postgres.url, and grant its role pg_read_all_stats and execute on function pg_stat_statements_reset.',
        ]),
    ...(isSuperuser
      ? []
      : [
          'There is no superuser: statistics are sampled anew where they cannot be copied, and only trusted extensions can be created.',
        ]),
  ]
}

/** On a connection of its own: the administrator's may be in the midst of a statement when the run is cancelled. */
async function cleanUp({ access, databases, roles }: Site): Promise<void> {
  await using client = await connectClient({ url: access.adminUrl })
  const { major } = await readVersion(client)
  for (const name of databases) await dropDatabase(client, major, name)
  const made = await client.rows<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    [access.owner.name, ...roles],
  ])
  for (const { rolname } of made) await client.run(`drop role ${quoteIdentifier(rolname)}`)
}
