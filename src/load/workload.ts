import { matchFiles } from '../checkout/match.ts'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import { commandsOf, withSingleCommands } from '../migrate/psql/commands.ts'
import { interpret, isHarmless, type RunnablePiece } from '../migrate/psql/interpret.ts'
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
 * statement names it; `-- calls: 20` sends it twenty times; what psql's `\\set` gives a value is put in. Throws a UserError for a
 * name that is used twice, and for other meta-commands, COPY data and parameters without a value, which a workload cannot hold.
 */
export async function readWorkload(tree: Tree, patterns: readonly string[]): Promise<readonly WorkloadStatement[]> {
  const statements: WorkloadStatement[] = []
  for (const file of await matchFiles(tree, patterns, 'workload.files')) {
    const source = await tree.read(file)
    refuseUtf16(source, file)
    statements.push(...(await parseWorkload(source, file)))
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
export async function parseWorkload(source: string, file: string): Promise<readonly WorkloadStatement[]> {
  const pieces = splitSql(source, file)
  refuseBrokenUtf8(pieces)
  for (const piece of pieces) refuseOtherCommands(piece)
  const annotations = annotationsOf(pieces, source)
  const statements: WorkloadStatement[] = []
  for await (const piece of interpret(withSingleCommands(pieces), OFFLINE)) {
    const ofPiece = annotations.get(piece.offset) ?? {}
    // Where a variable holds several statements, the first has the name.
    annotations.delete(piece.offset)
    statements.push(toStatement(piece, ofPiece))
  }
  return statements
}

interface Annotations {
  readonly name?: string
  readonly calls?: number
}

/** What the comments before each statement say, by the statement's offset; meta-commands may stand between. */
function annotationsOf(pieces: readonly SqlPiece[], source: string): Map<number, Annotations> {
  const found = new Map<number, Annotations>()
  let end = 0
  for (const { kind, text, offset } of pieces) {
    if (kind === 'meta') continue
    const start = offset + text.search(/\S|$/)
    found.set(offset, readAnnotations(source.slice(end, start) + leadingComments(text)))
    end = offset + text.length
  }
  return found
}

/** A workload is read before there is a server to ask. */
const OFFLINE = {
  ask: () => Promise.reject(new Error('no command asks')),
  builtIns: async () => ({}),
}
const WITHOUT_SERVER = /^(?:set|unset|if|elif|else|endif|q|quit)$/
/** pgbench's `\set` computes; psql's takes its arguments as they are. */
const COMPUTES = /^\S+\s+(?:random\w*|permute|hash\w*)\s*\(/

function refuseOtherCommands(piece: SqlPiece): void {
  if (piece.kind !== 'meta') return
  for (const { name, source } of commandsOf(piece)) {
    const place = `${piece.file}:${piece.line}`
    if (name === 'set' && COMPUTES.test(source)) {
      throw new UserError(`${place}: \`\\set ${source.trim()}\` is pgbench’s, and this file is read as psql would`, {
        kind: 'usage',
        hint: 'Name the file under `workload.pgbench`, or give the variable a typical value.',
      })
    }
    if (!WITHOUT_SERVER.test(name) && !isHarmless(name)) throw notSqlError(piece)
  }
}

function notSqlError({ file, line, text }: SqlPiece): UserError {
  return new UserError(`${file}:${line}: a workload file holds SQL statements only, not \`${text.slice(0, 20)}\``, {
    kind: 'usage',
    hint: 'Load data in `seed.files`; of psql’s meta-commands `\\set`, `\\unset` and `\\if` work here.',
  })
}

function toStatement(piece: RunnablePiece, annotations: Annotations): WorkloadStatement {
  if (piece.kind !== 'statement') throw notSqlError(piece)
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
  const isVariable = parameter.startsWith(':')
  const variable = isVariable ? `or \`\\set ${parameter.replaceAll(/[:'"]/g, '')} …\` above, ` : ''
  return new UserError(`${place}: the parameter ${parameter} has no value`, {
    kind: 'usage',
    hint: `A workload file holds values, not parameters: write a typical value in each parameter’s place, ${variable}or let \`workload.command\` send the statement.${absolute}`,
  })
}

/** Whitespace and comments that a text begins with. */
function leadingComments(text: string): string {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? ''
}

function readAnnotations(comments: string): Annotations {
  const names = [...comments.matchAll(/^\s*(?:--\s*name:|\/\*\s*@name|--\s*@name)\s+(\S+)/gm)]
  const calls = [...comments.matchAll(/^\s*--\s*calls:\s*(\d+)/gm)]
  return {
    ...(names.length > 0 && { name: names.at(-1)?.[1]?.replace(/\*\/$/, '') as string }),
    ...(calls.length > 0 && { calls: Number(calls.at(-1)?.[1]) }),
  }
}
