import { createHash } from 'node:crypto'
import { cleanLine } from '../report/clean.ts'
import { formatCount } from '../report/format.ts'
import { escapeHtml } from '../report/html/embed.ts'
import { sourceText } from '../report/place.ts'
import { adviceTaken } from './advice-taken.ts'
import type { Entry } from './entry.ts'
import { replayHistory, type State } from './history.ts'
import { dayOf, pullRequestNumber, shortCommit, workText } from './lines.ts'
import { settingChanges, settingDrifts, settingEffects, settingText } from './setting-lines.ts'
import { sparkline } from './sparkline.ts'
import { type Trend, type Turn, trendsOf } from './trends.ts'

const STYLE = `:root{color-scheme:light dark;--line:#8886;--worse:#cf222e;--better:#1a7f37}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.9em;overflow-wrap:anywhere}
svg{display:block}polyline{fill:none;stroke:currentColor;stroke-width:1.5}circle{fill:var(--worse)}
.wide{overflow-x:auto}h3{margin-bottom:.2rem}@media(prefers-color-scheme:dark){:root{--worse:#ff7b72;--better:#3fb950}}`

/** The record as one file without a script, which opens from disk and asks nothing of any network. */
export function renderRecordHtml(history: readonly Entry[]): string {
  const digest = createHash('sha256').update(STYLE).digest('base64')
  const steps = replayHistory(history)
  const changes = steps.map(({ entry }, at) => section(entry, steps[at - 1]?.state))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Record of the database</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Record of the database</h1>
<p>What every change to it did, measured: ${formatCount(history.length)} entries.</p>
<h2>Queries</h2>
<p>Pages of one call over time; a dot is where the plan or the work turned.</p>
${trendTable(trendsOf(history))}
${takenTable(history)}
<h2>Changes</h2>
${changes.toReversed().join('\n')}
</body>
</html>
`
}

function trendTable(trends: readonly Trend[]): string {
  const rows = trends.map(trend => {
    const turn = trend.turns.at(-1)
    return `<tr><th scope="row"><code>${text(trend.statement)}</code></th><td>${sparkline(trend)}</td><td>${text(workText(trend.points[0]?.head, trend.points.at(-1)?.head))}</td><td>${
      turn === undefined
        ? ''
        : `${dayOf(turn.entry)} ${who(turn.entry)}${causesOf(turn)
            .map(each => ` <code>${text(each)}</code>`)
            .join('')}`
    }</td></tr>`
  })
  return tableOf(['Query', 'Pages', 'First → now', 'Last turn'], rows)
}

function causesOf({ change, settings }: Turn): readonly string[] {
  return change?.cause === undefined ? settings : [sourceText(change.cause)]
}

function takenTable(history: readonly Entry[]): string {
  const number = (value: number | undefined) => (value === undefined ? 'not measured' : formatCount(value))
  const rows = adviceTaken(history).flatMap(({ title, taken, effects }) => {
    const start = `<tr><td>${text(title)}</td><td>${dayOf(taken)} ${who(taken)}</td>`
    // A dropped index may have cost nobody anything but its room.
    if (effects.length === 0) return [`${start}<td colspan="4">no query’s pages were to change</td></tr>`]
    return effects.map(
      ({ statement, before, predicted, measured }) =>
        `${start}<td><code>${text(statement)}</code></td>${[before, predicted, measured].map(each => `<td class="number">${number(each)}</td>`).join('')}</tr>`,
    )
  })
  const head = ['Advice', 'Taken by', 'Query', 'Before', 'Predicted', 'Came true']
  return rows.length === 0 ? '' : `<h2>Advice that was taken</h2>\n${tableOf(head, rows)}`
}

function section(entry: Entry, before: State | undefined): string {
  const lines = [
    ...entry.changes.map(
      ({ statement, status, reason, base, head, cause }) =>
        `<code>${text(statement)}</code> ${text(status)}: ${text(workText(base, head))}. ${text(reason)}${cause === undefined ? '' : ` <code>${text(sourceText(cause))}</code>`}`,
    ),
    ...entry.migrations.map(each => `Migration <code>${text(sourceText(each))}</code>: <code>${text(each.sql)}</code>`),
    ...(entry.settingChanges ?? []).map(
      each => `Setting <code>${text(settingText(each))}</code>: ${text(settingEffects(each).join('; '))}`,
    ),
    ...runSettings(entry, before),
    ...entry.acceptances.map(
      each => `Accepted until ${text(each.until)}: <code>${text(each.statement)}</code>, ${text(each.reason)}`,
    ),
  ]
  const body =
    lines.length === 0
      ? '<p>Every query does what it did before.</p>'
      : `<ul>${lines.map(line => `<li>${line}</li>`).join('')}</ul>`
  return `<h3>${dayOf(entry)}: ${who(entry)}</h3>\n${body}`
}

/** Settings that the runs themselves are measured with. */
function runSettings(entry: Entry, before: State | undefined): readonly string[] {
  const settings = settingChanges(before?.settings, entry.settings)
  if (before === undefined || settings.length === 0) return []
  const drifts = settingDrifts(before, entry)
  return [
    ...settings.map(each => `Setting <code>${text(each)}</code>`),
    drifts.length === 0
      ? 'With these settings every query does what it did before'
      : `With these settings: ${text(drifts.join('; '))}`,
  ]
}

function who(entry: Entry): string {
  const number = pullRequestNumber(entry)
  const commit = `<code>${text(shortCommit(entry))}</code>`
  return number === undefined
    ? commit
    : `<a href="${escapeHtml(entry.pullRequest ?? '')}" rel="noreferrer">${number}</a> ${commit}`
}

const text = (value: string) => escapeHtml(cleanLine(value, 300))

function tableOf(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map(cell => `<th scope="col">${cell}</th>`).join('')
  return `<div class="wide"><table><thead><tr>${cells}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`
}
