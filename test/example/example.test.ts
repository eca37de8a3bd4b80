import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { configSchema } from '../../src/config/schema.ts'
import { parseWorkload } from '../../src/load/workload.ts'
import type { Client } from '../../src/postgres/client.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { splitSql } from '../../src/sql/split.ts'
import { createExampleRepository, EXAMPLE_BRANCHES } from '../support/example-repository.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import { readDatabaseCatalog, readPrismaCatalog } from './prisma-catalog.ts'

/** Rows of each table and the beginning of the digest of all of them. */
const DATA = {
  AuditLog: '40000 f96a186a',
  Document: '25000 ad97cb86',
  Invoice: '50000 597f9018',
  Lease: '60000 b1412d79',
  MaintenanceRequest: '160000 888d5e54',
  Message: '200000 e97f789b',
  Property: '6000 0314c29c',
  Resident: '50000 24765615',
  Tenant: '300 13b6930b',
  Transaction: '160000 6aeb66ab',
  Unit: '40000 e190a4aa',
  User: '4800 8ea44642',
  Vendor: '1500 9177bf59',
  WorkOrder: '60000 a5099f6d',
}

let server: Server

beforeAll(async () => {
  await using example = await createExampleRepository('main')
  const config = configSchema.parse(parse(await readFile(join(example.directory, 'pgverdict.yml'), 'utf8')))
  server = await openServer(
    { ...config.postgres, server: 'embedded' },
    { signal: new AbortController().signal, progress: recordedProgress(), env: process.env },
  )
})

afterAll(() => server?.[Symbol.asyncDispose]())

describe('the Prisma schema', () => {
  it.each(['main', ...EXAMPLE_BRANCHES] as const)('of %s is what its migrations make', async branch => {
    await using example = await createExampleRepository(branch)
    const database = await server.createDatabase(`schema_${branch}`)
    {
      await using client = await database.connect('owner')
      await migrate(client, example.directory)
      const schema = await readFile(join(example.directory, 'prisma/schema.prisma'), 'utf8')
      expect(await readDatabaseCatalog(client)).toEqual(readPrismaCatalog(schema))
    }
    await server.dropDatabase(database)
  })
})

describe('the seed and the workload', () => {
  let database: Database
  let workload: string
  let foreignKeys: readonly object[]

  beforeAll(async () => {
    await using example = await createExampleRepository('main')
    database = await server.createDatabase('seeded')
    await using client = await database.connect('owner')
    await migrate(client, example.directory)
    foreignKeys = await readForeignKeys(client)
    for (const piece of splitSql(await readFile(join(example.directory, 'db/seed.sql'), 'utf8'), 'db/seed.sql')) {
      await client.run(piece.text)
    }
    workload = await readFile(join(example.directory, 'db/workload.sql'), 'utf8')
  })

  it('make about a million rows, always the same', async () => {
    await using client = await database.connect('owner')
    const tables = await client.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
    )
    const digests: [table: string, rows: number, digest: string][] = []
    for (const { name } of tables) digests.push(await digestTable(client, name))
    const rows = digests.reduce((sum, [, count]) => sum + count, 0)
    expect(rows).toBeGreaterThan(800_000)
    expect(rows).toBeLessThan(1_300_000)
    expect(Object.fromEntries(digests.map(([table, count, digest]) => [table, `${count} ${digest}`]))).toEqual(DATA)
  })

  it('leave the sequences behind the last row and every foreign key in place', async () => {
    await using client = await database.connect('owner')
    expect(foreignKeys).toHaveLength(28)
    expect(await readForeignKeys(client)).toEqual(foreignKeys)
    const [next] = await client.rows<{ id: number }>(`select nextval('"MaintenanceRequest_id_seq"')::int as id`)
    expect(next?.id).toBe(160_001)
  })

  it('name 30 to 50 statements, each once, and every one of them runs', async () => {
    const statements = await parseWorkload(workload, 'db/workload.sql')
    expect(statements.length).toBeGreaterThanOrEqual(30)
    expect(statements.length).toBeLessThanOrEqual(50)
    expect(statements.filter(({ isNamed }) => !isNamed)).toEqual([])
    expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length)

    await using client = await database.connect('owner')
    const withoutEffect: string[] = []
    for (const { name, sql, calls } of statements) {
      for (let call = 0; call < calls; call++) await client.run(sql)
      await client.run('begin')
      if (/^select/i.test(sql) && (await client.run(sql)) === 0) withoutEffect.push(name)
      await client.run('rollback')
    }
    expect(withoutEffect).toEqual([])
  })
})

/** As Prisma does: every file in its folder's order, each as one simple query. */
async function migrate(client: Client, directory: string): Promise<void> {
  const folder = join(directory, 'prisma/migrations')
  for (const name of (await readdir(folder)).filter(entry => /^\d/.test(entry)).sort()) {
    await client.run(await readFile(join(folder, name, 'migration.sql'), 'utf8'))
  }
}

function readForeignKeys(client: Client): Promise<readonly object[]> {
  return client.rows(`
    select conname, convalidated, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' order by conname`)
}

async function digestTable(client: Client, name: string): Promise<[table: string, rows: number, digest: string]> {
  const [row] = await client.rows<{ rows: number; digest: string }>(`
    select count(*)::int as rows, left(md5(string_agg(md5(t::text), '' order by id)), 8) as digest from "${name}" as t`)
  return [name, row!.rows, row!.digest]
}
