import { randomBytes } from 'node:crypto'
import { UserError } from '../errors.ts'
import { type Client, type ConnectOptions, connectClient } from './client.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { giveSetting } from './role-settings.ts'
import type { Database } from './server.ts'

/** Who may do what on a server, and how its connections are made. */
export interface Access {
  /** The administrator's URL of the maintenance database. */
  readonly adminUrl: string
  readonly owner: Owner
  readonly explain: NonNullable<ConnectOptions['explain']>
}

export interface Owner {
  readonly name: string
  readonly password: string
}

/** Functions and operators that the migrations made must not be found by chance, for they would run with all rights. */
const SUPERUSER_SETTINGS = { search_path: '' }

export function randomPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** The URL of another database, or of another user, on the same server. */
function urlFor(base: string, database: string, login?: Owner): string {
  const url = new URL(base)
  url.pathname = `/${encodeURIComponent(database)}`
  if (login) {
    url.username = encodeURIComponent(login.name)
    url.password = encodeURIComponent(login.password)
  }
  return url.href
}

/** Roles of platforms that row level security does not hold: Supabase's, whose key its projects' servers have. */
const BYPASSING = new Set(['service_role'])

/** Creates the role that owns the databases, and those that the migrations expect; it becomes a member of them. */
export async function createOwner(
  admin: Client,
  owner: Owner,
  roles: readonly string[],
  isSuperuser: boolean,
): Promise<void> {
  const rights = isSuperuser ? 'superuser' : 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  await admin.run(`create role ${quoteIdentifier(owner.name)} login ${rights} password ${quoteLiteral(owner.password)}`)
  for (const role of roles) {
    // A role that exists is not ours to hand out: it may be a superuser.
    await admin.run(`create role ${quoteIdentifier(role)} nologin`).catch((error: Error) => {
      throw new UserError(`postgres.roles: cannot create “${role}”: ${error.message}`, { kind: 'usage', cause: error })
    })
    // An external server's user may lack the right; the role is then like any other.
    if (BYPASSING.has(role)) await admin.run(`alter role ${quoteIdentifier(role)} bypassrls`).catch(() => undefined)
    await admin.run(`grant ${quoteIdentifier(role)} to ${quoteIdentifier(owner.name)} with admin option`)
  }
}

/** All roles of the server. */
export async function readRoles(admin: Client): Promise<readonly string[]> {
  const rows = await admin.rows<{ name: string }>('select rolname::text as name from pg_catalog.pg_roles')
  return rows.map(({ name }) => name)
}

/** Lets the expected roles own what the migrations hand to them; below 15 everybody may. */
export async function letRolesCreate(database: Database, roles: readonly string[]): Promise<void> {
  if (roles.length === 0) return
  await using client = await database.connect('owner')
  await client.run(`grant create on schema public to ${roles.map(quoteIdentifier).join(', ')}`)
}

/** An empty database, or a copy of `template`, block by block. */
export async function createDatabase(
  admin: Client,
  access: Access,
  major: number,
  name: string,
  template: Database | undefined,
): Promise<Database> {
  const source = template ? quoteIdentifier(template.name) : 'template0'
  // The default of 15 and later copies through the WAL, which is slower.
  const strategy = major >= 15 ? 'strategy file_copy' : ''
  const encoding = template ? '' : `encoding 'UTF8'`
  const owner = quoteIdentifier(access.owner.name)
  await admin.run(`create database ${quoteIdentifier(name)} owner ${owner} template ${source} ${encoding} ${strategy}`)
  if (template) await copySettings(admin, template.name, name)
  return findDatabase(admin, access, name)
}

/** What ALTER DATABASE … SET gave to a database, for all roles or for one, is no part of what a copy of it gets. */
async function copySettings(admin: Client, from: string, to: string): Promise<void> {
  const rows = await admin.rows<{ role: string | null; name: string; value: string }>(
    `select r.rolname as role, split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value
      from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
        left join pg_roles r on r.oid = s.setrole cross join unnest(s.setconfig) as c(setting)
      where d.datname = $1 and (s.setrole = 0 or r.oid is not null)`,
    [from],
  )
  for (const { role, name, value } of rows) await giveSetting(admin, role ?? undefined, to, name, value)
}

const WHO_DROPS = 'Does a command, a migration or the load drop or rename databases?'

/** A database that is there. Throws a UserError where it is not. */
export async function findDatabase(admin: Client, access: Access, name: string): Promise<Database> {
  const [row] = await admin.rows<{ oid: number }>('select oid from pg_database where datname = $1', [name])
  if (row === undefined) throw new UserError(`A database of this run is gone: ${name}`, { hint: WHO_DROPS })
  return describeDatabase(access, name, row.oid)
}

export async function setPassword(admin: Client, owner: Owner): Promise<void> {
  await admin.run(`alter role ${quoteIdentifier(owner.name)} password ${quoteLiteral(owner.password)}`)
}

function describeDatabase(access: Access, name: string, oid: number): Database {
  const url = urlFor(access.adminUrl, name, access.owner)
  const { hostname, port } = new URL(url)
  const superuserUrl = urlFor(access.adminUrl, name)
  return {
    name,
    oid,
    url,
    env: {
      PGHOST: hostname.replace(/^\[|\]$/g, ''),
      PGPORT: port || '5432',
      PGUSER: access.owner.name,
      PGPASSWORD: access.owner.password,
      PGDATABASE: name,
    },
    connect: (as, settings = {}) =>
      as === 'owner'
        ? connectClient({ url, settings, explain: explainLogin(access) })
        : connectClient({
            url: superuserUrl,
            settings: { ...SUPERUSER_SETTINGS, ...settings },
            explain: access.explain,
          }),
  }
}

/** `invalid_password` and `invalid_authorization_specification`: the run set both, so somebody has changed them since. */
const LOGIN_CODES: ReadonlySet<string> = new Set(['28P01', '28000'])

/** What a migration, the seed or the load did to the role that it runs as. */
function explainLogin({ owner, explain }: Access): Access['explain'] {
  return async error =>
    LOGIN_CODES.has(error.code)
      ? new UserError(`The role “${owner.name}” that this run works with can no longer log in`, {
          hint: 'A migration, the seed or the load changes the password or the rights of the role that it runs as, `current_user` perhaps: let it change another one.',
          cause: error,
        })
      : explain(error)
}

export async function dropDatabase(admin: Client, major: number, name: string): Promise<void> {
  if (major >= 13) {
    await admin.run(`drop database if exists ${quoteIdentifier(name)} with (force)`)
    return
  }
  await admin.rows('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await admin.run(`drop database if exists ${quoteIdentifier(name)}`)
}
