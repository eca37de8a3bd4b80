import { parse, walk } from '../sql/parse.ts'
import type { Entry } from './entry.ts'
import { replayHistory } from './history.ts'
import { workOf } from './trends.ts'

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

/** Advised indexes that a migration of a later entry makes, under whatever name. */
export function adviceTaken(history: readonly Entry[]): readonly TakenAdvice[] {
  const steps = replayHistory(history)
  const taken = new Map<string, TakenAdvice>()
  history.forEach((given, at) => {
    for (const { title, sql, effects } of given.advice) {
      const wanted = indexesIn(sql)
      const key = wanted.join('\n')
      if (wanted.length === 0 || taken.has(key)) continue
      const follower = steps
        .slice(at + 1)
        .find(({ entry }) => entry.migrations.flatMap(migration => indexesIn(migration.sql)).includes(wanted[0]!))
      if (follower === undefined) continue
      taken.set(key, {
        title,
        given,
        taken: follower.entry,
        effects: effects.map(({ statement, before, after }) => {
          const known = follower.state.statements.get(statement)
          return { statement, before, predicted: after, measured: known && workOf(known.head) }
        }),
      })
    }
  })
  return [...taken.values()]
}

/** What each `create index` of the text makes: its tree without name, place in the text and way of building. */
function indexesIn(sql: string): readonly string[] {
  return (parse(sql) ?? []).flatMap(statement => {
    const index = (statement as { IndexStmt?: Record<string, unknown> }).IndexStmt
    if (index === undefined) return []
    const { idxname: _, concurrent: __, if_not_exists: ___, ...rest } = structuredClone(index)
    walk(rest, node => {
      for (const key of ['location', 'stmt_location', 'stmt_len', 'catalogname'])
        delete (node as Record<string, unknown>)[key]
      if (node.schemaname === 'public') delete (node as Record<string, unknown>).schemaname
    })
    return [JSON.stringify(rest)]
  })
}
