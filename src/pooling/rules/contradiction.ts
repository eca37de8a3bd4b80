import { type PoolRule, remark } from '../subject.ts'

export const contradictingPool: PoolRule = {
  id: 'contradicting-pool',
  title: 'Settings of a pool that contradict each other',
  description:
    'A setting stands twice with two values, or has a value with which the pooler does not start. What holds in the end is used for everything else.',
  find: ({ reading: { contradictions } }) =>
    contradictions.length === 0
      ? []
      : [
          remark({
            rule: 'contradicting-pool',
            subject: 'files',
            severity: 'info',
            title: 'A pool is configured in two ways',
            why: 'Who reads the file may believe the one that does not hold.',
            evidence: contradictions,
          }),
        ],
}
