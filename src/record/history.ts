import { UserError } from '../errors.ts'
import { type Entry, type Figures, parseEntry } from './entry.ts'

/** What is known after an entry. */
export interface State {
  readonly statements: ReadonlyMap<string, { readonly fingerprint: string; readonly head: Figures }>
  readonly settings: Readonly<Record<string, string>>
}

const EMPTY: State = { statements: new Map(), settings: {} }

/** Reads JSON lines, oldest first. Throws a UserError that names the line that is none. */
export function parseHistory(text: string, file: string): readonly Entry[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return parseEntry(JSON.parse(line))
    } catch (cause) {
      throw new UserError(`${file}:${at + 1} is no entry of a record`, {
        hint: 'Take the line out, or bring the file back to what the last good commit has.',
        cause,
      })
    }
  })
}

/** The line to append; undefined where the history has an entry for the same commit. */
export function lineFor(entry: Entry, history: readonly Entry[]): string | undefined {
  if (entry.commit !== undefined && history.some(({ commit }) => commit === entry.commit)) return undefined
  return `${JSON.stringify(reduce(entry, stateAfter(history)))}\n`
}

export function stateAfter(history: readonly Entry[]): State {
  return history.reduce(step, EMPTY)
}

/** Every entry with what is known after it. */
export function replayHistory(history: readonly Entry[]): readonly { readonly entry: Entry; readonly state: State }[] {
  let state = EMPTY
  return history.map(entry => {
    state = step(state, entry)
    return { entry, state }
  })
}

function step({ statements, settings }: State, entry: Entry): State {
  const next = new Map(statements)
  for (const [name, statement] of Object.entries(entry.statements)) {
    if (statement === null) next.delete(name)
    else next.set(name, statement)
  }
  return { statements: next, settings: entry.settings ?? settings }
}

/** Leaves out what the history says already. Times alone are no news. */
function reduce(entry: Entry, known: State): Entry {
  const { settings, ...rest } = entry
  const news = Object.entries(entry.statements).filter(([name, statement]) => {
    const before = known.statements.get(name)
    if (statement === null || before === undefined) return (statement === null) === (before !== undefined)
    return !isSame(before.head, statement.head) || before.fingerprint !== statement.fingerprint
  })
  const gone = [...known.statements.keys()].filter(name => !Object.hasOwn(entry.statements, name))
  return {
    ...rest,
    statements: { ...Object.fromEntries(news), ...Object.fromEntries(gone.map(name => [name, null])) },
    ...(JSON.stringify(settings) !== JSON.stringify(known.settings) && { settings }),
  }
}

function isSame(a: Figures, b: Figures): boolean {
  return a.buffers === b.buffers && a.tempBlocks === b.tempBlocks && a.shape === b.shape && a.calls === b.calls
}
