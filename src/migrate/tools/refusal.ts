import type { MigrationTool } from '../../config/schema.ts'
import { UserError } from '../../errors.ts'

/** For migrations in a programming language, which only the tool itself can run. */
export function codeMigrationError(tool: MigrationTool, file: string, command: string): UserError {
  return new UserError(`${file} is a ${tool} migration in code, not in SQL`, {
    kind: 'usage',
    hint: `Let the tool run its migrations: set \`migrations.command\`, for example \`${command}\`.`,
  })
}
