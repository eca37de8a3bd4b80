import type { SqlPiece } from '../../sql/split.ts'
import { argumentsOf, type Command } from './commands.ts'
import { refusal } from './refusal.ts'
import type { Variables } from './variables.ts'

export interface Conditions {
  /** Whether what comes next is run. */
  readonly isActive: boolean
  /** Whether the command was one of `\if`, `\elif`, `\else` and `\endif`. */
  take(piece: SqlPiece, command: Command): boolean
  /** Throws a UserError for an `\if` that is still open. */
  end(): void
}

interface Branch {
  readonly opened: SqlPiece
  /** Whether the text around it is run. */
  readonly isReached: boolean
  isTaken: boolean
  /** Whether this or an earlier branch was taken. */
  isDone: boolean
  hasElse: boolean
}

/** The nested `\if`s of a script. */
export function openConditions(variables: Variables): Conditions {
  const open: Branch[] = []
  const isActive = () => open.at(-1)?.isTaken ?? true
  return {
    get isActive() {
      return isActive()
    },
    take(piece, command) {
      const { name } = command
      if (name === 'if') {
        const isReached = isActive()
        const isTaken = isReached && isTrue(piece, command, variables)
        open.push({ opened: piece, isReached, isTaken, isDone: isTaken, hasElse: false })
        return true
      }
      if (name !== 'elif' && name !== 'else' && name !== 'endif') return false
      const branch = open.at(-1)
      if (branch === undefined || (name !== 'endif' && branch.hasElse))
        throw refusal(piece, `\\${name} without its \\if`)
      if (name === 'endif') open.pop()
      else {
        const mayBeTaken = branch.isReached && !branch.isDone
        branch.isTaken = mayBeTaken && (name === 'else' || isTrue(piece, command, variables))
        branch.isDone ||= branch.isTaken
        branch.hasElse = name === 'else'
      }
      return true
    },
    end() {
      const last = open.at(-1)
      if (last !== undefined) throw refusal(last.opened, '\\if without its \\endif')
    },
  }
}

/** As psql's ParseVariableBool, but what it would warn about and take for false is refused. */
function isTrue(piece: SqlPiece, command: Command, variables: Variables): boolean {
  const value = argumentsOf(piece, command, variables).join(' ').toLowerCase()
  if (value === '1' || isStart(value, 'true') || isStart(value, 'yes') || value === 'on') return true
  if (value === '0' || isStart(value, 'false') || isStart(value, 'no') || value === 'of' || value === 'off')
    return false
  throw refusal(
    piece,
    `the condition “${value}”`,
    'psql’s `\\if` takes true or false; let a query compare, and `\\gset` its answer.',
  )
}

function isStart(value: string, word: string): boolean {
  return value !== '' && word.startsWith(value)
}
