import { figureValue } from '../pool.ts'
import { instancesOf, openedByOne, type PoolRule, placeOf, remark, shownFigure } from '../subject.ts'

/** Poolers keep some room for reconnects beside what the application's pools open. */
const ROOM = 1.2

/** A pooler that takes fewer clients than the application's pools open. */
export const proxyClients: PoolRule = ({ reading: { applications, proxies }, target }) => {
  const one = openedByOne(applications)
  if (one === undefined || one === 0 || !Number.isFinite(one)) return []
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
          `${instancesOf(target)} × ${one} = ${opened} connections of the application; with room for reconnects ${Math.ceil(opened * ROOM)}.`,
        ],
      }),
    ]
  })
}
