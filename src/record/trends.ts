import type { Entry, Figures } from './entry.ts'
import { replayHistory } from './history.ts'
import { settingChanges, settingText } from './setting-lines.ts'
import { workOf } from './work.ts'

/** A statement's way through the history. */
export interface Trend {
  readonly statement: string
  readonly fingerprint: string
  /** One point for each entry that says something of it, oldest first. */
  readonly points: readonly { readonly entry: Entry; readonly head: Figures }[]
  /** The points at which its plan or its work changed clearly, with what the gate found then. */
  readonly turns: readonly Turn[]
}

export interface Turn {
  readonly entry: Entry
  /** Pages, temporary ones included. */
  readonly from: number
  readonly to: number
  readonly change: Entry['changes'][number] | undefined
  /** Settings that did it: changed in the user's files, or in those that the run itself was measured with. */
  readonly settings: readonly string[]
}

/** Growth from which on a point is a turn even where the gate said nothing: creeping growth is found when it adds up. */
const TURN = { ratio: 1.5, blocks: 100 }

/** The trends of all statements that are there at the end, those that grew most first. */
export function trendsOf(history: readonly Entry[]): readonly Trend[] {
  const steps = replayHistory(history)
  const settings = new Map(
    steps.map(({ entry }, at) => [entry, settingChanges(steps[at - 1]?.state.settings, entry.settings)]),
  )
  const names = [...(steps.at(-1)?.state.statements.keys() ?? [])]
  return names
    .map(statement => {
      const points = steps.flatMap(({ entry, state }) => {
        const known = state.statements.get(statement)
        return known === undefined || !Object.hasOwn(entry.statements, statement) ? [] : [{ entry, ...known }]
      })
      const turns = [...turnsOf(statement, points, settings), ...turnsBySetting(statement, history)]
      return { statement, fingerprint: points.at(-1)!.fingerprint, points, turns: turns.toSorted(byTime) }
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
    .toSorted((a, b) => -byTime(a, b))
}

const byTime = (a: Turn, b: Turn) => (a.entry.at < b.entry.at ? -1 : a.entry.at > b.entry.at ? 1 : 0)

function turnsOf(
  statement: string,
  points: Trend['points'],
  settings: ReadonlyMap<Entry, readonly string[]>,
): readonly Turn[] {
  const turns: Turn[] = []
  let last = points[0]?.head
  for (const { entry, head } of points.slice(1)) {
    if (last === undefined) continue
    const change = entry.changes.find(each => each.statement === statement)
    if (change !== undefined || isTurn(workOf(last), workOf(head))) {
      const told = change === undefined ? (settings.get(entry) ?? []) : []
      turns.push({ entry, from: workOf(change?.base ?? last), to: workOf(head), change, settings: told })
      last = head
    }
  }
  return turns
}

/** A change of the user's own configuration, which statements are not replayed with: what it moved was tried. */
function turnsBySetting(statement: string, history: readonly Entry[]): readonly Turn[] {
  return history.flatMap(entry =>
    (entry.settingChanges ?? []).flatMap(setting =>
      (setting.effects ?? [])
        .filter(effect => effect.statement === statement && effect.after !== undefined)
        .filter(({ before, after = 0 }) => isTurn(before, after))
        .map(({ before, after = 0 }) => ({
          entry,
          from: before,
          to: after,
          change: undefined,
          settings: [settingText(setting)],
        })),
    ),
  )
}

function isTurn(from: number, to: number): boolean {
  const [low, high] = from < to ? [from, to] : [to, from]
  return high >= TURN.ratio * low && high - low >= TURN.blocks
}

/** Work now as a multiple of what it was at first. */
export function growthOf({ points }: Trend): number {
  const [first, last] = [points[0], points.at(-1)]
  return first === undefined || last === undefined ? 1 : (workOf(last.head) + 1) / (workOf(first.head) + 1)
}
