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
    }
  | { readonly kind: 'none'; readonly reason: string }

const EXTENSION = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi

/** The repository's migrations: files that pgverdict runs itself, or the command of a tool that must run them. */
export async function findMigrations(tree: Tree): Promise<FoundMigrations> {
  try {
    const set = await readMigrations(tree, parseConfig(undefined).migrations)
    if (set.kind === 'sql') {
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
    return (await proposed(tree)) ?? { kind: 'none', reason: shortened(error.message) }
  }
  return (await proposed(tree)) ?? { kind: 'none', reason: 'No migrations were found' }
}

/** Without the list of places that were looked at. */
function shortened(message: string): string {
  return message.replace(/; looked for .*$/s, '')
}

async function proposed(tree: Tree): Promise<FoundMigrations | undefined> {
  const proposal = await proposeCommand(tree)
  return proposal && { kind: 'command', tool: proposal.tool, command: proposal.command, install: proposal.install }
}

function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0] ?? '.')
  while (folder !== '.' && !files.every(file => file.startsWith(`${folder}/`))) folder = dirname(folder)
  return folder
}
