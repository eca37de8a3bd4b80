import { createHash } from 'node:crypto'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { refuseBrokenUtf8, refuseUtf16 } from '../../sql/encoding.ts'
import { scan } from '../../sql/scan.ts'
import { type SqlPiece, splitSql } from '../../sql/split.ts'
import { needsNoTransaction } from '../../sql/transaction.ts'
import type { Migration } from '../migration.ts'
import { readScript } from '../psql/read-script.ts'

export interface FileRules {
  readonly id: string
  readonly file: string
  /** Blanks what is not run, line for line, so that places stay those of the file. */
  readonly upPart?: (source: string) => string
  /** How the tool runs this file. */
  readonly transaction:
    | Migration['transaction']
    | ((pieces: readonly SqlPiece[], source: string) => Migration['transaction'])
  readonly repeatable?: boolean
  /** Whether psql runs the file. */
  readonly isPsql?: boolean
}

export async function readMigration(tree: Tree, rules: FileRules): Promise<Migration> {
  const { id, file, upPart, transaction, repeatable = false, isPsql = false } = rules
  const source = await tree.read(file)
  refuseUtf16(source, file)
  const text = upPart?.(source) ?? source
  const pieces = isPsql ? await readScript(tree, text, file) : splitSql(text, file)
  refuseBrokenUtf8(pieces)
  const meta = pieces.find(({ kind }) => kind === 'meta')
  if (meta !== undefined && !isPsql) throw metaError(meta)
  return {
    id,
    file,
    checksum: checksumOf(pieces),
    pieces,
    transaction: typeof transaction === 'function' ? transaction(pieces, source) : transaction,
    repeatable,
  }
}

function metaError({ file, line, text }: SqlPiece): UserError {
  return new UserError(
    `${file}:${line}: \`${text.slice(0, 40)}\` is a command of psql, which this migration tool does not run`,
    {
      kind: 'usage',
      hint: 'Take the line out; where psql does run these files, set `migrations.tool: sql`.',
    },
  )
}

/** For tools that leave the transaction by themselves where a statement of the file needs it. */
export function unlessRefused(pieces: readonly SqlPiece[]): 'file' | 'none' {
  return pieces.some(({ kind, text }) => kind === 'statement' && needsNoTransaction(text)) ? 'none' : 'file'
}

/** For tools that leave it where a line of the file says so: then they send the whole file as one `query`, or its statements one by one. */
export function unlessMarked(
  mark: RegExp,
  marked: 'query' | 'none',
): (pieces: readonly SqlPiece[], source: string) => Migration['transaction'] {
  return (_pieces, source) => (mark.test(source) ? marked : 'file')
}

/** Equal for the same tokens: white space and comments outside of routine bodies are no edit. */
function checksumOf(pieces: readonly SqlPiece[]): string {
  const hash = createHash('sha256')
  for (const piece of pieces) {
    hash.update(`${piece.kind}\0`)
    for (const run of runsOfTokens(piece.text)) hash.update(`${run}\0`)
    if (piece.kind === 'copy') hash.update(`${piece.data}\0`)
  }
  return hash.digest('hex')
}

/** The tokens by lines or so, each set off by a character that SQL cannot hold; a statement of megabytes is no long list. */
function* runsOfTokens(text: string): Generator<string> {
  let run = ''
  for (const { kind, start, end } of scan(text)) {
    if (kind === 'space' || kind === 'comment') continue
    run += `\0${text.slice(start, end)}`
    if (run.length < RUN_LENGTH) continue
    yield run
    run = ''
  }
  yield run
}

const RUN_LENGTH = 4096

/**
 * The lines between the line that begins the up part and the one that begins the down part; all others become blanks.
 * Throws a UserError where no line begins an up part, since nobody can say what such a file does.
 */
export function linesBetween(source: string, up: RegExp, down: RegExp, file: string): string {
  let isUp = false
  let hasUp = false
  const lines = source.split('\n').map(line => {
    if (up.test(line)) {
      isUp = true
      hasUp = true
    } else if (down.test(line)) isUp = false
    else if (isUp) return line
    return ' '.repeat(line.length)
  })
  if (hasUp) return lines.join('\n')
  throw new UserError(`${file} has no line that begins its up part`, {
    kind: 'usage',
    hint: 'Its tool looks for a comment such as those in its other files; or set `migrations.tool: sql`.',
  })
}
