import { UserError } from '../../errors.ts'
import type { SqlPiece } from '../../sql/split.ts'

/** For what a script asks of psql and cannot be done here. */
export function refusal({ file, line }: SqlPiece, what: string, hint: string = WHAT_CAN): UserError {
  return new UserError(`${file}:${line}: ${what} cannot be run here`, { hint, kind: 'usage' })
}

const WHAT_CAN =
  'SQL, `copy … from stdin`, `\\copy … from` a file, `\\i`, `\\ir`, `\\set`, `\\if`, `\\gset` and `\\gexec` can; a command of your own can do the rest.'
