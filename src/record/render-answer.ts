import { cleanLine } from '../report/clean.ts'
import { formatCount } from '../report/format.ts'
import { sourceText } from '../report/place.ts'
import { adviceTaken, type TakenAdvice } from './advice-taken.ts'
import type { Entry } from './entry.ts'
import { dayOf, pullRequestNumber, shortCommit, workText } from './lines.ts'
import { trendsOf, turnsSince } from './trends.ts'

const WIDTH = 200
const INDENT = ' '.repeat(12)

export interface Question {
  /** Only what happened since. */
  readonly since: Date | undefined
  /** A statement's name or the beginning of its fingerprint; all unless given. */
  readonly statement: string | undefined
}

/** When did it get slow, and which change did it: newest first, for a terminal. */
export function renderAnswer(history: readonly Entry[], { since, statement }: Question): string {
  const taken = adviceTaken(history)
  const turns = turnsSince(trendsOf(history), since, statement)
  if (turns.length === 0) return 'No query’s plan or work has turned in that time.\n'
  const lines = turns.flatMap(({ statement: name, entry, from, to, change, settings }) => {
    const details = [
      change?.reason,
      change?.cause && `${sourceText(change.cause)} ${change.cause.sql}`,
      ...settings.map(each => `setting ${each}`),
      ...taken
        .filter(each => each.taken === entry)
        .flatMap(each =>
          each.effects.filter(effect => effect.statement === name).map(effect => followed(each, effect)),
        ),
      entry.pullRequest && `${pullRequestNumber(entry)} ${entry.pullRequest}`,
    ]
    const head = `${dayOf(entry)} ${shortCommit(entry)} ${name}: ${workText(from, to)}`
    return [
      cleanLine(head, WIDTH),
      ...details.flatMap(detail => (detail ? [`${INDENT}${cleanLine(detail, WIDTH)}`] : [])),
    ]
  })
  return `${lines.join('\n')}\n`
}

/** The advice that the change followed, and what it had predicted. */
function followed({ title, given }: TakenAdvice, { predicted, measured }: TakenAdvice['effects'][number]): string {
  const came = measured === undefined ? 'not measured' : `${formatCount(measured)} came true`
  return `advised ${dayOf(given)} ${shortCommit(given)}: ${title}; ${formatCount(predicted)} pages predicted, ${came}`
}
