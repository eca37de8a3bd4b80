import { formatCount } from '../report/format.ts'
import { serverFigureText } from '../tune/server-figure.ts'
import type { Entry, RecordedSetting } from './entry.ts'
import type { State } from './history.ts'
import { workText } from './lines.ts'
import { workOf } from './work.ts'

/** Settings that an entry changed of what runs are measured with: `work_mem: 4MB → 64MB`; none for the first entry. */
export function settingChanges(
  before: Readonly<Record<string, string>> | undefined,
  after: Entry['settings'],
): readonly string[] {
  if (before === undefined || after === undefined) return []
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names
    .filter(name => before[name] !== after[name])
    .map(name => `${name}: ${before[name] ?? 'default'} → ${after[name] ?? 'default'}`)
}

/**
 * What new settings of the runs did to queries that the change itself left alone: `orders.byDay: 900 → 120 pages`, or
 * `orders.byDay: another plan`.
 */
export function settingDrifts(before: State, { statements, changes }: Entry): readonly string[] {
  const told = new Set(changes.map(({ statement }) => statement))
  return Object.entries(statements).flatMap(([name, statement]) => {
    const known = before.statements.get(name)
    if (told.has(name) || statement === null || known === undefined) return []
    const [from, to] = [known.head, statement.head]
    if (workOf(from) !== workOf(to)) return [`${name}: ${workText(from, to)}`]
    return from.shape === to.shape ? [] : [`${name}: another plan`]
  })
}

/** `work_mem: 4MB → 64MB (postgresql.conf:2)`. */
export function settingText({ name, from, to, place }: RecordedSetting): string {
  return `${name}: ${from} → ${to}${place === '' ? '' : ` (${place})`}`
}

/** What a setting in the user's files moved: `orders.byDay: 900 → 120 pages`, or that it moved nothing or was not measured. */
export function settingEffects({ effects, figure, unmeasured }: RecordedSetting): readonly string[] {
  if (figure !== undefined) return [`in one pass of the load ${serverFigureText(figure)}`]
  if (effects === undefined) return [`its effect was not measured${unmeasured === undefined ? '' : `: ${unmeasured}`}`]
  if (effects.length === 0) return ['every query does what it did before']
  return effects.map(({ statement, before, after }) =>
    after === undefined
      ? `${statement}: fails with it`
      : `${statement}: ${formatCount(before)} → ${formatCount(after)} pages`,
  )
}
