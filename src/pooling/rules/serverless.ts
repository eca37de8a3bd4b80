import { instancesOf, type PoolRule, placeOf, remark, shownFigure } from '../subject.ts'

export const serverlessWithoutPooler: PoolRule = {
  id: 'serverless-without-pooler',
  title: 'Functions that connect to the server without a pooler',
  description:
    'The application runs as functions (`vercel.json`, `serverless.yml` and the like), each instance with connections of its own, and neither a pooler’s file nor an address of one is in the repository.',
  find: ({ reading, target, server }) => {
    const { serverless, proxies, applications, clients } = reading
    const [file] = serverless
    const direct = applications.filter(({ expectsProxy, library }) => !expectsProxy && !/neon/i.test(library))
    if (file === undefined || proxies.length > 0 || direct.length + clients.length === 0) return []
    const room = server.maxConnections - server.reserved
    return [
      remark({
        rule: 'serverless-without-pooler',
        subject: file,
        severity: 'advice',
        title: 'Functions connect to the server without a pooler',
        why: 'Each instance of a function opens connections of its own and keeps them while it sleeps: a burst of requests takes all that the server has.',
        evidence: [
          `${file} says that the application runs as functions.`,
          ...direct.map(pool => `${placeOf(pool)}: ${pool.library}, ${shownFigure(pool.size)} connections in each.`),
          ...clients.slice(0, 5).map(client => `${placeOf(client)}: a connection of its own for each call.`),
          `The server takes ${room}${instancesOf(target) > 1 ? `; ${instancesOf(target)} instances are given` : ''}.`,
        ],
      }),
    ]
  },
}
