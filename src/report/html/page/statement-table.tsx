import type { Report } from '../../report.ts'
import { COLUMNS, type Order } from './columns.ts'
import type { RankedRow } from './ranked.ts'
import { StandingBadge } from './standing-badge.tsx'
import { StatementDetail } from './statement-detail.tsx'

interface Props {
  readonly report: Report
  readonly rows: readonly RankedRow[]
  readonly order: Order
  readonly setOrder: (order: Order) => void
  readonly open: ReadonlySet<number>
  readonly toggle: (position: number) => void
}

/** Numbers are wanted largest first, words from A. */
function nextOrder(order: Order, key: string, isNumber: boolean): Order {
  return order.key === key ? { key, isDescending: !order.isDescending } : { key, isDescending: isNumber }
}

/** Up and down go from statement to statement, Home and End to the first and the last. */
function moveFocus(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches('button.name')) return
  const buttons = [...document.querySelectorAll<HTMLElement>('#statements button.name')]
  const at = buttons.indexOf(event.target)
  const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (goal === undefined) return
  event.preventDefault()
  buttons[goal]?.focus()
}

export function StatementTable({ report, rows, order, setOrder, open, toggle }: Props) {
  return (
    <table class="statements" onKeyDown={moveFocus}>
      <caption class="hidden">
        Statements of the load: pages read on both sides, growth, time, calls, total and mean time on head. Column
        headings sort.
      </caption>
      <thead>
        <tr>
          {COLUMNS.map(({ key, title, isNumber }) => (
            <th
              key={key}
              scope="col"
              class={isNumber ? 'number' : ''}
              aria-sort={order.key !== key ? undefined : order.isDescending ? 'descending' : 'ascending'}
            >
              <button type="button" onClick={() => setOrder(nextOrder(order, key, isNumber))}>
                {title}
                <span class="arrow" aria-hidden="true">
                  {order.key !== key ? '' : order.isDescending ? '▼' : '▲'}
                </span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      {rows.map(row => (
        <StatementRows
          key={row.position}
          report={report}
          row={row}
          isOpen={open.has(row.position)}
          toggle={() => toggle(row.position)}
        />
      ))}
    </table>
  )
}

interface RowProps {
  readonly report: Report
  readonly row: RankedRow
  readonly isOpen: boolean
  readonly toggle: () => void
}

const FIGURES = COLUMNS.filter(({ isNumber }) => isNumber)

function StatementRows({ report, row, isOpen, toggle }: RowProps) {
  const detail = `detail-${row.position}`
  return (
    <tbody id={`statement-${row.position}`} class={isOpen ? 'open' : ''}>
      <tr>
        <td class="standing">
          <StandingBadge standing={row.standing} />
        </td>
        <th scope="row">
          <button type="button" class="name" aria-expanded={isOpen} aria-controls={detail} onClick={toggle}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {row.statement.name}
          </button>
        </th>
        {FIGURES.map(({ key, title, textOf }) => (
          <td key={key} class={`number ${key}`} data-title={title}>
            {textOf(row)}
          </td>
        ))}
      </tr>
      {isOpen ? (
        <tr class="detail">
          <td colSpan={COLUMNS.length} id={detail}>
            <StatementDetail report={report} row={row} />
          </td>
        </tr>
      ) : null}
    </tbody>
  )
}
