exports.up = async run => {
  await run('create table public.readings (id serial primary key, device_id integer not null, taken timestamptz not null, level integer)')
  await run('create index "readings_device_idx" on public.readings (device_id)')
}
