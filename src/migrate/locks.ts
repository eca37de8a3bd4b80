import type { Client } from '../postgres/client.ts'
import type { Lock } from './migration.ts'

/** Table-level lock modes, weakest first (PostgreSQL manual, section 13.3.1). */
const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
]

export interface LockSample {
  /** Locks that are new, or stronger, since the transaction began or the last sample. */
  readonly locks: readonly Lock[]
  readonly rewrites: readonly string[]
}

export interface LockSampler {
  /** Ends with the transaction whatever was seen in it. */
  forget(): void
  /** Asks the server; about a millisecond. */
  sample(): Promise<LockSample>
}

interface Table {
  readonly name: string
  fileNode: number
}

/** Watches the connection's own locks on the tables and materialised views that exist now, and their files. */
export async function watchLocks(client: Client): Promise<LockSampler> {
  const tables = await readTables(client)
  const held = new Map<number, number>()
  return {
    forget: () => held.clear(),
    async sample() {
      const found = new Map<number, number>()
      const rewrites = new Set<string>()
      for (const { relation, mode, fileNode } of await readLocks(client)) {
        const table = tables.get(relation)
        if (!table) continue
        const strength = MODES.indexOf(mode)
        if (strength > (held.get(relation) ?? -1)) {
          held.set(relation, strength)
          found.set(relation, strength)
        }
        if (fileNode !== null && fileNode !== table.fileNode) {
          rewrites.add(table.name)
          table.fileNode = fileNode
        }
      }
      const strongestFirst = [...found].sort(([, a], [, b]) => b - a)
      return {
        locks: strongestFirst.map(([relation, strength]) => ({
          relation: tables.get(relation)!.name,
          mode: MODES[strength]!,
        })),
        rewrites: [...rewrites],
      }
    },
  }
}

async function readTables(client: Client): Promise<Map<number, Table>> {
  const rows = await client.rows<{ oid: number; name: string; fileNode: number }>(
    `select c.oid, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name, c.relfilenode as "fileNode"
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and c.oid >= 16384`,
  )
  return new Map(rows.map(({ oid, name, fileNode }) => [oid, { name, fileNode }]))
}

/** No row of pg_class for a table that the transaction dropped. */
function readLocks(client: Client): Promise<{ relation: number; mode: string; fileNode: number | null }[]> {
  return client.rows(
    `select l.relation, l.mode, c.relfilenode as "fileNode"
     from pg_catalog.pg_locks l left join pg_catalog.pg_class c on c.oid = l.relation
     where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.relation >= 16384`,
  )
}
