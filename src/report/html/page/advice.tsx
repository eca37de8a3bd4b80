import type { Finding, Trial } from '../../../advise/finding.ts'
import { formatBytes, formatCount, formatMs, plural } from '../../format.ts'
import { addressOf, type RankedRow } from './ranked.ts'

interface Props {
  readonly findings: readonly Finding[]
  readonly rows: readonly RankedRow[]
}

/** Advice with what it gained and cost when it was tried, then observations. */
export function Advice({ findings, rows }: Props) {
  if (findings.length === 0) return null
  return (
    <section id="advice" aria-labelledby="advice-title">
      <h2 id="advice-title">Advice</h2>
      {findings.map(finding => (
        <details key={finding.key} open={finding.trial !== undefined}>
          <summary>
            <span class={`badge ${finding.severity}`}>{finding.severity}</span> {finding.title}
          </summary>
          <p>{finding.why}</p>
          {finding.fix === undefined ? null : (
            <pre>
              <code>{finding.fix.sql}</code>
            </pre>
          )}
          {finding.trial === undefined ? null : <TrialTable trial={finding.trial} />}
          {finding.statements.length === 0 ? null : <About names={finding.statements} rows={rows} />}
          <p class="note">
            <code>{finding.key}</code>
          </p>
        </details>
      ))}
    </section>
  )
}

function About({ names, rows }: { readonly names: readonly string[]; readonly rows: readonly RankedRow[] }) {
  return (
    <p>
      About{' '}
      {names.map((name, at) => {
        const row = rows.find(({ statement }) => statement.name === name)
        return (
          <span key={name}>
            {at === 0 ? '' : ', '}
            {row === undefined ? name : <a href={addressOf(row)}>{name}</a>}
          </span>
        )
      })}
    </p>
  )
}

function TrialTable({ trial: { effects, writes, unaffected, sizeBytes, buildMs } }: { readonly trial: Trial }) {
  return (
    <>
      <p class="note">
        Built and re-run on this run’s database: {sizeBytes > 0 ? `${formatBytes(sizeBytes)}, ` : ''}built in{' '}
        {formatMs(buildMs)}
        {unaffected > 0 ? `; ${plural(unaffected, 'other statement')} did the same work as before` : ''}.
      </p>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Query</th>
            <th scope="col">Pages before</th>
            <th scope="col">after</th>
            <th scope="col">Time or WAL before</th>
            <th scope="col">after</th>
          </tr>
        </thead>
        <tbody>
          {effects.map(effect => (
            <tr key={effect.statement}>
              <th scope="row">{effect.statement}</th>
              <td class="number">{formatCount(effect.buffersBefore)}</td>
              <td class="number">{formatCount(effect.buffersAfter)}</td>
              <td class="number">{formatMs(effect.durationMsBefore)}</td>
              <td class="number">{formatMs(effect.durationMsAfter)}</td>
            </tr>
          ))}
          {writes.map(write => (
            <tr key={`write ${write.statement}`}>
              <th scope="row">{write.statement} (write)</th>
              <td class="number">{formatCount(write.buffersBefore)}</td>
              <td class="number">{formatCount(write.buffersAfter)}</td>
              <td class="number">{formatBytes(write.walBytesBefore)}</td>
              <td class="number">{formatBytes(write.walBytesAfter)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
