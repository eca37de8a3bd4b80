import { dirname } from 'node:path/posix'
import type { Tree } from '../checkout/tree.ts'
import { parseConfig } from '../config/parse.ts'
import { UserError } from '../errors.ts'
import { readMigrations } from '../migrate/detect.ts'
import { proposeCommand } from '../migrate/propose.ts'
import { expectedRoles } from '../sql/roles.ts'

export type FoundMigrations =
  | {
      readonly kind: 'sql'
      readonly tool: string
      readonly files: readonly string[]
      readonly folder: string
      readonly extensions: readonly string[]
      /** Roles that they name and do not create. */
      readonly roles: readonly string[]
    }
  | {
      readonly kind: 'command'
      readonly tool: string
      readonly command: string
      readonly install: string | undefined
      /** What the tool itself fills a database with, where there is something. */
      readonly seed: string | undefined
    }
  | { readonly kind: 'none'; readonly reason: string }

const EXTENSION = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi

/** The repository's migrations: files that pgverdict runs itself, or the command of a tool that must run them. */
export async function findMigrations(tree: Tree): Promise<FoundMigrations> {
  try {
    const set = await readMigrations(tree, parseConfig(undefined).migrations, { mayBeEmpty: true })
    if (set.kind === 'sql' && set.migrations.length > 0) {
      const texts = set.migrations.flatMap(({ pieces }) => pieces.map(({ text }) => text))
      const extensions = texts.flatMap(text => [...text.matchAll(EXTENSION)].map(([, name = '']) => name.toLowerCase()))
      const files = set.migrations.map(({ file }) => file)
      return {
        kind: 'sql',
        tool: set.tool,
        files,
        folder: commonFolder(files),
        extensions: [...new Set(extensions)],
        roles: expectedRoles(set.migrations).filter(role => !set.settings?.roles?.includes(role)),
      }
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    // There are some, of which the user has to say more.
    return { kind: 'none', reason: error.message }
  }
  const proposal = await proposeCommand(tree)
  if (proposal === undefined) return { kind: 'none', reason: `No migrations found in ${tree.label}` }
  const { tool, command, install, seed } = proposal
  return { kind: 'command', tool, command, install, seed }
}

/** Prisma, Diesel and Hasura have a folder for each. */
const OF_ITS_OWN_FOLDER = /\/(?:migration|up)\.sql$/

function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0] ?? '.')
  if (OF_ITS_OWN_FOLDER.test(files[0] ?? '')) folder = dirname(folder)
  while (folder !== '.' && !files.every(file => file.startsWith(`${folder}/`))) folder = dirname(folder)
  return folder
}
