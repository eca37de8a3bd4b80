import { useEffect, useRef } from 'preact/hooks'
import { groupBy } from '../../group-by.ts'
import { type RankedRow, STANDINGS } from './ranked.ts'

interface Props {
  readonly rows: readonly RankedRow[]
  readonly search: string
  readonly setSearch: (text: string) => void
  readonly standings: ReadonlySet<string>
  readonly setStandings: (standings: ReadonlySet<string>) => void
}

/** A search field, which `/` goes to, and a switch for each status that occurs. */
export function FilterBar({ rows, search, setSearch, standings, setStandings }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])

  const toggle = (standing: string) => {
    const next = new Set(standings)
    if (!next.delete(standing)) next.add(standing)
    setStandings(next)
  }
  return (
    <search class="filters">
      <label>
        <span class="hint">
          Search name, SQL or file <kbd>/</kbd>
        </span>
        <input
          ref={field}
          type="search"
          value={search}
          autocomplete="off"
          spellcheck={false}
          onInput={event => setSearch(event.currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend>Status</legend>
        {[...groupBy(rows, ({ standing }) => standing)].map(([standing, { length }]) => (
          <button
            key={standing}
            type="button"
            class={`chip ${standing}`}
            aria-pressed={standings.has(standing)}
            onClick={() => toggle(standing)}
          >
            <span aria-hidden="true">{STANDINGS[standing].sign}</span> {STANDINGS[standing].word} <b>{length}</b>
          </button>
        ))}
      </fieldset>
    </search>
  )
}
