import { UserError } from '../errors.ts'
import type { Client } from './client.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import type { Database } from './server.ts'

interface Setting {
  readonly name: string
  readonly value: string
}

/**
 * Runs what one side does in its database, and keeps it from the other side, which is in the same server. What ALTER ROLE … SET
 * gave to their common owner is given to the owner in this database alone: copies of it get that as well. Throws a UserError where
 * another database's settings were changed.
 */
export async function keepingRoleSettings<T>(admin: Client, database: Database, work: () => Promise<T>): Promise<T> {
  const { PGUSER: owner = '' } = database.env
  const before = await readOfOwner(admin, owner)
  const others = await readOfOthers(admin, database.name, owner)
  const result = await work()
  // Copies come and go meanwhile.
  const othersNow = await readOfOthers(admin, database.name, owner)
  if ([...others].some(([name, settings]) => (othersNow.get(name) ?? settings) !== settings)) {
    throw new UserError('The migrations change settings of another database than their own', {
      hint: 'ALTER DATABASE may name the database that the migration runs in: `current_database()` tells which that is.',
    })
  }
  const after = await readOfOwner(admin, owner)
  const role = quoteIdentifier(owner)
  for (const [name, value] of after) {
    if (before.get(name) === value) continue
    await alter(admin, `${role} in database ${quoteIdentifier(database.name)}`, { name, value })
    if (!before.has(name)) await admin.run(`alter role ${role} reset ${parameter(name)}`)
  }
  for (const [name, value] of before) if (after.get(name) !== value) await alter(admin, role, { name, value })
  return result
}

/** What holds for a role in every database. */
async function readOfOwner(admin: Client, owner: string): Promise<ReadonlyMap<string, string>> {
  const rows = await admin.rows<Setting>(
    `select split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value
      from pg_db_role_setting s join pg_roles r on r.oid = s.setrole cross join unnest(s.setconfig) as c(setting)
      where s.setdatabase = 0 and r.rolname = $1`,
    [owner],
  )
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** Of the owner's other databases, all that ALTER DATABASE and ALTER ROLE … IN DATABASE gave to them, by their names. */
async function readOfOthers(admin: Client, name: string, owner: string): Promise<ReadonlyMap<string, string>> {
  const rows = await admin.rows<{ database: string; settings: string }>(
    `select d.datname::text as database, coalesce(string_agg(s.setrole || ' ' || s.setconfig::text, '; ' order by s.setrole), '') as settings
      from pg_database d join pg_roles r on r.oid = d.datdba left join pg_db_role_setting s on s.setdatabase = d.oid
      where r.rolname = $1 and d.datname <> $2 group by d.datname`,
    [owner, name],
  )
  return new Map(rows.map(({ database, settings }) => [database, settings]))
}

/** By way of the session's own value, because lists such as search_path are quoted item by item. */
async function alter(admin: Client, subject: string, { name, value }: Setting): Promise<void> {
  await admin.run(
    `select set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true); alter role ${subject} set ${parameter(name)} from current`,
  )
}

function parameter(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.')
}
