import { expect, test } from 'vitest'
import { SMALL_SHOP } from '../action/small-shop.ts'
import { openShop, runGate, statementOf } from './gate.ts'
import { DROP_INDEX, NAMES, SHOP } from './shop.ts'

const all = (status: string) => Object.fromEntries(NAMES.map(name => [name, status]))

test('base against itself: every statement is unchanged', async () => {
  const shop = openShop()
  const result = await runGate(shop, { args: ['--base', 'main', '--head', 'main'] })
  expect(result.stderr).toContain('replay took')
  expect(result).toMatchObject({
    code: 0,
    statuses: all('unchanged'),
    report: { verdict: 'pass', path: { kind: 'upgrade' } },
  })
  expect(result.report?.seededRows).toBe(21_000)
  expect(result.report?.statements.map(({ changes }) => changes)).toEqual(NAMES.map(() => []))
})

test('an index dropped in the working tree fails the gate and is named as the cause', async () => {
  const shop = openShop()
  shop.write(DROP_INDEX)
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { ...all('unchanged'), 'purchase.byCustomer': 'regressed' } })
  expect(result.report).toMatchObject({
    verdict: 'fail',
    head: { label: 'working tree' },
    roster: [{ rule: 'regression' }],
  })
  const statement = statementOf(result, 'purchase.byCustomer')
  expect(statement.cause).toEqual({
    file: 'migrations/004_tidy.sql',
    line: 2,
    sql: 'drop index purchase_customer_idx',
    side: 'head',
  })
  expect(statement.changes).toContainEqual(expect.objectContaining({ kind: 'index-lost', direction: 'worse' }))
  expect(result.comment).toContain('004&#95;tidy&#46;sql&#58;2')
  expect(result.stdout).toContain('purchase.byCustomer')
})

test('an index that helps', async () => {
  const shop = openShop()
  shop.commit({ 'migrations/004_open.sql': 'create index purchase_status_idx on purchase (status);\n' })
  const result = await runGate(shop, { args: ['--base', 'HEAD~1', '--head', 'HEAD'] })
  expect(result).toMatchObject({ code: 0, report: { verdict: 'pass' }, statuses: { 'purchase.open': 'improved' } })
  expect(statementOf(result, 'purchase.open').cause).toMatchObject({ file: 'migrations/004_open.sql', line: 1 })
})

test('a dropped column breaks what reads it', async () => {
  const shop = openShop()
  shop.write({ 'migrations/004_city.sql': 'alter table customer drop column city;\n' })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { ...all('unchanged'), 'customer.byEmail': 'broken' } })
  expect(statementOf(result, 'customer.byEmail')).toMatchObject({
    reason: expect.stringContaining('a column is missing, SQLSTATE 42703') as string,
    cause: { file: 'migrations/004_city.sql', line: 1 },
  })
})

test('statements that are added, removed and edited', async () => {
  const shop = openShop()
  shop.write({
    'workload.sql': `-- name: customer.byEmail
select id, city from customer where email = 'c17@example.org';
-- name: purchase.byCustomer
select id, status, note from purchase where customer_id = 17 order by id desc;
-- name: purchase.pay
update purchase set status = 'paid' where id = 500;
-- name: customer.count
select count(*) from customer;
`,
  })
  expect(await runGate(shop)).toMatchObject({
    code: 0,
    statuses: {
      'customer.byEmail': 'unchanged',
      'purchase.byCustomer': expect.stringMatching(/^(changed|improved)$/) as string,
      'purchase.pay': 'unchanged',
      'purchase.open': 'removed',
      'customer.count': 'added',
    },
  })
})

test('code that the branch removes still breaks during the deploy', async () => {
  const shop = openShop()
  shop.write({
    'migrations/004_city.sql': 'alter table customer drop column city;\n',
    'workload.sql': `-- name: customer.byEmail
select id from customer where email = 'c17@example.org';
-- name: purchase.open
select id from purchase where status = 'open';
`,
  })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { 'customer.byEmail': 'broken', 'purchase.open': 'unchanged' } })
  expect(statementOf(result, 'customer.byEmail').reason).toContain('code that still runs during the deploy breaks')
})

test('code that the branch rewrites still runs during the deploy, slower: a note', async () => {
  const shop = openShop()
  const workload = SHOP['workload.sql'].replace('where customer_id = 17', 'where id = 17')
  shop.write({ ...DROP_INDEX, 'workload.sql': workload })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 0, statuses: { 'purchase.byCustomer': 'changed' } })
  const notes = result.report?.notes.filter(note => note.includes('during the deploy')) ?? []
  expect(notes).toEqual([
    expect.stringMatching(
      /^Code that still runs during the deploy sends purchase\.byCustomer as base has it, which reads \d{3} pages on head’s schema in place of \d+\.$/,
    ),
  ])
})

test('an added statement that fails on head’s own schema fails the gate', async () => {
  const shop = openShop()
  shop.write({ 'workload.sql': `select 1;\n-- name: customer.phone\nselect phone from customer where id = 1;\n` })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { 'customer.phone': 'broken' } })
  expect(statementOf(result, 'customer.phone').reason).toContain('a column is missing, SQLSTATE 42703')
})

test('one fingerprint, two names, two verdicts', async () => {
  const workload = `-- name: paid
select count(*) from purchase where status = 'paid';
-- name: open
select count(*) from purchase where status = 'open';
`
  const shop = openShop({
    'workload.sql': workload,
    'migrations/003_indexes.sql': `create index purchase_open_idx on purchase (id) where status = 'open';\n`,
  })
  shop.write({ 'migrations/004_tidy.sql': 'drop index purchase_open_idx;\n' })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { paid: 'unchanged', open: 'regressed' } })
  expect(statementOf(result, 'paid').fingerprint).toBe(statementOf(result, 'open').fingerprint)
})

test('what only warns does not fail', async () => {
  const shop = openShop({
    'pgverdict.yml': `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { files: workload.sql }
gate: { rules: { regression: warn } }
`,
  })
  shop.write(DROP_INDEX)
  expect(await runGate(shop)).toMatchObject({
    code: 0,
    report: { verdict: 'warn' },
    statuses: { 'purchase.byCustomer': 'regressed' },
  })
})

test('the branch cannot loosen its own gate', async () => {
  const shop = openShop()
  shop.write({
    ...DROP_INDEX,
    'pgverdict.yml': `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { files: workload.sql }
gate: { rules: { regression: off } }
`,
  })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, report: { policy: { changed: ['gate.rules.regression'] } } })
})

test('a run that measures nothing does not pass', async () => {
  const shop = openShop({ 'workload.sql': '-- name: reindex\nreindex table customer;\n' })
  const result = await runGate(shop)
  expect(result.stderr).toContain(
    'Not one statement of the load could be measured (1 statement)\nreindex: a utility statement has no plan',
  )
  expect(result.code).toBe(3)
})

test('what pg_dump writes of extensions, owners and grants is run by the owner', async () => {
  const shop = openShop({
    'pgverdict.yml': `${SHOP['pgverdict.yml']}postgres: { roles: [app, reader] }\n`,
    'migrations/000_dump.sql': DUMP,
  })
  const result = await runGate(shop)
  expect(result.stderr).not.toContain('failed')
  expect(result).toMatchObject({ code: 0, statuses: all('unchanged') })
})

test.each([
  ['whose names are listed', 'roles: [web_anon]', 'create role web_anon nologin;\n'],
  ['created by a superuser', 'role: superuser', "create user web_anon with password 'secret';\n"],
])('roles of the whole server, %s, are no obstacle to building both sides', async (_, postgres, role) => {
  const files = { 'pgverdict.yml': `${SHOP['pgverdict.yml']}postgres: { ${postgres} }\n` }
  const shop = openShop({ ...files, 'migrations/000_roles.sql': `${role}create schema api;\n` })
  shop.commit({ 'migrations/000_roles.sql': `${role}create schema api;\ngrant usage on schema api to web_anon;\n` })
  const result = await runGate(shop)
  expect(result.stderr).not.toContain('failed')
  expect(result).toMatchObject({ code: 0, statuses: all('unchanged') })
})

test('a role that the branch creates a second time fails', async () => {
  const role = 'create role web_anon;\n'
  const shop = openShop({
    'pgverdict.yml': `${SHOP['pgverdict.yml']}postgres: { role: superuser }\n`,
    'migrations/000_roles.sql': role,
  })
  shop.commit({ 'migrations/900_again.sql': role })
  const result = await runGate(shop)
  expect(result.stderr).toContain('migrations/900_again.sql:1: role "web_anon" already exists')
  expect(result.code).toBe(3)
})

const DUMP = `\\restrict GZ7yOVIyTVh8fgBB4rSDg4z
-- Dumped by pg_dump
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$;
ALTER FUNCTION public.touch() OWNER TO app;
CREATE TABLE public.old (id bigint NOT NULL);
ALTER TABLE public.old OWNER TO app;
COPY public.old (id) FROM stdin;
1
\\.
GRANT SELECT ON TABLE public.old TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA public GRANT SELECT ON TABLES TO reader;
\\unrestrict GZ7yOVIyTVh8fgBB4rSDg4z
`

/** The shop's migrations under other names. */
function moved(rename: (digit: string, name: string) => string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(SHOP).flatMap(([file, text]) => {
      const [, digit = '', name = ''] = /^migrations\/00(\d)_(.*)/.exec(file) ?? []
      return digit === '' ? [] : [[file, undefined] as const, [rename(digit, name), text] as const]
    }),
  )
}

test('what graphile-migrate has not committed runs last on head, and only what the branch wrote', async () => {
  const shop = openShop({
    ...moved(digit => `migrations/committed/00000${digit}.sql`),
    'migrations/current.sql': '-- Enter migration here\n',
    'pgverdict.yml': SHOP['pgverdict.yml'].replace('migrations: { path: migrations }\n', ''),
  })
  shop.write({
    'migrations/current.sql': '--!include tidy.sql\n',
    'migrations/fixtures/tidy.sql': '\ndrop index if exists purchase_customer_idx;\n',
  })
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 1, statuses: { 'purchase.byCustomer': 'regressed' } })
  expect(statementOf(result, 'purchase.byCustomer').cause).toMatchObject({
    file: 'migrations/fixtures/tidy.sql',
    line: 2,
  })
  expect(result.report?.notes.join()).toContain('migrations/current.sql is not committed yet')
})

test('what Supabase gives its databases is there: roles, extensions, and stand-ins for its own schemas', async () => {
  const shop = openShop({
    ...moved((digit, name) => `supabase/migrations/2024010100000${digit}_${name}`),
    'supabase/migrations/20240102000000_rights.sql': `create extension pg_trgm with schema extensions;
create extension if not exists "pg_net" with schema extensions;
create index on customer using gin (city gin_trgm_ops);
alter table customer enable row level security;
create policy reading on customer for select to authenticated using (true);
`,
    'supabase/migrations/20240103000000_own.sql': `alter table customer add owner uuid default auth.uid() references auth.users (id);
alter table "public"."customer" owner to "postgres";
create table profile (id uuid primary key references auth.users on delete cascade, token uuid default uuid_generate_v4(), name text);
alter table profile enable row level security;
create policy own on profile using ((auth.jwt() ->> 'sub')::uuid = id and auth.role() = 'authenticated');
create function handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.profile values (new.id, default, new.raw_user_meta_data ->> 'name'); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure handle_new_user();
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true);
create policy "avatars" on storage.objects for select using ((storage.foldername(name))[1] = auth.uid()::text);
alter publication "supabase_realtime" owner to "postgres";
alter publication supabase_realtime add table profile;
insert into auth.users (id, email, raw_user_meta_data) values (gen_random_uuid(), 'a@example.org', '{"name": "Ann"}');
insert into auth.users (id, email) select gen_random_uuid(), i || '@example.org' from generate_series(1, 1000) as i;
`,
    'workload.sql': `${SHOP['workload.sql']}-- name: profile.own\nselect p.name from profile p join auth.users u using (id) where u.email = 'a@example.org';
set role authenticated;
-- name: customer.byCity
select id from customer where city = 'city 7';
set role service_role;
-- name: profile.all
select id from profile;
`,
    'seed.sql': SHOP['seed.sql'].replace('insert into customer ', 'insert into customer (id, email, city) '),
    'pgverdict.yml': SHOP['pgverdict.yml'].replace('path: migrations', 'tool: supabase'),
  })
  shop.write({ 'supabase/migrations/20240104000000_name.sql': 'create index on profile (name);\n' })
  const result = await runGate(shop)
  expect(result).toMatchObject({
    code: 0,
    statuses: { 'purchase.byCustomer': 'unchanged', 'profile.own': 'unchanged', 'customer.byCity': 'unchanged' },
  })
  expect(statementOf(result, 'profile.all').head?.rows).toBe(1001)
  expect(result.report?.notes.join()).toContain('`auth`, `storage`, `supabase_realtime` are stand-ins')
  // What is not the project's gets no advice.
  expect(JSON.stringify(result.report?.findings)).not.toMatch(/auth\.|storage\./)
})

test('settings that the branch gives to its role are the branch’s alone', async () => {
  const shop = openShop(SMALL_SHOP)
  shop.commit({
    'migrations/004_settings.sql':
      'alter role current_user set enable_indexscan = off;\nalter role current_user set enable_bitmapscan = off;\n',
  })
  const { code, statuses, report } = await runGate(shop, { args: ['--base', 'HEAD~1'] })
  expect({ code, statuses }).toMatchObject({ code: 1, statuses: { 'purchase.byCustomer': 'regressed' } })
  const worse = report?.statements.find(({ name }) => name === 'purchase.byCustomer')
  expect(worse?.base?.plan.label).not.toContain('Seq Scan')
  expect(worse?.cause).toMatchObject({ file: 'migrations/004_settings.sql', side: 'head' })
})
