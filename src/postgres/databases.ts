import { type Client, connectClient } from './client.ts'
import { type Access, createDatabase, dropDatabase, findDatabase } from './database.ts'
import { quoteIdentifier } from './quote.ts'
import type { Database, Server } from './server.ts'

/** A larger one is copied when it is asked for: until then a copy would only take disk. */
const MAX_AHEAD_BYTES = 2 ** 30

/** The databases of a server that is ours alone. */
export interface Databases extends Pick<Server, 'createDatabase' | 'openDatabase' | 'copyAhead' | 'dropDatabase'> {
  /** Waits for what is still done in the background, and ends that. */
  settle(): Promise<void>
}

export interface DatabasesOptions {
  readonly admin: Client
  readonly access: Access
  readonly major: number
  /** Of a second administrator's connection. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Makes and drops databases. Copies that will soon be asked for, and drops, which nobody has to wait for, are done on a second
 * connection while the run goes on.
 */
export function manageDatabases({ admin, access, major, settings }: DatabasesOptions): Databases {
  let second: Promise<Client> | undefined
  let made = 0
  /** By template. */
  const ahead = new Map<string, Promise<Database | undefined>>()
  /** By what is dropped. */
  const drops = new Map<string, Promise<void>>()
  const connections = new Map<string, number>()
  const waiting = new Set<() => void>()

  const aside = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    second ??= connectClient({ url: access.adminUrl, settings, explain: access.explain })
    return await work(await second)
  }
  const counted = (name: string) => connections.get(name) ?? 0

  /** While a database is copied the server lets nobody in; where somebody is, it does so for five seconds and then refuses. */
  const watch = (database: Database): Database => ({
    ...database,
    async connect(as, given) {
      await ahead.get(database.name)
      connections.set(database.name, counted(database.name) + 1)
      const leave = () => {
        connections.set(database.name, counted(database.name) - 1)
        for (const look of waiting) look()
      }
      try {
        return withEnd(await database.connect(as, given), leave)
      } catch (error) {
        leave()
        throw error
      }
    },
  })

  /** Until none of our own connections to it is open. */
  const leftAlone = ({ name }: Database) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (counted(name) > 0) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })

  const copyIfSmall = async (client: Client, template: Database): Promise<Database | undefined> => {
    const [row] = await client.rows<{ bytes: number }>('select pg_database_size($1::name)::float8 as bytes', [
      template.name,
    ])
    const isSmall = row !== undefined && row.bytes <= MAX_AHEAD_BYTES
    return isSmall ? createDatabase(client, access, major, `pgverdict_ahead_${++made}`, template) : undefined
  }

  const take = async (template: Database, name: string): Promise<Database | undefined> => {
    const copying = ahead.get(template.name)
    ahead.delete(template.name)
    const copy = await copying
    if (copy === undefined) return undefined
    await admin.run(`alter database ${quoteIdentifier(copy.name)} rename to ${quoteIdentifier(name)}`)
    return findDatabase(admin, access, name)
  }

  return {
    async createDatabase(name, template) {
      await drops.get(name)
      if (template === undefined) return watch(await createDatabase(admin, access, major, name, template))
      const copy = await take(template, name)
      if (copy !== undefined) return watch(copy)
      await leftAlone(template)
      return watch(await createDatabase(admin, access, major, name, template))
    },
    openDatabase: async name => watch(await findDatabase(admin, access, name)),
    copyAhead(template) {
      if (ahead.has(template.name) || counted(template.name) > 0) return
      // Where it fails, who asks for a copy makes it then, and learns why.
      const copy = aside(client => copyIfSmall(client, template)).catch(() => undefined)
      ahead.set(template.name, copy)
    },
    async dropDatabase({ name }) {
      const copying = ahead.get(name)
      ahead.delete(name)
      // A server that is gone is told of by whatever uses it next.
      const drop = aside(async client => {
        await dropDatabase(client, major, name)
        const copy = await copying
        if (copy !== undefined) await dropDatabase(client, major, copy.name)
      }).catch(() => undefined)
      drops.set(name, drop)
    },
    async settle() {
      await Promise.all([...ahead.values(), ...drops.values()])
      await (await second?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}

/** The connection, with something to do once it has ended. */
function withEnd(client: Client, onEnd: () => void): Client {
  let isOpen = true
  return {
    ...client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      if (isOpen) onEnd()
      isOpen = false
    },
  }
}
