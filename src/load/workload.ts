import { matchFiles } from '../checkout/match.ts'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import { refuseBrokenUtf8, refuseUtf16 } from '../sql/encoding.ts'
import { findParameter } from '../sql/parameters.ts'
import { type SqlPiece, splitSql } from '../sql/split.ts'

/** One statement of a workload file, in the order in which it is sent. */
export interface WorkloadStatement {
  /** What `-- name:` says, or the file and line. */
  readonly name: string
  readonly isNamed: boolean
  readonly sql: string
  /** How often it is sent in a row. */
  readonly calls: number
  readonly file: string
  readonly line: number
}

/**
 * The statements of the workload files. `-- name: orders.byId :many` (sqlc) or `/* @name ordersById *\/` (pgTyped) above a
 * statement names it; `-- calls: 20` sends it twenty times. Throws a UserError for a name that is used twice, and for psql
 * meta-commands, COPY data and parameters without a value, which a workload cannot hold.
 */
export async function readWorkload(tree: Tree, patterns: readonly string[]): Promise<readonly WorkloadStatement[]> {
  const statements: WorkloadStatement[] = []
  for (const file of await matchFiles(tree, patterns, 'workload.files')) {
    const source = await tree.read(file)
    refuseUtf16(source, file)
    statements.push(...parseWorkload(source, file))
  }
  const seen = new Map<string, WorkloadStatement>()
  for (const statement of statements) {
    const twin = seen.get(statement.name)
    if (twin !== undefined) {
      throw new UserError(
        `${statement.file}:${statement.line}: the name ${statement.name} is taken by ${twin.file}:${twin.line}`,
        { kind: 'usage', hint: 'Statements are judged by their name: give each its own.' },
      )
    }
    seen.set(statement.name, statement)
  }
  return statements
}

/** The statements of one workload file. */
export function parseWorkload(source: string, file: string): readonly WorkloadStatement[] {
  const statements: WorkloadStatement[] = []
  let end = 0
  const pieces = splitSql(source, file)
  refuseBrokenUtf8(pieces)
  for (const piece of pieces) {
    const start = piece.offset + piece.text.search(/\S|$/)
    const annotations = readAnnotations(source.slice(end, start) + leadingComments(piece.text))
    end = piece.offset + piece.text.length
    statements.push(toStatement(piece, annotations))
  }
  return statements
}

function toStatement(piece: SqlPiece, annotations: { name?: string; calls?: number }): WorkloadStatement {
  if (piece.kind !== 'statement') {
    throw new UserError(
      `${piece.file}:${piece.line}: a workload file holds SQL statements only, not \`${piece.text.slice(0, 20)}\``,
      { kind: 'usage', hint: 'Load data in `seed.files`; psql meta-commands do not work here.' },
    )
  }
  const comments = leadingComments(piece.text)
  const sql = piece.text.slice(comments.length).trim()
  const line = piece.line + (comments.match(/\n/g)?.length ?? 0)
  const parameter = HAS_OWN_PARAMETERS.test(sql) ? undefined : findParameter(sql)
  if (parameter !== undefined) throw parameterError(`${piece.file}:${line}`, parameter)
  return {
    name: annotations.name ?? `${piece.file}:${piece.line}`,
    isNamed: annotations.name !== undefined,
    sql,
    calls: annotations.calls ?? 1,
    file: piece.file,
    line,
  }
}

/** Values come with the EXECUTE or the call. */
const HAS_OWN_PARAMETERS = /^(?:prepare|create)\b/i

function parameterError(place: string, parameter: string): UserError {
  const absolute = parameter.startsWith('@') ? ` An absolute value is written abs(${parameter.slice(1)}).` : ''
  return new UserError(`${place}: the parameter ${parameter} has no value`, {
    kind: 'usage',
    hint: `A workload file holds values, not parameters: write a typical value in each parameter’s place, or let \`workload.command\` send the statement.${absolute}`,
  })
}

/** Whitespace and comments that a text begins with. */
function leadingComments(text: string): string {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? ''
}

function readAnnotations(comments: string): { name?: string; calls?: number } {
  const names = [...comments.matchAll(/^\s*(?:--\s*name:|\/\*\s*@name|--\s*@name)\s+(\S+)/gm)]
  const calls = [...comments.matchAll(/^\s*--\s*calls:\s*(\d+)/gm)]
  return {
    ...(names.length > 0 && { name: names.at(-1)?.[1]?.replace(/\*\/$/, '') as string }),
    ...(calls.length > 0 && { calls: Number(calls.at(-1)?.[1]) }),
  }
}
