import { figureValue } from '../pool.ts'
import { MIN_TRANSACTIONS } from '../propose/propose-pgbouncer.ts'
import type { SessionFigures } from '../sessions.ts'
import { neededConnections, priorConnections, usefulConnections } from '../sizing.ts'
import { instancesOf, openedByOne, type PoolRule, remark } from '../subject.ts'

export const poolSize: PoolRule = {
  id: 'pool-size',
  title: 'How many connections the server can use',
  description:
    'Shown are what all pools open, what a transaction of the load holds and how much of that the server works, what its rate needs (Little’s law) and what the processors can use. Times decide nothing: it is a remark.',
  find: ({ reading, target, sessions }) => {
    const { applications, proxies } = reading
    const { cpus } = target
    if (cpus === undefined || applications.length + proxies.length === 0) return []
    const opened = openedByOne(applications)
    const total = opened === undefined ? undefined : opened * instancesOf(target)
    const pools = proxies.flatMap(({ opens, product }) => {
      const value = figureValue(opens)
      return value === undefined ? [] : [`${product} opens up to ${value} connections.`]
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
  },
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
