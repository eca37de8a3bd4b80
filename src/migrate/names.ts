import type { MigrationTool } from '../config/schema.ts'
import type { Database } from '../postgres/server.ts'
import type { SqlPiece } from '../sql/split.ts'

/** How a tool's files name the database and its owner, which only the run knows. */
const NAMES: Partial<Record<MigrationTool, { readonly database: RegExp; readonly owner: RegExp }>> = {
  'graphile-migrate': { database: /:DATABASE_NAME\b/g, owner: /:DATABASE_OWNER\b/g },
  flyway: { database: /\$\{flyway:database\}/g, owner: /\$\{flyway:user\}/g },
}

/** The pieces with the names put in verbatim, as these tools do: in quotes and bodies too. */
export function withNames(
  pieces: readonly SqlPiece[],
  tool: MigrationTool,
  { name, env }: Pick<Database, 'name' | 'env'>,
): readonly SqlPiece[] {
  const names = NAMES[tool]
  if (names === undefined) return pieces
  const owner = env.PGUSER ?? ''
  return pieces.map(piece => ({
    ...piece,
    text: piece.text.replaceAll(names.database, () => name).replaceAll(names.owner, () => owner),
  }))
}
