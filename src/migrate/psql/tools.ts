import type { MigrationTool } from '../../config/schema.ts'

/** Tools whose files psql runs, so that they may hold its variables and meta-commands. */
const PSQL_TOOLS: ReadonlySet<MigrationTool> = new Set<MigrationTool>(['sql', 'structure-sql'])

export function isPsqlTool(tool: MigrationTool): boolean {
  return PSQL_TOOLS.has(tool)
}
