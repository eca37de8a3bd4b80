import type { Entry, Figures } from './entry.ts'
import { replayHistory } from './history.ts'

/** A statement's way through the history. */
export interface Trend {
  readonly statement: string
  readonly fingerprint: string
  /** One point for each entry that says something of it, oldest first. */
  readonly points: readonly { readonly entry: Entry; readonly head: Figures }[]
  /** The points at which its plan or its work changed clearly, with what the gate found then. */
  readonly turns: readonly Turn[]
}

interface Turn {
  readonly entry: Entry
  readonly from: Figures
  readonly to: Figures
  readonly change: Entry['changes'][number] | undefined
}

/** Growth from which on a point is a turn even where the gate said nothing: creeping growth is found when it adds up. */
const TURN = { ratio: 1.5, blocks: 100 }

/** The trends of all statements that are there at the end, those that grew most first. */
export function trendsOf(history: readonly Entry[]): readonly Trend[] {
  const steps = replayHistory(history)
  const names = [...(steps.at(-1)?.state.statements.keys() ?? [])]
  return names
    .map(statement => {
      const points = steps.flatMap(({ entry, state }) => {
        const known = state.statements.get(statement)
        return known === undefined || !Object.hasOwn(entry.statements, statement) ? [] : [{ entry, ...known }]
      })
      return { statement, fingerprint: points.at(-1)!.fingerprint, points, turns: turnsOf(statement, points) }
    })
    .toSorted((a, b) => growthOf(b) - growthOf(a) || (a.statement < b.statement ? -1 : 1))
}

/** The turns since a moment or a commit, of one statement or of all, newest first. */
export function turnsSince(trends: readonly Trend[], since: Date | undefined, wanted?: string) {
  return trends
    .filter(
      ({ statement, fingerprint }) => wanted === undefined || statement === wanted || fingerprint.startsWith(wanted),
    )
    .flatMap(({ statement, turns }) => turns.map(turn => ({ statement, ...turn })))
    .filter(({ entry }) => since === undefined || new Date(entry.at) >= since)
    .toSorted((a, b) => (a.entry.at < b.entry.at ? 1 : -1))
}

function turnsOf(statement: string, points: Trend['points']): readonly Turn[] {
  const turns: Turn[] = []
  let last = points[0]?.head
  for (const { entry, head } of points.slice(1)) {
    if (last === undefined) continue
    const change = entry.changes.find(each => each.statement === statement)
    if (change !== undefined || isTurn(last, head)) {
      turns.push({ entry, from: change?.base ?? last, to: head, change })
      last = head
    }
  }
  return turns
}

function isTurn(from: Figures, to: Figures): boolean {
  const [low, high] = [workOf(from), workOf(to)].sort((a, b) => a - b) as [number, number]
  return high >= TURN.ratio * low && high - low >= TURN.blocks
}

export const workOf = ({ buffers, tempBlocks }: Figures): number => buffers + tempBlocks

/** Work now as a multiple of what it was at first. */
export function growthOf({ points }: Trend): number {
  const [first, last] = [points[0], points.at(-1)]
  return first === undefined || last === undefined ? 1 : (workOf(last.head) + 1) / (workOf(first.head) + 1)
}
