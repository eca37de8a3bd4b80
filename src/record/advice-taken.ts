import { marksOf, queryMark, queryMarks, settingMark } from './advice-marks.ts'
import type { Entry } from './entry.ts'
import { replayHistory, type State } from './history.ts'
import { workOf } from './work.ts'

/** Advice that a later change followed, and what came of it. */
export interface TakenAdvice {
  readonly title: string
  readonly given: Entry
  readonly taken: Entry
  /** Pages by statement: before, as predicted, and as measured once it was there. */
  readonly effects: readonly {
    readonly statement: string
    readonly before: number
    readonly predicted: number
    readonly measured: number | undefined
  }[]
}

/** What a change did: the marks of its migrations, and of settings and statements that are new with it. */
interface Step {
  readonly entry: Entry
  readonly state: State
  readonly marks: ReadonlySet<string>
}

/**
 * Advice that a later entry followed: its index, statistics, options, dropped index or division in a migration, under whatever
 * name; its setting in force, or in a migration; its form of a statement among those of the load.
 */
export function adviceTaken(history: readonly Entry[]): readonly TakenAdvice[] {
  const steps = stepsOf(history)
  const taken = new Map<string, TakenAdvice>()
  history.forEach((given, at) => {
    for (const { title, sql, setting, effects } of given.advice) {
      const mark = markOfAdvice(sql, setting)
      if (mark === undefined || taken.has(mark)) continue
      const follower = steps.slice(at + 1).find(({ marks }) => marks.has(mark))
      if (follower === undefined) continue
      taken.set(mark, {
        title,
        given,
        taken: follower.entry,
        effects: effects.map(({ statement, before, after }) => ({
          statement,
          before,
          predicted: after,
          measured: triedOf(statement, mark, follower.entry) ?? measuredOf(statement, mark, follower.state),
        })),
      })
    }
  })
  return [...taken.values()]
}

/** The statement after the change; another form of it may have another name. */
function measuredOf(statement: string, mark: string, { statements }: State): number | undefined {
  const named = statements.get(statement) ?? [...statements.values()].find(each => queryMark(each.fingerprint) === mark)
  return named && workOf(named.head)
}

/** Statements are not replayed with the user's own files: what a setting in them moved was tried when it came. */
function triedOf(statement: string, mark: string, { settingChanges = [] }: Entry): number | undefined {
  return settingChanges
    .filter(({ name, to }) => settingMark(name, to) === mark)
    .flatMap(({ effects = [] }) => effects)
    .find(effect => effect.statement === statement)?.after
}

/** A division has many statements beside it; of all others the first one is what it is about. */
function markOfAdvice(sql: string, setting: Entry['advice'][number]['setting']): string | undefined {
  if (setting !== undefined) return settingMark(setting.name, setting.value)
  const marks = marksOf(sql)
  return marks.find(mark => mark.startsWith('partition ')) ?? marks[0] ?? queryMarks(sql)[0]
}

function stepsOf(history: readonly Entry[]): readonly Step[] {
  let before: State | undefined
  return replayHistory(history).map(({ entry, state }) => {
    const known = before
    before = state
    const settings = Object.entries(state.settings).filter(([name, value]) => known?.settings[name] !== value)
    const fingerprints = new Set([...(known?.statements.values() ?? [])].map(each => each.fingerprint))
    const statements = [...state.statements.values()].filter(each => !fingerprints.has(each.fingerprint))
    const marks = [
      ...entry.migrations.flatMap(({ sql }) => marksOf(sql)),
      ...settings.map(([name, value]) => settingMark(name, value)),
      ...(entry.settingChanges ?? []).map(({ name, to }) => settingMark(name, to)),
      ...statements.map(({ fingerprint }) => queryMark(fingerprint)),
    ]
    return { entry, state, marks: new Set(marks) }
  })
}
