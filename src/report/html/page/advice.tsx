import type { Area, FileEdit, Finding, Trial } from '../../../advise/finding.ts'
import { renderFileEdit } from '../../file-edit.ts'
import { formatBytes, formatCount, formatMs, plural } from '../../format.ts'
import { groupBy } from '../../group-by.ts'
import { addressOf, type RankedRow } from './ranked.ts'

interface Props {
  readonly findings: readonly Finding[]
  readonly rows: readonly RankedRow[]
}

const AREAS: Readonly<Record<Area, string>> = {
  index: 'Indexes',
  query: 'Queries',
  schema: 'Schema',
  bloat: 'Bloat and vacuum',
  configuration: 'Configuration',
  partitioning: 'Partitioning',
  pooling: 'Connection pooling',
  outlook: 'Outlook',
}

/** Advice by area with what it gained and cost when it was tried, then observations; what proved itself is open. */
export function Advice({ findings, rows }: Props) {
  if (findings.length === 0) return null
  const byArea = groupBy(findings, ({ area }) => area)
  return (
    <section id="advice" aria-labelledby="advice-title">
      <h2 id="advice-title">Advice</h2>
      {Object.entries(AREAS).map(([area, title]) => {
        const own = byArea.get(area as Area) ?? []
        if (own.length === 0) return null
        return (
          <section key={area} aria-labelledby={`advice-${area}`}>
            <h3 id={`advice-${area}`}>
              {title} <small>{own.length}</small>
            </h3>
            {own.map(finding => (
              <FindingFold key={finding.key} finding={finding} rows={rows} />
            ))}
          </section>
        )
      })}
    </section>
  )
}

function FindingFold({ finding, rows }: { readonly finding: Finding; readonly rows: readonly RankedRow[] }) {
  const { key, severity, title, why, evidence, fix, trial, statements } = finding
  return (
    <details open={trial !== undefined}>
      <summary>
        <span class={`badge ${severity}`}>{severity}</span> {title}
      </summary>
      <p>{why}</p>
      {evidence.length === 0 ? null : (
        <ul class="evidence">
          {evidence.map(sentence => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {fix === undefined || fix.sql === '' ? null : (
        <pre>
          <code>{fix.sql}</code>
        </pre>
      )}
      {fix?.files.map(edit => (
        <FileDiff key={edit.path} edit={edit} />
      ))}
      {trial === undefined ? null : <TrialTable trial={trial} />}
      {statements.length === 0 ? null : <About names={statements} rows={rows} />}
      <p class="note">
        <code>{key}</code>
      </p>
    </details>
  )
}

function FileDiff({ edit }: { readonly edit: FileEdit }) {
  return (
    <figure class="file">
      <figcaption>
        {edit.sha256 === undefined ? 'New file' : 'In'} <code>{edit.path}</code>
      </figcaption>
      <pre>
        {renderFileEdit(edit).map((line, at) => (
          <code key={at} class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : ''}>
            {`${line}\n`}
          </code>
        ))}
      </pre>
    </figure>
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
        Tried and re-run on this run’s database
        {sizeBytes > 0 ? `: ${formatBytes(sizeBytes)}, built in ${formatMs(buildMs)}` : ''}
        {unaffected > 0 ? `; ${plural(unaffected, 'other statement')} did the same work as before` : ''}.
      </p>
      {effects.length + writes.length > 0 && (
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
      )}
    </>
  )
}
