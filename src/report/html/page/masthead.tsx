import { useState } from 'preact/hooks'
import { formatRows, plural } from '../../format.ts'
import { headline } from '../../headline.ts'
import { shortCommit } from '../../links.ts'
import type { Report, ReportCommit } from '../../report.ts'
import type { RankedRow } from './ranked.ts'

function Commit({ commit: { label, commit, foundBy } }: { readonly commit: ReportCommit }) {
  const short = shortCommit(commit)
  return (
    <span>
      <code>{label}</code>
      {short !== undefined && !label.includes(short) ? <code> {short}</code> : null} <small>({foundBy})</small>
    </span>
  )
}

function ThemeToggle() {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const toggle = () => {
    document.documentElement.dataset.theme = isDark ? 'light' : 'dark'
    setDark(!isDark)
  }
  return (
    <button type="button" class="theme" aria-pressed={isDark} onClick={toggle}>
      <span aria-hidden="true">{isDark ? '☾' : '☀'}</span> Dark
    </button>
  )
}

/** The verdict, what was compared with what, and the way to every part of the page. */
export function Masthead({ report, rows }: { readonly report: Report; readonly rows: readonly RankedRow[] }) {
  const { icon, text } = headline(report)
  const sections = [
    ...(report.roster.length > 0 || report.policy.changed.length > 0 ? [['verdict', 'Verdict']] : []),
    ['statements', 'Statements'],
    ['charts', 'Charts'],
    ...(report.findings.length > 0 ? [['advice', 'Advice']] : []),
    ...(report.migrations.length > 0 ? [['migrations', 'Migrations']] : []),
    ['run', 'The run'],
  ] as const
  return (
    <header class={`masthead ${report.verdict}`}>
      <div class="title">
        <h1>
          <span aria-hidden="true">{icon}</span> {text}
        </h1>
        <ThemeToggle />
      </div>
      <dl class="compared">
        <dt>Base</dt>
        <dd>
          <Commit commit={report.base} />
        </dd>
        <dt>Head</dt>
        <dd>
          <Commit commit={report.head} />
        </dd>
        <dt>Measured on</dt>
        <dd>
          PostgreSQL {report.server.version} ({report.server.kind}) · {plural(rows.length, 'query', 'queries')} ·{' '}
          {formatRows(report.seededRows)} seeded rows
        </dd>
      </dl>
      <nav aria-label="Parts of the report">
        {sections.map(([id, name]) => (
          <a key={id} href={`#${id}`}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  )
}
