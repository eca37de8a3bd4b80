import { MIN_TRANSACTIONS } from '../propose/propose-pgbouncer.ts'
import { type PoolRule, remark } from '../subject.ts'

/** Of the time that transactions hold their connections; below it the server works for most of the time. */
const MIN_SHARE = 0.5
/** Shorter gaps are the way to the client and back, on a busy machine too. */
const MIN_IDLE_MS = 20

export const idleInTransaction: PoolRule = {
  id: 'idle-in-transaction',
  title: 'Transactions that wait for their client',
  description:
    'Transactions of the load hold their connections, and their locks, for more than twice as long as the server works for them, and for at least 20 ms more on average: something slow, such as a call of another service, happens between BEGIN and COMMIT. It is a remark, because times decide nothing.',
  find({ sessions }) {
    if (sessions === undefined || sessions.transactions < MIN_TRANSACTIONS) return []
    const { transactions, heldMs, busyMs } = sessions
    const idleMs = Math.max(0, heldMs - busyMs)
    if (idleMs < MIN_SHARE * heldMs || idleMs / transactions < MIN_IDLE_MS) return []
    return [
      remark({
        rule: 'idle-in-transaction',
        subject: 'load',
        severity: 'info',
        title: `Transactions of this load are idle for ${Math.round((100 * idleMs) / heldMs)} % of their time`,
        why: 'A connection that is held without work is missing in its pool, and row locks and dead rows stay meanwhile: do what is slow before BEGIN or after COMMIT.',
        evidence: [
          `${transactions} transactions hold a connection for ${(heldMs / transactions).toFixed(1)} ms on average, of which the server works ${(busyMs / transactions).toFixed(1)} ms.`,
        ],
      }),
    ]
  },
}
