import type { SqlPiece } from '../../sql/split.ts'
import { splitSql } from '../../sql/split.ts'
import { argumentsOf, type Command, commandsOf, isQuit, variableName } from './commands.ts'
import { openConditions } from './conditions.ts'
import { refusal } from './refusal.ts'
import { createVariables, interpolate, type Variables } from './variables.ts'

export type RunnablePiece = Exclude<SqlPiece, { readonly kind: 'meta' }>

/** The answer to a query, every value as text. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Interpreter {
  /** Runs a statement whose answer the script itself needs. */
  readonly ask: (piece: RunnablePiece) => Promise<Answer>
  /** psql's own variables, asked for once, where the script names one. */
  readonly builtIns: () => Promise<Readonly<Record<string, string>>>
}

/** Commands that only change how psql shows things, or show something, or what pg_dump writes around its output. */
const HARMLESS =
  /^(?:restrict|unrestrict|echo|qecho|warn|timing|pset|[xatfHCTp]|g|gx|errverbose|conninfo|copyright|d\S*|l\+?|z|s[fv]\+?|h|help|\?)$/
export function isHarmless(command: string): boolean {
  return HARMLESS.test(command)
}

const WITH_ARGUMENT = /^gx?$/
const BUILT_IN = /:['"{?]{0,2}(?:DBNAME|USER|SERVER_VERSION_NUM|SERVER_VERSION_NAME|ENCODING)\b/

/**
 * What a psql script sends, piece by piece: variables put in, branches chosen, the answers of `\gset` and `\gexec` used. Throws a
 * UserError with file and line for whatever else a meta-command asks for.
 */
export async function* interpret(
  pieces: readonly SqlPiece[],
  { ask, builtIns }: Interpreter,
): AsyncGenerator<RunnablePiece> {
  const needsBuiltIns = pieces.some(({ text }) => BUILT_IN.test(text))
  const variables = createVariables(needsBuiltIns ? await builtIns() : {})
  const conditions = openConditions(variables)
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind !== 'meta') {
      if (!conditions.isActive) continue
      const next = pieces[at + 1]
      const answered = next?.kind === 'meta' ? commandsOf(next)[0] : undefined
      if (answered === undefined || !/^g(?:set|exec)$/.test(answered.name)) yield* resolve(piece, variables)
      else {
        const answer = await ask(piece.kind === 'copy' ? piece : { ...piece, text: interpolate(piece.text, variables) })
        if (answered.name === 'gexec') yield* generated(piece, answer)
        else keepAnswer(next!, answered, answer, variables)
      }
      continue
    }
    const [command] = commandsOf(piece)
    if (command === undefined || conditions.take(piece, command) || !conditions.isActive) continue
    if (isQuit(command)) return
    obey(piece, command, variables)
  }
  conditions.end()
}

function* resolve(piece: RunnablePiece, variables: Variables): Generator<RunnablePiece> {
  const text = interpolate(piece.text, variables)
  if (text === piece.text) yield piece
  else if (piece.kind === 'copy') yield { ...piece, text }
  else {
    for (const part of splitSql(text, piece.file)) {
      if (part.kind !== 'statement') throw refusal(piece, 'a variable that holds more than SQL')
      yield { ...part, line: piece.line + part.line - 1, offset: piece.offset }
    }
  }
}

/** Every cell of the answer is a statement, row by row. */
function* generated(piece: RunnablePiece, { rows }: Answer): Generator<RunnablePiece> {
  const { file, line, offset } = piece
  for (const text of rows.flat()) {
    if (text === null) continue
    for (const { text: statement } of splitSql(text, file)) {
      yield { kind: 'statement', text: statement, file, line, offset }
    }
  }
}

function keepAnswer(piece: SqlPiece, command: Command, { columns, rows }: Answer, variables: Variables): void {
  const [prefix = ''] = argumentsOf(piece, command, variables)
  if (rows.length !== 1) {
    throw refusal(piece, `\\gset of ${rows.length} rows`, 'The query before `\\gset` must give exactly one row.')
  }
  for (const [index, column] of columns.entries()) {
    variables.set(variableName(piece, prefix + column), rows[0]![index] ?? undefined)
  }
}

function obey(piece: SqlPiece, command: Command, variables: Variables): void {
  const { name } = command
  if (name === 'gset' || name === 'gexec') return
  const given = name === 'copy' ? [] : argumentsOf(piece, command, variables)
  const writesFile = WITH_ARGUMENT.test(name) && given.length > 0
  if ((isHarmless(name) && !writesFile) || isNoChange(name, given)) return
  const [variable, ...values] = given
  if (name === 'set' && variable !== undefined) assign(piece, variable, values.join(''), variables)
  else if (name === 'unset' && variable !== undefined) variables.set(variableName(piece, variable), undefined)
  else if (name !== 'set') throw unable(piece, name, given)
}

/** Commands that are harmless as long as they leave things as they are here. */
function isNoChange(name: string, [first]: readonly string[]): boolean {
  if (name === 'c' || name === 'connect') return first === undefined
  if (name === 'encoding') return first === undefined || /^utf-?8$/i.test(first)
  return (name === 'o' || name === 'out') && (first === undefined || first === '/dev/null')
}

function assign(piece: SqlPiece, name: string, value: string, variables: Variables): void {
  const isOn = /^(?:on?|1|t(?:rue)?|y(?:es)?|)$/i.test(value)
  if (name === 'AUTOCOMMIT' ? !isOn : /^SINGLE(?:LINE|STEP)$/.test(name) && isOn) {
    throw refusal(piece, `\\set ${name} ${value}`, 'Write `begin;` and `commit;` where a transaction begins and ends.')
  }
  variables.set(variableName(piece, name), value)
}

function unable(piece: SqlPiece, name: string, [first = '']: readonly string[]): Error {
  if (name === 'c' || name === 'connect') {
    return refusal(
      piece,
      `\\${name} to “${first}”`,
      'Everything runs in one database and as one role: leave the line out.',
    )
  }
  if (name === 'copy') {
    return refusal(
      piece,
      'a \\copy that reads no file of the repository',
      'The path is one from the root of the repository, or from the script, of a file that git has; rows to a file and programs are for a command of your own.',
    )
  }
  if (/^(?:i|ir|include|include_relative)$/.test(name)) {
    return refusal(
      piece,
      `\\${name} of “${first}”, which is no file of the repository,`,
      'Name it relative to the root of the repository, or to the file that includes it, without variables.',
    )
  }
  return refusal(piece, `psql’s \\${name}`)
}
