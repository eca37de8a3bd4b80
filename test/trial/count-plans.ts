import type { Client } from '../../src/postgres/client.ts'
import type { Database, Server } from '../../src/postgres/server.ts'

interface CountedServer {
  readonly server: Server
  /** Plans that were asked for without running the statement. */
  readonly plans: () => number
  /** What they took, with the way there and back. */
  readonly planningSeconds: () => number
  /** Executions under EXPLAIN. */
  readonly runs: () => number
}

/** A server that counts the plans that are asked for on copies made for trials. */
export function countPlans(server: Server): CountedServer {
  let [plans, planningMs, runs] = [0, 0, 0]
  const watch = (client: Client): Client => ({
    ...client,
    async rows(sql, values) {
      const started = performance.now()
      try {
        return await client.rows(sql, values)
      } finally {
        const isExplain = /^explain\b/i.test(sql)
        const isRun = isExplain && /\banalyze\b/i.test(sql)
        if (isRun) runs += 1
        else if (isExplain) {
          plans += 1
          planningMs += performance.now() - started
        }
      }
    },
  })
  const watchDatabase = (database: Database): Database => ({
    ...database,
    connect: async (as, settings) => watch(await database.connect(as, settings)),
  })
  return {
    plans: () => plans,
    planningSeconds: () => planningMs / 1000,
    runs: () => runs,
    server: {
      ...server,
      async createDatabase(name, template) {
        const database = await server.createDatabase(name, template)
        return name.startsWith('trial') ? watchDatabase(database) : database
      },
    },
  }
}
