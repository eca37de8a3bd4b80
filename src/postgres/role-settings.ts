import { UserError } from '../errors.ts'
import type { Client } from './client.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import type { Database, Server } from './server.ts'

type Settings = ReadonlyMap<string, string>

/** `undefined` stands for all roles. */
type Role = string | undefined

/**
 * Runs what may say `alter role … set`, which holds in all databases of the server and so on both sides. What it changed for
 * the role that connects, or for all roles, holds in this database alone afterwards, and in copies of it; the others have
 * what they had. While it runs, what the database has for the role is the role's own, so that it can be reset. Throws a
 * UserError where settings of the owner's other databases were changed.
 */
export async function withRoleSettings<T>(server: Server, database: Database, work: () => Promise<T>): Promise<T> {
  const { admin } = server
  const owner = database.env.PGUSER ?? ''
  const inside = await readSettings(admin, owner, database)
  const own = await readSettings(admin, owner)
  const ofAll = await readSettings(admin, undefined)
  const others = await readOfOthers(admin, database, owner)
  const lent = new Map([...own, ...inside])
  for (const [name, value] of inside)
    if (own.get(name) !== value) await giveSetting(admin, owner, undefined, name, value)
  const takeBack = async () => {
    await confine(admin, database, owner, { before: lent, restored: own })
    await confine(admin, database, undefined, { before: ofAll, restored: ofAll })
  }
  const result = await work().catch(async error => {
    // Of a server that is gone the error of the work tells more.
    await takeBack().catch(() => undefined)
    throw error
  })
  await takeBack()
  // Copies come and go meanwhile.
  const othersNow = await readOfOthers(admin, database, owner)
  if ([...others].some(([name, settings]) => (othersNow.get(name) ?? settings) !== settings)) {
    throw new UserError('The migrations change settings of another database than their own', {
      hint: 'ALTER DATABASE may name the database that the migration runs in: `current_database()` tells which that is.',
    })
  }
  return result
}

/** The settings of the owner's other databases, by name. */
async function readOfOthers(admin: Client, { name }: Database, owner: string): Promise<ReadonlyMap<string, string>> {
  const rows = await admin.rows<{ name: string; settings: string }>(
    `select d.datname::text as name, coalesce(jsonb_agg(jsonb_build_array(s.setrole::text, s.setconfig)
        order by s.setrole) filter (where s.setdatabase is not null), '[]')::text as settings
      from pg_catalog.pg_database d join pg_catalog.pg_roles r on r.oid = d.datdba
        left join pg_catalog.pg_db_role_setting s on s.setdatabase = d.oid
      where r.rolname = $1 and d.datname <> $2 group by d.datname`,
    [owner, name],
  )
  return new Map(rows.map(({ name, settings }) => [name, settings]))
}

/** The settings with which the owner's sessions in a database begin, where others than its do not. */
export async function readOwnerSettings(admin: Client, database: Database): Promise<Readonly<Record<string, string>>> {
  const owner = database.env.PGUSER ?? ''
  const [own, inside] = [await readSettings(admin, owner), await readSettings(admin, owner, database)]
  return Object.fromEntries([...own, ...inside])
}

/**
 * Gives a database a setting, for all roles or for one. By way of the session's own value, because lists such as search_path
 * are quoted item by item.
 */
export async function giveSetting(
  admin: Client,
  role: Role,
  database: string | undefined,
  name: string,
  value: string,
) {
  await admin.run(
    `select pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true);
     alter ${subject(role, database)} set ${parameter(name)} from current`,
  )
}

async function confine(
  admin: Client,
  database: Database,
  role: Role,
  { before, restored }: { readonly before: Settings; readonly restored: Settings },
): Promise<void> {
  const after = await readSettings(admin, role)
  for (const name of new Set([...before.keys(), ...after.keys(), ...restored.keys()])) {
    const [was, is, had] = [before.get(name), after.get(name), restored.get(name)]
    if (is !== was) await put(admin, role, database.name, name, is)
    if (is !== had) await put(admin, role, undefined, name, had)
  }
}

async function put(admin: Client, role: Role, database: string | undefined, name: string, value: string | undefined) {
  if (value !== undefined) await giveSetting(admin, role, database, name, value)
  else await admin.run(`alter ${subject(role, database)} reset ${parameter(name)}`)
}

function subject(role: Role, database: string | undefined): string {
  const who = role === undefined ? 'role all' : `role ${quoteIdentifier(role)}`
  return database === undefined ? who : `${who} in database ${quoteIdentifier(database)}`
}

const parameter = (name: string) => name.split('.').map(quoteIdentifier).join('.')

/** What `alter role … set` gave to a role, in one database or in all. */
async function readSettings(admin: Client, role: Role, database?: Database): Promise<Settings> {
  const rows = await admin.rows<{ name: string; value: string }>(
    `select split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value
     from pg_catalog.pg_db_role_setting s left join pg_catalog.pg_roles r on r.oid = s.setrole
       cross join unnest(s.setconfig) as c(setting)
     where s.setdatabase = $1 and r.rolname is not distinct from $2`,
    [database?.oid ?? 0, role ?? null],
  )
  return new Map(rows.map(({ name, value }) => [name, value]))
}
