import { type PoolRule, remark } from '../subject.ts'

/** Sessions that the load left in a transaction: connections that are never given back. */
export const leakedConnections: PoolRule = ({ sessions }) => {
  if (sessions === undefined || sessions.unfinished === 0) return []
  const { unfinished } = sessions
  return [
    remark({
      rule: 'unfinished-transactions',
      subject: 'load',
      severity: 'advice',
      title: 'The load leaves transactions open',
      why: 'A connection that never gets COMMIT or ROLLBACK does not come back to its pool, and its locks stay.',
      evidence: [`${unfinished} of ${sessions.sessions} sessions ended, or were left, in a transaction.`],
    }),
  ]
}
