import { type PoolRule, remark } from '../subject.ts'

export const leakedConnections: PoolRule = {
  id: 'unfinished-transactions',
  title: 'Transactions that the load leaves open',
  description:
    'Sessions of the load ended, or were left, in a transaction: neither their connections nor their locks come back. The log of a load by command shows it.',
  find: ({ sessions }) => {
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
  },
}
