import type { RosterEntry } from '../../../gate/verdict.ts'

export function GateEntry({ entry }: { readonly entry: RosterEntry }) {
  const { level, rule, text, accepted } = entry
  return (
    <li>
      <span class={`badge ${accepted === undefined ? level : 'accepted'}`}>
        {accepted === undefined ? level : 'accepted'}
      </span>{' '}
      <code>{rule}</code> {text}
      {accepted === undefined ? null : (
        <small>
          {' '}
          Accepted until {accepted.until}: {accepted.reason}
        </small>
      )}
    </li>
  )
}
