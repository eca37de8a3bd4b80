import type { MigrationSet } from '../../migrate/migration.ts'
import { parse, type TreeNode } from '../../sql/parse.ts'
import type { Configured, Source } from '../configured.ts'

const MAY_SET = /^\s*(?:--[^\n]*\n\s*)*alter\s+(?:system|database|role|user)\b/i

/** Settings that the migrations make by ALTER SYSTEM, ALTER DATABASE and ALTER ROLE; they hold over every file's. */
export function readStatements(migrations: MigrationSet): Source | undefined {
  if (migrations.kind === 'command') return undefined
  const settings = migrations.migrations.flatMap(({ pieces }) =>
    pieces.flatMap(piece => {
      if (piece.kind !== 'statement' || !MAY_SET.test(piece.text)) return []
      const [node] = parse(piece.text) ?? []
      const found = node === undefined ? undefined : settingOf(node as TreeNode)
      return found === undefined ? [] : [{ ...found, file: piece.file, line: piece.line, range: undefined }]
    }),
  )
  const [first] = settings
  if (first === undefined) return undefined
  return { kind: 'statements', file: first.file, settings, addition: undefined, isBare: false }
}

function settingOf(node: TreeNode): Pick<Configured, 'name' | 'value' | 'scope'> | undefined {
  const system = node.AlterSystemStmt as TreeNode | undefined
  const database = node.AlterDatabaseSetStmt as TreeNode | undefined
  const role = node.AlterRoleSetStmt as TreeNode | undefined
  const set = (system ?? database ?? role)?.setstmt as TreeNode | undefined
  if (set === undefined || set.kind !== 'VAR_SET_VALUE' || typeof set.name !== 'string') return undefined
  const scope =
    database !== undefined ? `database ${database.dbname}` : role === undefined ? undefined : roleScope(role)
  return { name: set.name.toLowerCase(), value: constantOf(set.args), scope }
}

function roleScope({ role }: TreeNode): string {
  const name = (role as TreeNode | undefined)?.rolename
  return typeof name === 'string' ? `role ${name}` : 'all roles'
}

function constantOf(args: unknown): string | undefined {
  if (!Array.isArray(args)) return undefined
  const parts = args.map((arg: { A_Const?: TreeNode }) => {
    const { ival, fval, sval, boolval } = (arg.A_Const ?? {}) as Record<string, TreeNode | undefined>
    if (sval !== undefined) return String(sval.sval ?? '')
    if (fval !== undefined) return String(fval.fval ?? '')
    if (boolval !== undefined) return boolval.boolval === true ? 'on' : 'off'
    // The parser leaves a zero out.
    return ival === undefined ? undefined : String(ival.ival ?? 0)
  })
  return parts.includes(undefined) ? undefined : parts.join(', ')
}
