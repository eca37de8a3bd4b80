import { figureValue } from '../pool.ts'
import { type PoolRule, placeOf, remark } from '../subject.ts'

export const waitsForEver: PoolRule = {
  id: 'no-acquire-timeout',
  title: 'A wait for a connection without an end',
  description:
    'When all connections of the pool are in use, requests pile up in place of failing. Some libraries wait for ever unless told otherwise, node-postgres and postgres.js among them.',
  find: ({ reading: { applications } }) =>
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
      ),
}

export const idleLongerThanAllowed: PoolRule = {
  id: 'idle-beyond-lifetime',
  title: 'Idle connections that are kept longer than they live',
  description: 'The limit to idle time has no effect where the lifetime is shorter.',
  find: ({ reading: { applications } }) =>
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
      ),
}

export const connectsForEver: PoolRule = {
  id: 'no-connect-timeout',
  title: 'Connecting without an end',
  description:
    'The limit to the time of connecting is switched off: a server that fell silent is noticed only when the network gives up.',
  find: ({ reading: { applications } }) =>
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
      ),
}
