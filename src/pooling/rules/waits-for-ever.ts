import { figureValue } from '../pool.ts'
import { type PoolRule, placeOf, remark } from '../subject.ts'

/** A pool whose requests wait without an end when all of its connections are in use. */
export const waitsForEver: PoolRule = ({ reading: { applications } }) =>
  applications
    .filter(({ acquireMs }) => figureValue(acquireMs) === 0)
    .map(pool =>
      remark({
        rule: 'no-acquire-timeout',
        subject: `${pool.library}:${pool.file}`,
        severity: 'info',
        title: `${pool.library} waits for ever for a connection`,
        why: 'When all connections are in use requests pile up in place of failing, and the application looks frozen.',
        evidence: [`${placeOf(pool)} sets no limit to the wait for a connection.`],
      }),
    )

/** The server, or what stands before it, ends idle connections before the pool does. */
export const idleLongerThanAllowed: PoolRule = ({ reading: { applications } }) =>
  applications
    .filter(({ lifetimeMs, idleMs }) => {
      const [lifetime, idle] = [figureValue(lifetimeMs), figureValue(idleMs)]
      return lifetime !== undefined && lifetime > 0 && idle !== undefined && idle > lifetime
    })
    .map(pool =>
      remark({
        rule: 'idle-beyond-lifetime',
        subject: `${pool.library}:${pool.file}`,
        severity: 'info',
        title: `${pool.library} keeps idle connections longer than they live`,
        why: 'The idle limit has no effect: the lifetime ends every connection first.',
        evidence: [
          `${placeOf(pool)}: idle ${figureValue(pool.idleMs)} ms, lifetime ${figureValue(pool.lifetimeMs)} ms.`,
        ],
      }),
    )

/** A connection that is being made to a server that does not answer, without an end to it. */
export const connectsForEver: PoolRule = ({ reading: { applications } }) =>
  applications
    .filter(({ connectMs }) => figureValue(connectMs) === 0)
    .map(pool =>
      remark({
        rule: 'no-connect-timeout',
        subject: `${pool.library}:${pool.file}`,
        severity: 'info',
        title: `${pool.library} tries to connect for ever`,
        why: 'A server that fell silent is noticed only when the network gives up, which takes minutes.',
        evidence: [`${placeOf(pool)} switches the limit to the time of connecting off.`],
      }),
    )
