import { TIMED_OUT } from '../compare/reason.ts'
import { ACCEPTABLE } from '../gate/judge.ts'
import { ACCEPT_LABEL } from '../gate/label.ts'
import { SEED_EDITED } from '../migrate/path.ts'
import { cleanLine } from './clean.ts'
import { enumerate, formatCount, formatSeconds, plural } from './format.ts'
import { type ReportContext, shortCommit } from './links.ts'
import { code, EMPTY, fenced, fold, join, type Markdown, md, paragraphs, prose } from './markdown.ts'
import type { Row } from './overview.ts'
import type { Report } from './report.ts'

/** The configuration that would accept what the gate objects to; empty where no plan can be accepted. */
export function acceptFold(report: Report, rows: readonly Row[]): Markdown {
  const shared = new Set<string>()
  const seen = new Set<string>()
  for (const { fingerprint } of report.statements) (seen.has(fingerprint) ? shared : seen).add(fingerprint)
  const commit = shortCommit(report.head.commit)
  const acceptable = rows.filter(({ entries }) => entries.every(({ rule }) => ACCEPTABLE.has(rule)))
  const entries = acceptable.flatMap(({ statement, entries: charges }) => {
    const { name, fingerprint, head, atScale } = statement
    const isExecuted = charges.some(({ rule }) => rule !== 'production-plan')
    const isPlanned = charges.some(({ rule }) => rule === 'production-plan')
    const query = shared.has(fingerprint)
      ? JSON.stringify(name)
      : `${JSON.stringify(fingerprint)}  # ${cleanLine(name, 60)}`
    const plans = [
      ...(isExecuted && head !== undefined ? [`${JSON.stringify(head.shape)}  # the new plan`] : []),
      ...(isPlanned && atScale !== undefined
        ? [`${JSON.stringify(atScale.head.shape)}  # the new plan at production’s size`]
        : []),
    ]
    return plans.flatMap(plan => [
      `  - query: ${query}`,
      `    plan: ${plan}`,
      '    reason: why this is right',
      '    until: YYYY-MM-DD',
    ])
  })
  if (entries.length === 0) return EMPTY
  return fold(
    md`✅ <strong>If this is intended</strong>`,
    paragraphs([
      md`Accept these exact plans, with a reason and a last day, in the configuration of this pull request. A plan that gets worse again still fails:`,
      fenced('yaml', ['# pgverdict.yml', 'accept:', ...entries].join('\n')),
      commit === undefined
        ? EMPTY
        : md`Where the workflow also runs on ${code('labeled')}, a maintainer can add the label ${code(ACCEPT_LABEL)} instead: it counts for commit ${code(commit)} only.`,
    ]),
  )
}

export function reproduceFold(report: Report, context: ReportContext): Markdown {
  const major = /^\d+/.exec(report.server.version)?.[0]
  const base = report.base.commit
  const head = report.head.commit
  if (major === undefined || shortCommit(base) === undefined || shortCommit(head) === undefined) return EMPTY
  const version = report.tool.version.replace(/[^\w.+-]/g, '')
  const commands = [
    ...(context.pullRequest === undefined ? [] : [`git fetch origin refs/pull/${context.pullRequest}/merge`]),
    `npx pgverdict@${version} run --base ${base} --head ${head} --postgres-version ${major}`,
  ]
  return fold(
    md`🔁 <strong>Run it on your machine</strong>`,
    paragraphs([
      fenced('bash', commands.join('\n')),
      md`It needs Node.js only: PostgreSQL ${major} comes with it. Pages read are the same on every machine, times are not.`,
    ]),
  )
}

/** PostgreSQL manual, sections 19.4 and 19.7: what the planner reckons with. */
const OF_PLANNER =
  /^(enable_|jit$|.*_cost$|.*_cost_|work_mem|hash_mem_multiplier|shared_buffers|effective_|default_statistics|constraint_ex|cursor_tuple|from_coll|join_coll|geqo|plan_cache|max_parallel_workers_per_gather)/

export function methodFold(report: Report): Markdown {
  const { server, policy, path, timings } = report
  const percent = Math.round((policy.ratio - 1) * 100)
  const planner = Object.entries(server.settings).filter(([name]) => OF_PLANNER.test(name))
  const others = Object.keys(server.settings).length - planner.length
  return fold(
    md`🔬 <strong>How this was measured</strong>`,
    paragraphs([
      md`${report.databases === undefined ? 'Both databases' : 'Both sides of each database'} are in one PostgreSQL ${server.version} (${server.kind}) with the same settings and ${isDataOther(report) ? 'each the data of its own seed' : 'the same data'}. Each statement ran on both with the values that the load sent, in turn; pages read (8 kB each, from cache or disk) are exact counters of the settled execution, the same on every machine. A plan counts as worse when the pages read grow by more than ${percent}% <strong>and</strong> by at least ${formatCount(policy.blocks)}, to at least ${formatCount(policy.floor)}; it fails the check only when plan shape, temporary files or the margin agree. Time alone never fails it.`,
      md`Base: ${code(report.base.label)} (${report.base.foundBy}). Head: ${code(report.head.label)} (${report.head.foundBy}). Head’s database was ${pathWords(path.kind)}. ${path.reason}`,
      planner.length === 0
        ? EMPTY
        : md`Settings that plans depend on: ${join(
            planner.map(([name, value]) => code(`${name} = ${value}`)),
            ', ',
          )}${others > 0 ? md`; ${plural(others, 'other', 'others')} in the report` : EMPTY}.`,
      bullets([...server.limits, ...report.notes]),
      timings.length === 0
        ? EMPTY
        : md`Time: ${enumerate(timings.map(({ stage, seconds }) => `${stage} ${formatSeconds(seconds)}`))}.`,
    ]),
  )
}

/** Whether the two sides hold different rows: what a query reads then says less about the schema. */
function isDataOther({ path }: Report): boolean {
  return path.kind === 'fresh' && path.reason.includes(SEED_EDITED)
}

function pathWords(kind: Report['path']['kind']): string {
  return kind === 'upgrade' ? 'copied from the base and upgraded by this branch’s migrations' : 'built afresh'
}

function bullets(sentences: readonly string[]): Markdown {
  return join(
    sentences.slice(0, 30).map(sentence => md`- ${prose(sentence)}`),
    '\n',
  )
}

export function totalSeconds(report: Report): number {
  return report.timings.reduce((sum, { seconds }) => sum + seconds, 0)
}

/** How `policy.changed` begins where it tells of an entry of `accept` that is new with the branch. */
const ACCEPTANCE = 'accept '
const NAMED = 10

function named(list: readonly string[]): Markdown {
  const names = list.slice(0, NAMED).map(name => code(name, 60))
  const rest = list.length - names.length
  return rest > 0 ? md`${join(names, ', ')} and ${formatCount(rest)} more` : join(names, ', ')
}

const SHOWN_RESULTS = 3

/** Queries that return another number of rows though nobody rewrote them; what the gate objects to says so itself. */
function otherResults({ statements, roster }: Report): Markdown {
  const charged = new Set(roster.map(({ statement }) => statement))
  const found = statements.flatMap(({ name, baseText, changes }) => {
    const rows = changes.find(({ kind }) => kind === 'rows-differ')
    return rows === undefined || baseText !== undefined || charged.has(name) ? [] : [{ name, ...rows }]
  })
  const [first] = found
  if (first === undefined) return EMPTY
  const shown = found
    .slice(0, SHOWN_RESULTS)
    .map(({ name, from, to }) => md`${code(name, 60)} (${from.replace(/ rows?$/, '')} → ${to})`)
  const rest = found.length > shown.length ? md` and ${formatCount(found.length - shown.length)} more` : EMPTY
  const verb = found.length === 1 ? 'returns' : 'return'
  return md`<strong>Other results:</strong> with the same values, ${join(shown, ', ')}${rest} ${verb} another number of rows on this branch.`
}

/** Whether running code meets a schema on which it fails. What only runs into the timeout is too slow for the new code as well. */
function isSchemaAhead({ roster, statements }: Report): boolean {
  const slow = new Set(statements.filter(({ reason }) => reason.includes(TIMED_OUT)).map(({ name }) => name))
  return roster.some(entry => entry.rule === 'broken' && entry.accepted === undefined && !slow.has(entry.statement))
}

/** What a reader must know before the figures: another way of building, a policy that this branch edits, accepted plans. */
export function caveats(report: Report): Markdown {
  const accepted = report.roster.filter(entry => entry.accepted !== undefined)
  const isAcceptance = (change: string) => change.startsWith(ACCEPTANCE)
  const changesOfGate = report.policy.changed.filter(change => !isAcceptance(change))
  const acceptances = report.policy.changed.filter(isAcceptance).map(change => change.slice(ACCEPTANCE.length))
  const missing = report.notes.filter(note => /^Base has no \w+ yet: /.test(note))
  return paragraphs([
    report.statements.length === 0
      ? md`The load sent no query that could be compared. Check ${code('workload')} in the configuration.`
      : EMPTY,
    isSchemaAhead(report)
      ? md`<strong>Running code breaks:</strong> until the deploy has replaced it, code of the base meets this branch’s schema and fails. Let the code stop using what goes first, and change the schema in a later deploy.`
      : EMPTY,
    missing.length === 0 ? EMPTY : md`<strong>Nothing on the base yet:</strong> ${prose(missing.join(' '))}`,
    isDataOther(report)
      ? md`<strong>The data differs:</strong> the seed was edited on this branch, so each side was filled with its own. A query may read more because there are more rows, and not because of the schema.`
      : EMPTY,
    report.path.kind === 'fresh'
      ? md`<strong>Built afresh:</strong> this run could not upgrade base’s data with the branch’s migrations. ${report.path.reason}`
      : EMPTY,
    isDataOther(report) ? EMPTY : otherResults(report),
    changesOfGate.length > 0
      ? md`<strong>⚠️ This pull request changes the gate itself</strong> (${named(changesOfGate)}). The base’s policy decided here; the new one holds after the merge.`
      : EMPTY,
    acceptances.length > 0
      ? md`<strong>⚠️ This pull request itself accepts plans</strong> (${named(acceptances)}). That counts at once: whoever approves it approves the reasons too.`
      : EMPTY,
    join(
      accepted
        .slice(0, 10)
        .map(
          ({ statement, accepted: terms }) =>
            md`- ☑️ ${code(statement, 60)} is <strong>accepted</strong> until ${terms?.until ?? ''}: ${terms?.reason ?? ''}`,
        ),
      '\n',
    ),
    accepted.length > 10 ? md`${plural(accepted.length - 10, 'more accepted plan')}.` : EMPTY,
  ])
}
