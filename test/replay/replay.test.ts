import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ValueSet } from '../../src/capture/snapshot.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { measure, type ReplaySide } from '../../src/replay/measure.ts'
import type { Measurement } from '../../src/replay/measurement.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { replayed } from './replayed.ts'

const SCHEMA = `
  create table item (id serial primary key, kind int not null, note text);
  insert into item (kind, note) select g % 100, repeat('n', 60) from generate_series(1, 5000) g;
  create index item_kind on item (kind);
  create table part (id int primary key, item_id int references item);
  insert into part select g, g from generate_series(1, 3000) g;
  create function noted() returns trigger language plpgsql as
    $$ begin perform count(*) from part; return new; end $$;
  create trigger noting after update on item for each row execute function noted();
  create schema other; create table other.item (id int, kind int); insert into other.item values (1, 7);
  analyze`

let server: Server
let database: Database
let side: ReplaySide
beforeAll(async () => {
  server = await startServer({ ...LOCAL_SERVER, roles: ['auditor'] })
  database = await server.createDatabase('rules')
  const client = await database.connect('owner')
  await client.run(SCHEMA)
  side = { client, meter: createWorkMeter(server, database), timeoutMs: 5000 }
})
afterAll(async () => {
  await side.client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const call = (sql: string, more: Partial<ValueSet> = {}): ValueSet => ({
  why: 'only',
  sql,
  values: [],
  session: {},
  ...more,
})

function measured(measurement: Measurement) {
  if (measurement.kind !== 'measured') throw new Error(JSON.stringify(measurement))
  return measurement
}

describe('a measurement', () => {
  test('repeats to the last page, whatever a new session has to read first', async () => {
    const [first, second] = [
      await measure(side, call('select note from item where kind = 3'), false),
      await measure(side, call('select note from item where kind = 3'), false),
    ].map(measured)
    expect(first!.work).toEqual(second!.work)
    expect(first!.work.rows).toBe(50)
  })

  test.each([
    ['update item set note = $1 where id = 7', ['x']],
    ['delete from item where id = 4500', []],
    [`insert into item (kind) values (1)`, []],
    ['with gone as (delete from part where id = 5 returning item_id) select * from gone', []],
  ])('of `%s` leaves the rows as they were', async (sql, values) => {
    const rows = async () =>
      await side.client.rows(
        `select md5(string_agg(i::text, '|' order by id)) as items, (select count(*) from part)::int as parts from item i`,
      )
    const before = await rows()
    expect(measured(await measure(side, call(sql, { values }), true)).work.walBytes).toBeGreaterThan(0)
    expect(await rows()).toEqual(before)
  })

  test('of a write is the same whatever else runs on the server', async () => {
    const crowded = await server.createDatabase('crowded')
    {
      await using client = await crowded.connect('owner')
      // In pages that vacuum made room in, a row's next version fits beside it once what a rollback left there is pruned.
      await client.run(`
        create table job (id int primary key, state int not null, at int not null, note text not null);
        create index on job (state, at);
        create index on job (at);
        insert into job select i, i % 40, i, repeat('n', 200) from generate_series(1, 20000) i;
        update job set at = at where state = 7`)
    }
    await freeze(server, crowded)
    const pagesOf = async (isBusy: boolean) => {
      const copy = await server.createDatabase(isBusy ? 'busy' : 'quiet', crowded)
      await using others = await database.connect('owner')
      if (isBusy) await others.run('begin; select pg_current_xact_id()')
      await using client = await copy.connect('owner')
      const own = { client, meter: createWorkMeter(server, copy), timeoutMs: 5000 }
      return measured(
        await measure(own, call('update job set state = 3 where at <= 4000 and state in (3, 4, 5)'), true),
      ).work.buffers
    }
    expect(await pagesOf(true)).toBe(await pagesOf(false))
  })

  test('counts what triggers and foreign keys read', async () => {
    const update = measured(await measure(side, call('update item set note = null where id between 1 and 20'), true))
    const top = (update.plan.root.sharedHitBlocks ?? 0) + (update.plan.root.sharedReadBlocks ?? 0)
    expect(update.work.buffers).toBeGreaterThan(top + 20 * 10)
  })

  test('ends at the statement timeout, and the session goes on', async () => {
    const slow = await measure({ ...side, timeoutMs: 50 }, call('select pg_sleep(30)'), false)
    expect(slow).toMatchObject({ kind: 'failed', code: '57014', timedOut: true })
    expect((await measure(side, call('select 1'), false)).kind).toBe('measured')
  })

  test('has the session’s settings, and leaves none behind', async () => {
    const session = { search_path: 'other', work_mem: '64kB' }
    const inside = measured(await measure(side, call('select * from item', { session }), false))
    expect(inside.plan.root).toMatchObject({ schema: 'other', actualRows: 1 })
    expect(inside.plan.settings).toMatchObject({ work_mem: '64kB' })
    expect(measured(await measure(side, call('select * from item'), false)).work.rows).toBe(5000)
  })

  test('has the session’s role', async () => {
    const session = { role: 'auditor' }
    expect(await measure(side, call('select * from item', { session }), false)).toMatchObject({ code: '42501' })
    expect((await measure(side, call('select current_user', { session }), false)).kind).toBe('measured')
  })

  test('binds values as the driver did, and prepares what SQL prepared', async () => {
    const sql = 'select note from item where id = $1'
    const plain = measured(await measure(side, call(sql, { values: ['7'] }), false))
    const cast = measured(await measure(side, call(sql, { values: ['7'], types: ['numeric'] }), false))
    expect([plain.plan.root.nodeType, cast.plan.root.nodeType]).toEqual(['Index Scan', 'Seq Scan'])
    const prepared = 'prepare by_kind (int) as select id from item where kind = $1'
    expect(measured(await measure(side, call('execute by_kind(4)', { prepared }), false)).work.rows).toBe(50)
    expect(measured(await measure(side, call('execute by_kind(4)', { prepared }), false)).work.rows).toBe(50)
  })

  test('tells NULL from a text and infers what it can', async () => {
    const sql = 'select id from item where note is not distinct from $1 and id < 10'
    expect(measured(await measure(side, call(sql, { values: [null] }), false)).work.rows).toBe(0)
    expect(measured(await measure(side, call('select $1', { values: ["it's"] }), false)).work.rows).toBe(1)
  })
})

test('a cursor is replayed as its query; a failure of both sides is no one’s', async () => {
  const load = `begin;
-- name: cursor
declare walk cursor for select id from item where kind = 5;
fetch 10 from walk;
commit;
create table made as select 1 as one;
-- name: needs.load
select one from made;
`
  const { comparisons } = await replayed(server, { base: SCHEMA, load })
  const byName = new Map(comparisons.map(each => [each.name, each]))
  expect(byName.get('cursor')).toMatchObject({ status: 'unchanged', base: { rows: 50 } })
  expect(byName.get('needs.load')).toMatchObject({ status: 'unmeasured', isUnmeasuredAlike: true })
})

describe('a statement that asks the clock', () => {
  const base = `
    create table draw (id int not null, kind int not null, note text not null);
    insert into draw select g, g % 200, repeat('n', 80) from generate_series(1, 20000) g;
    create index draw_kind on draw (kind);
    create function clock_id() returns int language plpgsql as
      $$ begin return extract(microseconds from clock_timestamp())::int % 20000; end $$;`
  const load = `-- name: listed
select note from draw where kind = 7 and id > (select clock_id());
-- name: counted
select count(*) from draw where kind < 40 and id > clock_id();
-- name: deleted
delete from draw where kind = 7 and id > (select clock_id());
-- name: inserted
insert into draw select g, 7, gen_random_uuid() from generate_series(1, (select clock_id() / 20)) g;
-- name: by.second
select note from draw where kind < (select extract(second from clock_timestamp())::int);
`

  test('has no change where the sides differ by chance', async () => {
    const { comparisons, measured } = await replayed(server, { base, load })
    expect(comparisons.map(({ name, status, changes }) => ({ name, status, changes }))).toEqual(
      ['listed', 'counted', 'deleted', 'inserted', 'by.second'].map(name => ({
        name,
        status: 'unchanged',
        changes: [],
      })),
    )
    expect(measured.some(({ runs }) => runs.some(run => run.isUnsteady))).toBe(true)
  })

  test('is judged by what is beyond chance', async () => {
    const { comparisons } = await replayed(server, { base, head: 'drop index draw_kind', load })
    const byName = new Map(comparisons.map(each => [each.name, each]))
    expect(byName.get('listed')).toMatchObject({
      status: 'regressed',
      changes: expect.arrayContaining([expect.objectContaining({ kind: 'index-lost' })]),
    })
  })
})

test('what is slow is not executed again and again', async () => {
  const { measured: found } = await replayed(server, {
    base: `create table slow (id int, note text); insert into slow select g, repeat('n', 900) from generate_series(1, 2000) g;
      create index slow_id on slow (id);`,
    head: 'drop index slow_id',
    load: `-- name: slept
select note, pg_sleep(0.55) from slow where id = 7;`,
    timeoutMs: 3000,
  })
  const { base, head } = found[0]!.runs[0]!
  for (const side of [base, head]) expect(measured(side).durationsMs.length).toBeLessThanOrEqual(3)
})

test('what a function runs for each row may be planned once, where planning it each time takes too long', async () => {
  const joins = Array.from({ length: 7 }, (_, at) => `join one o${at + 1} using (id)`).join(' ')
  const { measured: found, comparisons } = await replayed(server, {
    base: `create table one (id int primary key); insert into one select generate_series(1, 20);
      create table many (id int primary key); insert into many select generate_series(1, 4000);
      create function is_one(i int) returns boolean language sql immutable as 'select i < 20';`,
    head: `create or replace function is_one(i int) returns boolean language plpgsql stable as
      $$ begin return exists (select from one o0 ${joins} where o0.id = i); end $$`,
    load: `-- name: ones
select id from many where is_one(id);`,
    timeoutMs: 5000,
  })
  expect(found[0]!.runs[0]!.head).toMatchObject({ kind: 'measured', cachesPlans: true })
  expect(comparisons[0]).toMatchObject({ status: 'regressed', agrees: true })
})

test('work outside the plan is told by what it belongs to', async () => {
  const { comparisons } = await replayed(server, {
    base: `create table parents (id int primary key); insert into parents select generate_series(1, 2000);
      create table few (id int primary key, parent int references parents on delete cascade);
      create table many (id int primary key, parent int references parents on delete cascade, pad text);
      insert into few select g, g from generate_series(1, 2000) g;
      insert into many select g, 1 + g % 2000, repeat('x', 100) from generate_series(1, 20000) g;
      create index few_parent on few (parent); create index many_parent on many (parent);`,
    head: 'drop index many_parent',
    load: `-- name: parents.delete
delete from parents where id = 77;`,
  })
  expect(comparisons[0]).toMatchObject({ status: 'regressed', agrees: true })
  expect(comparisons[0]!.reason).toMatch(/: many_parent_fkey: \d+ pages became \d+ pages$/)
})
