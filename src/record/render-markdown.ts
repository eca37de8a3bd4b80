import { formatCount } from '../report/format.ts'
import { code, join, link, type Markdown, md, paragraphs, prose, table } from '../report/markdown.ts'
import { sourceText } from '../report/place.ts'
import { adviceTaken } from './advice-taken.ts'
import type { Entry } from './entry.ts'
import { replayHistory, type State } from './history.ts'
import { dayOf, pullRequestNumber, shortCommit, workText } from './lines.ts'
import { settingChanges, settingDrifts, settingEffects, settingText } from './setting-lines.ts'
import { growthOf, type Turn, trendsOf } from './trends.ts'

const GREW = 1.2

/** The record as a page for people, newest change first. */
export function renderRecordMarkdown(history: readonly Entry[]): string {
  const growing = trendsOf(history).filter(trend => growthOf(trend) >= GREW)
  const taken = adviceTaken(history)
  const steps = replayHistory(history)
  const changes = steps.map(({ entry }, at) => section(entry, steps[at - 1]?.state))
  const page = paragraphs([
    md`# Record of the database`,
    md`What every change to it did, measured. ${formatCount(history.length)} entries; written by pgverdict from ${code('history.jsonl')}.`,
    growing.length === 0 ? md`` : paragraphs([md`## Queries that do more work than at first`, growthTable(growing)]),
    taken.length === 0 ? md`` : paragraphs([md`## Advice that was taken`, takenTable(taken)]),
    md`## Changes`,
    ...changes.toReversed(),
  ])
  return `${page.source}\n`
}

function growthTable(trends: ReturnType<typeof trendsOf>): Markdown {
  const rows = trends.slice(0, 20).map(({ statement, points, turns }) => {
    const turn = turns.at(-1)
    return [
      code(statement),
      md`${workText(points[0]?.head, points.at(-1)?.head)}`,
      turn === undefined ? md`little by little` : who(turn.entry),
      turn === undefined ? md`` : causeOf(turn),
    ]
  })
  return table(['Query', 'Work', 'Last turn', 'Cause'], ['l', 'l', 'l', 'l'], rows)
}

function causeOf({ change, settings }: Turn): Markdown {
  if (change?.cause !== undefined) return code(sourceText(change.cause))
  return join(settings.map(code), ', ')
}

function takenTable(taken: ReturnType<typeof adviceTaken>): Markdown {
  const number = (value: number | undefined) => md`${value === undefined ? 'not measured' : formatCount(value)}`
  const rows = taken.flatMap(({ title, taken: entry, effects }) => {
    const start = [prose(title), who(entry)]
    // A dropped index may have cost nobody anything but its room.
    if (effects.length === 0) return [[...start, md`no query’s pages were to change`, md``, md``, md``]]
    return effects.map(({ statement, before, predicted, measured }) => [
      ...start,
      code(statement),
      ...[before, predicted, measured].map(number),
    ])
  })
  return table(
    ['Advice', 'Taken by', 'Query', 'Before', 'Predicted', 'Came true'],
    ['l', 'l', 'l', 'r', 'r', 'r'],
    rows,
  )
}

function section(entry: Entry, before: State | undefined): Markdown {
  const lines = [
    ...entry.changes.map(
      ({ statement, status, reason, base, head, cause }) =>
        md`- ${code(statement)} ${status}: ${workText(base, head)}. ${prose(reason)}${cause === undefined ? md`` : md` (${code(sourceText(cause))})`}`,
    ),
    ...entry.migrations.map(migration => md`- Migration ${code(sourceText(migration))}: ${code(migration.sql, 160)}`),
    ...(entry.settingChanges ?? []).map(
      setting => md`- Setting ${code(settingText(setting))}: ${prose(settingEffects(setting).join('; '))}`,
    ),
    ...runSettings(entry, before),
    ...entry.acceptances.map(
      ({ statement, reason, until }) => md`- Accepted until ${until}: ${code(statement)}, ${reason}`,
    ),
  ]
  const body = lines.length === 0 ? md`Every query does what it did before.` : join(lines, '\n')
  return paragraphs([md`### ${dayOf(entry)}: ${who(entry)}`, body])
}

/** Settings that the runs themselves are measured with. */
function runSettings(entry: Entry, before: State | undefined): readonly Markdown[] {
  const settings = settingChanges(before?.settings, entry.settings)
  if (before === undefined || settings.length === 0) return []
  const drifts = settingDrifts(before, entry)
  return [
    ...settings.map(text => md`- Setting ${code(text)}`),
    drifts.length === 0
      ? md`- With these settings every query does what it did before`
      : md`- With these settings: ${prose(drifts.join('; '))}`,
  ]
}

function who(entry: Entry): Markdown {
  const number = pullRequestNumber(entry)
  const commit = code(shortCommit(entry))
  return number === undefined ? commit : join([link(md`${number}`, entry.pullRequest), commit], ' ')
}
