import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { digitsOf, filesIn, foldersWith, peek } from './files.ts'
import { readMigration, unlessRefused } from './migration-file.ts'
import { standIns } from './supabase-schemas.ts'
import type { SqlTool } from './tool.ts'

/** The Supabase CLI skips files without a version. */
const MIGRATION = /^\d+_.*\.sql$/

/**
 * Supabase: `supabase/migrations/<timestamp>_<name>.sql` in byte order. Its databases have a schema for extensions, the roles
 * of its API and some extensions from the start (guides “Postgres Roles” and “Postgres Extensions Overview”), and the schemas of
 * its servers, for which there are stand-ins here. What is created in `public` is open to the roles of the API, which row level
 * security narrows down.
 */
export const supabase: SqlTool = {
  id: 'supabase',
  places: ['supabase/migrations'],
  transaction: 'each',
  settings: async (tree, path) => ({
    schema: 'extensions',
    session: { search_path: '"$user", public, extensions' },
    roles: ROLES,
    platform: `${EXTENSIONS}\n${GRANTS}\n${(await standInsFor(tree, path)).sql}`,
    dispensable: ['pg_cron', 'pg_graphql', 'pg_net', 'pgjwt', 'pgmq', 'pgsodium', 'supabase_vault', 'wrappers'],
  }),
  notes: async (tree, path) => {
    const { names } = await standInsFor(tree, path)
    if (names.length === 0) return []
    return [
      `Supabase’s own ${names.map(name => `\`${name}\``).join(', ')} ${names.length === 1 ? 'is a stand-in' : 'are stand-ins'}, with the tables, columns and functions that projects commonly use.`,
    ]
  },
  detect: async (_tree, files) =>
    foldersWith(files, MIGRATION).filter(folder => /(?:^|\/)supabase\/migrations$/.test(folder)),
  read: async (tree, path) =>
    Promise.all(
      (await migrationFiles(tree, path)).map(file =>
        readMigration(tree, { id: digitsOf(file)!, file, transaction: unlessRefused }),
      ),
    ),
}

const ROLES = ['anon', 'authenticated', 'service_role', 'authenticator', 'supabase_admin', 'supabase_auth_admin']

const EXTENSIONS = ['pgcrypto', 'uuid-ossp']
  .map(
    name => `do $make$ begin
  create extension if not exists "${name}" with schema extensions;
exception when undefined_file or feature_not_supported or insufficient_privilege then null;
end $make$;`,
  )
  .join('\n')

/** As the image's initial schema grants them, for whoever owns the migrations' objects. */
const GRANTS = `grant usage on schema public, extensions to anon, authenticated, service_role;
${['tables', 'functions', 'sequences']
  .map(kind => `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role;`)
  .join('\n')}`

async function migrationFiles(tree: Tree, path: string): Promise<readonly string[]> {
  return (await filesIn(tree, path)).filter(file => MIGRATION.test(posix.basename(file)))
}

async function standInsFor(tree: Tree, path: string): Promise<ReturnType<typeof standIns>> {
  const files = await migrationFiles(tree, path)
  return standIns(await Promise.all(files.map(file => peek(tree, file))))
}
