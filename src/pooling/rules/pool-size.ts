import { figureValue } from '../pool.ts'
import type { SessionFigures } from '../sessions.ts'
import { neededConnections, priorConnections, usefulConnections } from '../sizing.ts'
import { instancesOf, openedByOne, type PoolRule, remark } from '../subject.ts'

/** Fewer transactions than these say nothing about how long one takes. */
const MIN_TRANSACTIONS = 20

/** What the load's own transactions say about the size of the pools. Times decide nothing here: it is a remark with figures. */
export const poolSize: PoolRule = ({ reading, target, sessions }) => {
  const { applications, proxies } = reading
  const { cpus } = target
  if (cpus === undefined || applications.length + proxies.length === 0) return []
  const opened = openedByOne(applications)
  const total = opened === undefined ? undefined : opened * instancesOf(target)
  const pools = proxies.flatMap(({ poolSize: size, pools: count, product }) => {
    const value = figureValue(size)
    return value === undefined ? [] : [`${product} opens up to ${value * count} connections.`]
  })
  const measured =
    sessions !== undefined && sessions.transactions >= MIN_TRANSACTIONS ? measuredEvidence(sessions, cpus) : undefined
  return [
    remark({
      rule: 'pool-size',
      subject: 'application',
      severity: 'info',
      title: 'How many connections the server can use',
      why: 'Beyond that number more connections make every request slower and none faster.',
      evidence: [
        ...(total === undefined || total === 0 ? [] : [`The application’s pools open up to ${total} connections.`]),
        ...pools,
        ...(measured ?? [
          `With ${cpus} processors about ${priorConnections(cpus)} (twice the processors and one); transactions that wait for their client in between can use more, which a load by command would show.`,
        ]),
      ],
    }),
  ]
}

function measuredEvidence(sessions: SessionFigures, cpus: number): readonly string[] {
  const { transactions, heldMs, busyMs, spanMs, peak } = sessions
  const hold = { heldMs: heldMs / transactions, busyMs: busyMs / transactions }
  const rate = spanMs === 0 ? 0 : (1000 * transactions) / spanMs
  const share = heldMs === 0 ? 0 : Math.max(0, 1 - busyMs / heldMs)
  return [
    `A transaction of this load holds its connection for ${hold.heldMs.toFixed(1)} ms, of which the server works ${hold.busyMs.toFixed(1)} ms; ${Math.round(100 * share)} % is idle in transaction.`,
    `With ${cpus} processors the server can use about ${usefulConnections(cpus, hold)} connections.`,
    `The load’s own rate of ${Math.round(rate)} transactions a second needs ${neededConnections(rate, hold)} (Little’s law, 70 % busy); it had up to ${peak} at once.`,
  ]
}
