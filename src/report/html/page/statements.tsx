import { type Dispatch, type StateUpdater, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { formatCount } from '../../format.ts'
import type { Report } from '../../report.ts'
import { filterRows, type Order, sortRows } from './columns.ts'
import { FilterBar } from './filter-bar.tsx'
import type { RankedRow } from './ranked.ts'
import { StatementTable } from './statement-table.tsx'

export interface OpenStatements {
  readonly positions: ReadonlySet<number>
  /** The statement that a link asked for and that is not in view yet. */
  readonly wanted: number | undefined
}

interface Props {
  readonly report: Report
  readonly rows: readonly RankedRow[]
  readonly open: OpenStatements
  readonly setOpen: Dispatch<StateUpdater<OpenStatements>>
}

/** Rows that are in the document at first, and that each look beyond its end adds. */
const ROWS_AT_ONCE = 100
const FIRST_ORDER: Order = { key: 'standing', isDescending: false }

/** Every statement of the load in a table that can be searched, filtered and sorted. */
export function Statements({ report, rows, open, setOpen }: Props) {
  const [search, setSearch] = useState('')
  const [standings, setStandings] = useState<ReadonlySet<string>>(new Set())
  const [order, setOrder] = useState(FIRST_ORDER)
  const [limit, setLimit] = useState(ROWS_AT_ONCE)
  const section = useRef<HTMLElement>(null)

  const matching = useMemo(
    () => sortRows(filterRows(rows, search.toLowerCase().split(/\s+/), standings), order),
    [rows, search, standings, order],
  )

  useEffect(() => {
    const { wanted } = open
    if (wanted === undefined) return
    const at = matching.findIndex(({ position }) => position === wanted)
    if (at < 0) {
      if (!rows.some(({ position }) => position === wanted)) return setOpen(now => ({ ...now, wanted: undefined }))
      setSearch('')
      setStandings(new Set())
      return
    }
    if (at >= limit) return setLimit(at + ROWS_AT_ONCE)
    if (!open.positions.has(wanted)) return setOpen({ positions: new Set([...open.positions, wanted]), wanted })
    const row = section.current?.querySelector<HTMLElement>(`#statement-${wanted}`)
    row?.scrollIntoView({ block: 'start' })
    row?.querySelector('button')?.focus({ preventScroll: true })
    setOpen(now => ({ ...now, wanted: undefined }))
  }, [open, matching, limit, rows, setOpen])

  const toggle = (position: number) =>
    setOpen(({ positions }) => {
      const next = new Set(positions)
      if (!next.delete(position)) next.add(position)
      return { positions: next, wanted: undefined }
    })

  return (
    <section id="statements" aria-labelledby="statements-title" ref={section}>
      <h2 id="statements-title">All statements</h2>
      <FilterBar rows={rows} search={search} setSearch={setSearch} standings={standings} setStandings={setStandings} />
      <p class="count" role="status">
        {matching.length === rows.length
          ? `${formatCount(rows.length)} statements`
          : `${formatCount(matching.length)} of ${formatCount(rows.length)} statements`}
      </p>
      <StatementTable
        report={report}
        rows={matching.slice(0, limit)}
        order={order}
        setOrder={setOrder}
        open={open.positions}
        toggle={toggle}
      />
      {matching.length > limit ? (
        <More count={matching.length - limit} more={() => setLimit(limit + ROWS_AT_ONCE)} />
      ) : null}
    </section>
  )
}

/** Goes on by itself when it comes into view. */
function More({ count, more }: { readonly count: number; readonly more: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) more()
    })
    if (button.current !== null) observer.observe(button.current)
    return () => observer.disconnect()
  }, [more])
  return (
    <button type="button" class="more" ref={button} onClick={more}>
      Show more ({formatCount(count)} left)
    </button>
  )
}
