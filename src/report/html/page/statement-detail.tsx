import { confidenceWords } from '../../confidence.ts'
import { formatBytes, formatCount, formatMs } from '../../format.ts'
import type { Report, ReportStatement } from '../../report.ts'
import { growthText } from './columns.ts'
import { GateEntry } from './gate-entry.tsx'
import { Inner } from './inner.tsx'
import { PlanPair } from './plan-pair.tsx'
import { PlanViewer } from './plan-viewer.tsx'
import type { RankedRow } from './ranked.ts'
import { ValueSets } from './value-sets.tsx'

interface Props {
  readonly report: Report
  readonly row: RankedRow
}

/** One statement in full: why it stands as it does, SQL, cause, changes, plans, values. */
export function StatementDetail({ report, row }: Props) {
  const { statement } = row
  const { base, head, changes, atScale } = statement
  return (
    <article aria-label={statement.name}>
      <Judgement report={report} row={row} />
      <Cause statement={statement} />
      <Sql statement={statement} />
      <Figures statement={statement} />
      {changes.length > 0 ? (
        <>
          <h3>What changed in the plan</h3>
          <ul class="changes">
            {changes.map((change, at) => (
              <li key={at}>
                <span class={`badge ${change.direction}`}>{change.direction}</span>{' '}
                {change.node === '' ? null : <code>{change.node}</code>}{' '}
                {[change.from, change.to].filter(step => step !== '').join(' → ')} <small>({change.kind})</small>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {base === undefined && head === undefined ? null : (
        <>
          <h3>Plans</h3>
          <PlanPair base={base?.plan} head={head?.plan} />
          <PlanViewer statement={statement} />
        </>
      )}
      {atScale === undefined ? null : (
        <>
          <h3>Plans at production’s size</h3>
          <p>
            Planned with production’s statistics and not run: cost {formatCount(Math.round(atScale.base.cost))} →{' '}
            {formatCount(Math.round(atScale.head.cost))}
          </p>
          <PlanPair base={atScale.base.plan} head={atScale.head.plan} />
        </>
      )}
      <ValueSets sets={statement.valueSets} shown={valuesOf(report, statement)} />
      <Inner base={base?.inner} head={head?.inner} />
    </article>
  )
}

function valuesOf({ shownValues }: Report, { name }: ReportStatement) {
  return shownValues?.find(({ statement }) => statement === name)?.sets
}

function Judgement({ report: { policy }, row: { statement, entries } }: Props) {
  const { base, head, reason } = statement
  const percent = Math.round((policy.ratio - 1) * 100)
  return (
    <>
      <h3>Why</h3>
      {entries.length > 0 ? (
        <ul>
          {entries.map(entry => (
            <GateEntry key={entry.rule} entry={entry} />
          ))}
        </ul>
      ) : (
        <p>{reason === '' ? 'Nothing to object to.' : reason}</p>
      )}
      <p class="note">
        {confidenceWords(statement)}. A plan counts as worse when its pages grow by more than {percent}% and by at least{' '}
        {formatCount(policy.blocks)}, to at least {formatCount(policy.floor)}.
        {base && head ? (
          <>
            {' '}
            Here: {formatCount(base.buffers)} → {formatCount(head.buffers)} (
            {growthText(base.buffers === head.buffers ? 1 : head.buffers / base.buffers)}).
          </>
        ) : null}
      </p>
    </>
  )
}

function Cause({ statement: { cause } }: { readonly statement: ReportStatement }) {
  if (cause === undefined) return null
  return (
    <>
      <h3>Cause</h3>
      <p>
        {cause.side === 'base' ? 'Only the base has ' : ''}
        {'file' in cause ? (
          <code>
            {cause.file}:{cause.line}
          </code>
        ) : (
          'Sent by the migration command:'
        )}
      </p>
      <pre>
        <code>{cause.sql}</code>
      </pre>
    </>
  )
}

function Sql({ statement: { text, baseText, source } }: { readonly statement: ReportStatement }) {
  return (
    <>
      <h3>
        SQL{' '}
        {source === undefined ? null : (
          <small>
            <code>
              {source.file}
              {source.line === undefined ? '' : `:${source.line}`}
            </code>
          </small>
        )}
      </h3>
      {baseText === undefined ? null : (
        <>
          <p class="note">On base:</p>
          <pre class="removed">
            <code>{baseText}</code>
          </pre>
          <p class="note">On head:</p>
        </>
      )}
      <pre class={baseText === undefined ? '' : 'added'}>
        <code>{text}</code>
      </pre>
    </>
  )
}

const FIGURES = [
  ['Pages read', side => formatCount(side.buffers)],
  ['Rows', side => formatCount(side.rows)],
  ['Planner’s cost', side => formatCount(side.cost)],
  ['Fastest time', side => formatMs(side.durationMs)],
  ['Temporary pages', side => formatCount(side.tempBlocks)],
  ['WAL', side => formatBytes(side.walBytes)],
  ['Calls', side => formatCount(side.calls)],
  ['Total time', side => formatMs(side.totalExecTime)],
  ['Shape', side => side.shape],
  ['Triggers', side => (side.triggers.length === 0 ? '–' : side.triggers.join('; '))],
] as const satisfies readonly (readonly [string, (side: NonNullable<ReportStatement['base']>) => string])[]

function Figures({ statement: { base, head, fingerprint } }: { readonly statement: ReportStatement }) {
  return (
    <details>
      <summary>
        Figures <small>fingerprint {fingerprint}</small>
      </summary>
      <table class="figures">
        <thead>
          <tr>
            <td />
            <th scope="col">Base</th>
            <th scope="col">Head</th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map(([name, textOf]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{base === undefined ? '–' : textOf(base)}</td>
              <td>{head === undefined ? '–' : textOf(head)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
