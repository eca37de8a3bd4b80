import { CODE_TOOLS } from '../../src/migrate/tools/code-tools.ts'
import { SQL_TOOLS } from '../../src/migrate/tools/sql-tools.ts'
import { docTable, inlineCode } from './doc-table.ts'

/** Tools whose SQL files are run statement by statement. */
export function sqlToolsTable(): string {
  const rows = SQL_TOOLS.map(({ id, places }) => [inlineCode(id), places.map(inlineCode).join(', ')])
  return docTable(['`migrations.tool`', 'Usual places'], rows)
}

/** Tools that run their migrations themselves, with the command that `init` proposes. */
export function codeToolsTable(): string {
  const commands = new Map(CODE_TOOLS.map(({ name, run }) => [name, run('<file>')]))
  const rows = [...commands].map(([name, command]) => [name, inlineCode(command)])
  return docTable(['Tool', '`migrations.command`'], rows)
}
