import { figureValue } from '../pool.ts'
import { CLIENT_ROOM } from '../propose/propose-pgbouncer.ts'
import { instancesOf, openedAtLeast, openedByOne, type PoolRule, placeOf, remark, shownFigure } from '../subject.ts'

export const proxyClients: PoolRule = {
  id: 'proxy-clients',
  title: 'A pooler that takes fewer clients than the application opens',
  description:
    'Clients beyond the limit of the pooler are refused, while the application’s pools believe that there is room. With 20 % more it takes those that connect anew as well.',
  find: ({ reading: { applications, proxies }, target }) => {
    const one = openedAtLeast(applications)
    if (one === 0 || !Number.isFinite(one)) return []
    const atLeast = openedByOne(applications) === undefined ? ' at least' : ''
    const opened = one * instancesOf(target)
    return proxies.flatMap(proxy => {
      const clients = figureValue(proxy.maxClients)
      if (clients === undefined || opened <= clients) return []
      return [
        remark({
          rule: 'proxy-clients',
          subject: proxy.file,
          severity: 'advice',
          title: `${proxy.product} takes fewer clients than the application opens`,
          why: 'Clients beyond its limit are refused, while their pools believe that there is room.',
          evidence: [
            `${placeOf(proxy)}: ${shownFigure(proxy.maxClients)} clients.`,
            `${instancesOf(target)} × ${one} = ${opened} connections of the application${atLeast}; with room for reconnects ${Math.ceil(opened * CLIENT_ROOM)}.`,
          ],
        }),
      ]
    })
  },
}
