import { figureValue } from '../pool.ts'
import { instancesOf, openedAtLeast, openedByOne, type PoolRule, placeOf, remark, shownFigure } from '../subject.ts'

export const tooManyConnections: PoolRule = {
  id: 'too-many-connections',
  title: 'More connections than the server takes',
  description:
    'Processes (`target.instances`) × what the pools of one open, or what a pooler opens with all its databases and reserves, is more than `max_connections` less those that are reserved for superusers.',
  find: ({ reading, target, server }) => {
    const { applications, proxies } = reading
    const room = server.maxConnections - server.reserved
    const limit = `${server.from}: max_connections ${server.maxConnections} less ${server.reserved} reserved leaves ${room}.`
    const byProxies = proxies.flatMap(proxy => {
      const opened = figureValue(proxy.opens)
      if (opened === undefined || opened <= room) return []
      return [
        remark({
          rule: 'too-many-connections',
          subject: proxy.file,
          severity: 'advice',
          title: `${proxy.product} opens more connections than the server takes`,
          why: 'The server refuses those that come last, and clients wait or fail although the pooler has room for them.',
          evidence: [
            `${placeOf(proxy)}: ${proxy.pools} ${proxy.pools === 1 ? 'pool' : 'pools'} of ${shownFigure(proxy.poolSize)} connections, ${shownFigure(proxy.opens)} in all.`,
            limit,
          ],
        }),
      ]
    })
    // Behind a pooler the application's pools are clients of that, whose own limit counts.
    if (proxies.length > 0 || applications.length === 0) return byProxies
    const one = openedAtLeast(applications)
    const atLeast = openedByOne(applications) === undefined ? ' at least' : ''
    const instances = instancesOf(target)
    if (one * instances <= room) return byProxies
    const unlimited = !Number.isFinite(one)
    return [
      ...byProxies,
      remark({
        rule: 'too-many-connections',
        subject: 'application',
        severity: 'advice',
        title: unlimited
          ? 'A pool without a limit can take every connection of the server'
          : 'The application opens more connections than the server takes',
        why: 'The server refuses those that come last: requests fail at the busiest time, when all pools are full.',
        evidence: [
          ...applications.map(pool => `${placeOf(pool)}: ${pool.library}, ${shownFigure(pool.size)} connections.`),
          ...(unlimited ? [] : [`${instances} × ${one} = ${instances * one} connections${atLeast}.`]),
          limit,
        ],
      }),
    ]
  },
}
