import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { replayed } from './replayed.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server[Symbol.asyncDispose]())

/** Nearly all rows have the one kind; the others are rare. */
const SKEWED = `
  create table item (id int primary key, kind int not null, note text);
  insert into item select g, case when g % 1000 = 0 then g else 0 end, repeat('n', 80) from generate_series(1, 30000) g;`

const byKind = (kinds: readonly number[]) => async (database: Database) => {
  await using client = await database.connect('owner')
  for (const kind of kinds) await client.rows('select note from item where kind = $1 order by id limit 3', [kind])
}

const byId = (ids: readonly number[]) => async (database: Database) => {
  await using client = await database.connect('owner')
  for (const id of ids) await client.rows('select note from item where id = $1', [id])
}

describe('the plan for any value', () => {
  test('that will be taken and reads more is a risk, where it is new', async () => {
    const load = byKind([0, 0, 5000])
    const narrow = 'create index item_kind on item (kind);'
    const head = `drop index item_kind_id; ${narrow}`
    const { comparisons } = await replayed(server, {
      base: `${SKEWED} create index item_kind_id on item (kind, id);`,
      head,
      load,
    })
    expect(comparisons).toMatchObject([
      { status: 'changed', changes: expect.arrayContaining([expect.objectContaining({ kind: 'generic-plan' })]) },
    ])
    expect(comparisons[0]?.reason).toMatch(
      /; a prepared statement reads \d+ pages by the plan for any value, once it was executed five times, instead of \d pages by a plan for the values$/,
    )
    const old = await replayed(server, { base: `${SKEWED} ${narrow}`, load })
    expect(old.comparisons).toMatchObject([{ status: 'unchanged', changes: [], reason: 'same plan and same work' }])
    expect(old.measured[0]?.genericPlans?.head.genericBuffers).toBeGreaterThan(100)
  })
})

describe('a statement whose values were never seen', () => {
  const unlogged = async (head?: string, headIds?: readonly number[]) => {
    const blind: Server = Object.create(server, { log: { value: undefined } })
    return replayed(blind, {
      ...(headIds !== undefined && { headLoad: byId(headIds) }),
      base: SKEWED,
      ...(head !== undefined && { head }),
      load: byId([5000]),
    })
  }

  test('is planned for any value on both sides', async () => {
    expect((await unlogged()).comparisons).toMatchObject([
      {
        status: 'unchanged',
        confidence: 'plan',
        reason: 'no values of it were seen; planned for any value, it has the same plan',
      },
    ])
  })

  test('warns where the plan got dearer, and breaks where a column is gone', async () => {
    const [dearer] = (await unlogged('alter table item drop constraint item_pkey')).comparisons
    expect(dearer).toMatchObject({ status: 'regressed', agrees: false, confidence: 'plan' })
    expect(dearer?.changes.map(({ kind }) => kind)).toContain('index-lost')
    const [broken] = (await unlogged('alter table item rename note to remark', [])).comparisons
    expect(broken).toMatchObject({ status: 'broken' })
  })
})
