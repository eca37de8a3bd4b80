import { posix } from 'node:path'
import { digitsOf, filesIn, foldersWith } from './files.ts'
import { readMigration, unlessRefused } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

/** The Supabase CLI skips files without a version. */
const MIGRATION = /^\d+_.*\.sql$/

/**
 * Supabase: `supabase/migrations/<timestamp>_<name>.sql` in byte order. Its databases have a schema for extensions and the roles
 * of its API from the start (guides “Postgres Roles” and “Postgres Extensions Overview”).
 */
export const supabase: SqlTool = {
  id: 'supabase',
  places: ['supabase/migrations'],
  transaction: 'each',
  settings: async () => ({
    schema: 'extensions',
    session: { search_path: '"$user", public, extensions' },
    roles: ['anon', 'authenticated', 'service_role'],
  }),
  detect: async (_tree, files) =>
    foldersWith(files, MIGRATION).filter(folder => /(?:^|\/)supabase\/migrations$/.test(folder)),
  read: async (tree, path) =>
    Promise.all(
      (await filesIn(tree, path))
        .filter(file => MIGRATION.test(posix.basename(file)))
        .map(file => readMigration(tree, { id: digitsOf(file)!, file, transaction: unlessRefused })),
    ),
}
