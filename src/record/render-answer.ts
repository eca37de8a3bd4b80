import { cleanLine } from '../report/clean.ts'
import type { Entry } from './entry.ts'
import { dayOf, placeText, pullRequestNumber, shortCommit, workText } from './lines.ts'
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
  const turns = turnsSince(trendsOf(history), since, statement)
  if (turns.length === 0) return 'No query’s plan or work has turned in that time.\n'
  const lines = turns.flatMap(({ statement: name, entry, from, to, change }) => {
    const details = [
      change?.reason,
      change?.cause && `${placeText(change.cause)} ${change.cause.sql}`,
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
