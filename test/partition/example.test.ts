import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseWorkload } from '../../src/load/workload.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from '../trial/advised.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/property-management')

/** Few rows in the example's own tables: which statement names what does not depend on how many there are. */
const ROWS = `
  insert into "Tenant" (id, name, slug) select i, 't', 's' || i from generate_series(1, 300) i;
  insert into "User" (id, "tenantId", email, name) select i, 1 + i % 300, 'e' || i, 'u' from generate_series(1, 2400) i;
  insert into "Property" (id, "tenantId", name, street, "postalCode", city) select i, 1 + i % 300, 'p', 's', 'c', 'c' from generate_series(1, 1100) i;
  insert into "Unit" (id, "propertyId", number, floor, bedrooms, "areaSqm", rent) select i, 1 + i % 1100, i, 1, 1, 1, 1 from generate_series(1, 1100) i;
  insert into "Resident" (id, "tenantId", name, email) select i, 1 + i % 300, 'r', 'e' from generate_series(1, 1100) i;
  insert into "Lease" (id, "tenantId", "unitId", "residentId", "startDate", "monthlyRent") select i, 1 + i % 300, 1 + i % 1100, 1 + i % 1100, '2025-01-01', 1 from generate_series(1, 31000) i;
  insert into "MaintenanceRequest" (id, "tenantId", "propertyId", "unitId", "assigneeId", status, summary, description, "createdAt")
    select i, 1 + i % 300, 1 + i % 1100, 1 + i % 1100, 1 + i % 2400, (enum_range(null::"RequestStatus"))[1 + i % 4], 's', 'd', timestamp '2024-03-01' + i * interval '36 minutes' from generate_series(1, 20000) i;
  insert into "Message" ("requestId", "recipientId", body, "sentAt", "readAt")
    select 1 + i % 20000, 1 + i % 2400, repeat('b', 80), timestamp '2024-03-01' + i * interval '24 minutes', now() from generate_series(1, 30000) i;
  insert into "Transaction" ("tenantId", "leaseId", kind, amount, reference, "bookedAt")
    select 1 + i % 300, 1 + i % 31000, 'RENT', 1, 'RF' || i, timestamp '2024-03-01' + i * interval '24 minutes' from generate_series(1, 30000) i;`

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

test('the example’s large tables are better left whole, each for its reason', async () => {
  const folder = join(EXAMPLE, 'prisma/migrations')
  const migrations = readdirSync(folder)
    .filter(name => /^\d/.test(name))
    .sort()
    .map(name => readFileSync(join(folder, name, 'migration.sql'), 'utf8'))
  const workload = await parseWorkload(readFileSync(join(EXAMPLE, 'db/workload.sql'), 'utf8'), 'workload.sql')
  const statements = workload.filter(
    ({ sql }) => /"(?:MaintenanceRequest|Message|Transaction)"/.test(sql) && !/^\s*insert/i.test(sql),
  )
  const { findings } = await advised(server, {
    base: [...migrations, ROWS].join(';\n'),
    load: Object.fromEntries(statements.map(({ name, sql }) => [name, sql])),
    calls: Object.fromEntries(statements.map(({ name, calls }) => [name, calls])),
    candidates: 0,
    target: { size: 500 * 2 ** 30 },
  })
  const told = new Map(findings.filter(({ rule }) => rule === 'partition').map(finding => [finding.key, finding]))
  const of = (table: string) => told.get(`partition:public.${table}`)
  for (const table of ['MaintenanceRequest', 'Message', 'Transaction'])
    expect([table, of(table)?.severity, of(table)?.fix]).toEqual([table, 'info', undefined])
  expect(of('MaintenanceRequest')?.why).toMatch(
    /Message_requestId_fkey.*WorkOrder_requestId_fkey|WorkOrder_requestId_fkey.*Message_requestId_fkey/,
  )
  expect(of('Transaction')?.why).toContain('"Transaction_reference_key" could not be unique any more')
  expect(of('Message')?.why).toMatch(/^No column is named by statements that do 80%/)
})
