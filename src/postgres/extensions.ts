import { UserError } from '../errors.ts'
import type { Client } from './client.ts'
import { quoteIdentifier } from './quote.ts'
import type { Database, Server } from './server.ts'

export interface WantedExtension {
  readonly name: string
  readonly schema?: string | undefined
}

/**
 * Extensions that PostgreSQL lets only a superuser create, but that give the database's owner no way to the server's files,
 * programs or network. Those of contrib that are trusted since 13 are in it for 12.
 */
const SAFE = new Set(
  `amcheck bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance fuzzystrmatch hstore intagg intarray isn lo ltree
   pageinspect pg_buffercache pg_freespacemap pg_prewarm pg_stat_statements pg_trgm pg_visibility pg_walinspect pgcrypto pgrowlocks
   pgstattuple seg sslinfo tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp xml2
   address_standardizer address_standardizer_data_us h3 h3_postgis pgrouting pointcloud postgis postgis_raster postgis_sfcgal
   postgis_tiger_geocoder postgis_topology
   age hll hypopg ip4r pg_bigm pg_hashids pg_partman pg_uuidv7 pgaudit pgroonga pgtap prefix rum semver temporal_tables timescaledb
   timescaledb_toolkit vector vectorscale vchord`.split(/\s+/),
)

interface Available {
  readonly name: string
  readonly trusted: boolean
  readonly requires: readonly string[]
}

/**
 * Creates, as superuser, what the migrations will ask for and their role may not create; the owner gets the extensions, as if it had
 * created them. Returns their names, and those of `dispensable` that the server does not have: their statements are to be left out.
 * Extensions that the owner may create are left to the migrations.
 */
export async function ensureExtensions(
  server: Server,
  database: Database,
  wanted: readonly WantedExtension[],
  allowed: readonly string[],
  dispensable: readonly string[] = [],
): Promise<readonly string[]> {
  if (wanted.length === 0) return []
  await using client = await database.connect('superuser')
  const available = await readAvailable(client, server.version.major)
  const missing = wanted.map(({ name }) => name).filter(name => !available.has(name) && dispensable.includes(name))
  const untrusted = wanted.filter(({ name }) => {
    const found = available.get(name)
    if (!found && !missing.includes(name)) throw notAvailable(server, name)
    return found?.trusted === false
  })
  for (const { name } of untrusted) assertAllowed(name, available, allowed)
  if (untrusted.length > 0 && !server.hasSuperuser) throw noSuperuser(untrusted)
  if (untrusted.length === 0) return missing
  for (const extension of untrusted) await create(client, database, extension)
  const owner = new URL(database.url).username
  const made = await client.rows<{ extname: string }>(
    `update pg_extension set extowner = (select oid from pg_roles where rolname = $1)
     where extname <> 'plpgsql' and extowner = (select oid from pg_roles where rolname = current_user) returning extname`,
    [decodeURIComponent(owner)],
  )
  return [...missing, ...made.map(row => row.extname)]
}

async function readAvailable(client: Client, major: number): Promise<Map<string, Available>> {
  const trusted = major >= 13 ? 'v.trusted or not v.superuser' : 'not v.superuser'
  const rows = await client.rows<Available>(
    `select v.name, ${trusted} as trusted, to_json(coalesce(v.requires, '{}')) as requires
     from pg_available_extensions e join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version`,
  )
  return new Map(rows.map(row => [row.name, row]))
}

function assertAllowed(name: string, available: Map<string, Available>, allowed: readonly string[]): void {
  if (!SAFE.has(name) && !allowed.includes(name)) {
    throw new UserError(`The migrations create the extension “${name}”, which needs a superuser`, {
      hint: `If it is safe to have on this machine, add it to \`postgres.extensions\`.`,
      kind: 'usage',
    })
  }
  for (const required of available.get(name)?.requires ?? []) {
    if (available.get(required)?.trusted === false) assertAllowed(required, available, allowed)
  }
}

async function create(client: Client, database: Database, { name, schema }: WantedExtension): Promise<void> {
  const owner = quoteIdentifier(decodeURIComponent(new URL(database.url).username))
  if (schema) await client.run(`create schema if not exists ${quoteIdentifier(schema)} authorization ${owner}`)
  // Without a schema of its own an extension goes to the first of the path, where nothing else of ours looks.
  const where = schema ? `schema ${quoteIdentifier(schema)}` : ''
  const sql = `begin; set local search_path to public; create extension if not exists ${quoteIdentifier(name)} ${where} cascade; commit`
  await client.run(sql).catch((error: Error) => {
    throw new UserError(`Cannot create the extension “${name}”: ${error.message}`, { cause: error })
  })
}

function notAvailable(server: Server, name: string): UserError {
  const hint =
    server.kind === 'container'
      ? 'Name an image that has it in `postgres.image`.'
      : server.kind === 'embedded'
        ? 'The embedded server has contrib only: choose `postgres.server: container` with an image that has it.'
        : 'Install its package for this server.'
  return new UserError(`The migrations create the extension “${name}”, which this server does not have`, { hint })
}

function noSuperuser(extensions: readonly WantedExtension[]): UserError {
  const names = extensions.map(({ name }) => `“${name}”`).join(', ')
  return new UserError(
    `The migrations create ${names}, which needs a superuser that the external server does not give us`,
    {
      hint: 'Create it in template1 beforehand, or choose another `postgres.server`.',
    },
  )
}
