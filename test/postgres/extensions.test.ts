import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { ensureExtensions } from '../../src/postgres/extensions.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { startServer } from './start.ts'

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('extended')
})
afterAll(() => server[Symbol.asyncDispose]())

test('creates what the owner may not, and leaves the rest to the migrations', async () => {
  const wanted = [{ name: 'pgstattuple', schema: 'tools' }, { name: 'pg_trgm' }, { name: 'dblink' }]
  const made = await ensureExtensions(server, database, wanted, ['dblink'])
  expect([...made].sort()).toEqual(['dblink', 'pgstattuple'])
  await using owner = await database.connect('owner')
  await owner.run('create extension if not exists pgstattuple with schema tools; create extension pg_trgm')
  await owner.run(`comment on extension pgstattuple is 'ours'; create table tools.t (i int)`)
  expect(
    await owner.rows(
      `select extname, extnamespace::regnamespace::text as schema from pg_extension where extname <> 'plpgsql' order by 1`,
    ),
  ).toEqual([
    { extname: 'dblink', schema: 'public' },
    { extname: 'pg_trgm', schema: 'public' },
    { extname: 'pgstattuple', schema: 'tools' },
  ])
})

test('names what may be left out and is not there', async () => {
  const wanted = [{ name: 'pg_net', schema: 'extensions' }, { name: 'pg_trgm' }]
  expect(await ensureExtensions(server, database, wanted, [], ['pg_net', 'pg_trgm'])).toEqual(['pg_net'])
})

describe('refuses', () => {
  test.each([
    ['postgis_nowhere', [], /does not have/, /image|package/],
    ['file_fdw', [], /needs a superuser/, /postgres\.extensions/],
    ['postgres_fdw', ['dblink'], /needs a superuser/, /postgres\.extensions/],
  ])('%s', async (name, allowed, message, hint) => {
    const error = await ensureExtensions(server, database, [{ name }], allowed).catch(caught => caught)
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toMatch(message)
    expect(error.message).toContain(name)
    expect(error.hint).toMatch(hint)
  })
})

test('a function of the migrations is not run with the superuser’s rights', async () => {
  const hostile = await server.createDatabase('hostile')
  await using owner = await hostile.connect('owner')
  await owner.run('create schema if not exists public; create table witness (who text)')
  await owner.run(
    `create function public.to_json(text[]) returns json language sql as $$ insert into public.witness values (current_user) returning '{}'::json $$`,
  )
  await ensureExtensions(server, hostile, [{ name: 'pgstattuple' }], [])
  expect(await owner.rows('select * from witness')).toEqual([])
})
