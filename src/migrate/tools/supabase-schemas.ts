import { STAND_IN } from '../../postgres/stand-in.ts'

/** A schema of Supabase's own, as far as projects' migrations build on it. */
interface PlatformSchema {
  readonly name: string
  /** Runs as often as it likes: what is there stays as it is. */
  readonly sql: string
}

const creates = (signature: string, definition: string) => `do $make$ begin
  if to_regprocedure('${signature}') is null then
    create function ${definition};
  end if;
end $make$;`

const claim = (name: string) =>
  `coalesce(nullif(current_setting('request.jwt.claim.${name}', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> '${name}')`

/** Tables and functions of the servers “auth” and “storage” (their repositories' migrations), with the columns that projects use. */
const SCHEMAS: readonly PlatformSchema[] = [
  {
    name: 'auth',
    sql: `create schema if not exists auth;
comment on schema auth is '${STAND_IN}';
grant usage on schema auth to anon, authenticated, service_role;
create table if not exists auth.users (
  instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255),
  email_confirmed_at timestamptz, invited_at timestamptz, confirmation_token varchar(255), confirmation_sent_at timestamptz,
  recovery_token varchar(255), recovery_sent_at timestamptz, email_change_token_new varchar(255), email_change varchar(255),
  email_change_sent_at timestamptz, last_sign_in_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb,
  is_super_admin boolean, created_at timestamptz, updated_at timestamptz, phone text unique, phone_confirmed_at timestamptz,
  phone_change text default '', phone_change_token varchar(255) default '', phone_change_sent_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  email_change_token_current varchar(255) default '', email_change_confirm_status smallint default 0, banned_until timestamptz,
  reauthentication_token varchar(255) default '', reauthentication_sent_at timestamptz,
  is_sso_user boolean not null default false, deleted_at timestamptz, is_anonymous boolean not null default false);
create unique index if not exists users_email_partial_key on auth.users (email) where is_sso_user = false;
create table if not exists auth.identities (
  provider_id text not null, user_id uuid not null references auth.users (id) on delete cascade, identity_data jsonb not null,
  provider text not null, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
  email text generated always as (lower(identity_data ->> 'email')) stored, id uuid primary key default gen_random_uuid(),
  unique (provider_id, provider));
create index if not exists identities_user_id_idx on auth.identities (user_id);
${creates('auth.uid()', `auth.uid() returns uuid language sql stable as $$ select (${claim('sub')})::uuid $$`)}
${creates('auth.role()', `auth.role() returns text language sql stable as $$ select ${claim('role')} $$`)}
${creates('auth.email()', `auth.email() returns text language sql stable as $$ select ${claim('email')} $$`)}
${creates('auth.jwt()', `auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$`)}`,
  },
  {
    name: 'storage',
    sql: `create schema if not exists storage;
comment on schema storage is '${STAND_IN}';
grant usage on schema storage to anon, authenticated, service_role;
create table if not exists storage.buckets (
  id text primary key, name text not null unique, owner uuid, created_at timestamptz default now(),
  updated_at timestamptz default now(), public boolean default false, avif_autodetection boolean default false,
  file_size_limit bigint, allowed_mime_types text[], owner_id text);
create table if not exists storage.objects (
  id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets (id), name text, owner uuid,
  created_at timestamptz default now(), updated_at timestamptz default now(), last_accessed_at timestamptz default now(),
  metadata jsonb, path_tokens text[] generated always as (string_to_array(name, '/')) stored, version text, owner_id text,
  user_metadata jsonb, unique (bucket_id, name));
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
${creates('storage.foldername(text)', `storage.foldername(name text) returns text[] language sql immutable as $$ select (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1] $$`)}
${creates('storage.filename(text)', `storage.filename(name text) returns text language sql immutable as $$ select (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)] $$`)}
${creates('storage.extension(text)', `storage.extension(name text) returns text language sql immutable as $$ select reverse(split_part(reverse(storage.filename(name)), '.', 1)) $$`)}`,
  },
  {
    name: 'supabase_realtime',
    sql: `do $make$ begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    -- Dumps hand it to the role that has it there, who needs the right to make one.
    if to_regrole('postgres') is not null then
      execute format('grant create on database %I to postgres', current_database());
      alter publication supabase_realtime owner to postgres;
    end if;
  end if;
end $make$;`,
  },
]

/** Stand-ins for what of the platform's own schemas the files name and do not create themselves. */
export function standIns(sources: readonly string[]): { readonly names: readonly string[]; readonly sql: string } {
  const wanted = SCHEMAS.filter(({ name }) => {
    const isNamed = new RegExp(`\\b${name}"?\\s*\\.|\\bpublication\\s+"?${name}\\b`, 'i')
    const isMade = new RegExp(`\\bcreate\\s+(?:schema|publication)\\s+(?:if\\s+not\\s+exists\\s+)?"?${name}\\b`, 'i')
    return sources.some(source => isNamed.test(source)) && !sources.some(source => isMade.test(source))
  })
  return { names: wanted.map(({ name }) => name), sql: wanted.map(({ sql }) => sql).join('\n') }
}
