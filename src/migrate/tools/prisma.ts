import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { folderOf, foldersOfFolders, isInside, peek } from './files.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const MIGRATION = /^[^/]+\/migration\.sql$/
const LOCK = 'migration_lock.toml'
const CONFIG = /(?:^|\/)prisma\.config\.[cm]?[jt]s$/
const OTHER_PROVIDER = /^\s*provider\s*=\s*"(?!postgres|cockroachdb)/m

/** Prisma Migrate: a folder a migration, in byte order, each file sent as one query. */
export const prisma: SqlTool = {
  id: 'prisma',
  places: ['prisma/migrations'],
  transaction: 'each',
  detect: async (tree, files) => {
    const found = new Set<string>()
    for (const file of files.filter(each => posix.basename(each) === LOCK)) {
      if (!OTHER_PROVIDER.test(await peek(tree, file))) found.add(folderOf(file))
    }
    for (const folder of foldersOfFolders(files, MIGRATION)) {
      if (folder.endsWith('prisma/migrations') && !files.includes(`${folder}/${LOCK}`)) found.add(folder)
    }
    const configured = await configuredFolders(tree, files)
    const chosen = configured.filter(folder => files.some(file => isMigrationIn(file, folder)))
    return found.size > 1 && chosen.length > 0 ? chosen : [...new Set([...found, ...chosen])]
  },
  read: async (tree, path) =>
    Promise.all(
      (await tree.list(path))
        .filter(file => isMigrationIn(file, path))
        .map(file => readMigration(tree, { id: posix.basename(folderOf(file)), file, transaction: 'query' })),
    ),
}

function isMigrationIn(file: string, folder: string): boolean {
  return isInside(file, folder) && MIGRATION.test(posix.relative(folder, file))
}

/** Folders named by `prisma.config.*`, and those beside the schema that it or `package.json` names. */
async function configuredFolders(tree: Tree, files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const file of files.filter(each => CONFIG.test(each))) {
    const text = await peek(tree, file)
    const path = /migrations\s*:\s*\{[^}]*?\bpath\s*:\s*['"`]([^'"`]+)/.exec(text)?.[1]
    const schema = /\bschema\s*:\s*['"`]([^'"`]+)/.exec(text)?.[1]
    if (path !== undefined) found.push(posix.join(folderOf(file), path))
    else if (schema !== undefined) found.push(besideSchema(folderOf(file), schema))
  }
  for (const file of files.filter(each => posix.basename(each) === 'package.json')) {
    const schema = /"prisma"\s*:\s*\{[^}]*?"schema"\s*:\s*"([^"]+)"/.exec(await peek(tree, file))?.[1]
    if (schema !== undefined) found.push(besideSchema(folderOf(file), schema))
  }
  return found.map(folder => folder.replace(/\/$/, ''))
}

/** A schema is one file, or a folder that holds `migrations`. */
function besideSchema(root: string, schema: string): string {
  const path = posix.join(root, schema)
  return posix.join(path.endsWith('.prisma') ? folderOf(path) : path, 'migrations')
}
