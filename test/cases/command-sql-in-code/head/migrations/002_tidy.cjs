// The index readings_device_idx goes.
exports.up = async run => {
  await run(`alter table public.readings
    add column note text`)
  await run(
    'DROP INDEX ' +
      "public.\"readings_device_idx\"",
  )
}

exports.down = async run => {
  await run('create index "readings_device_idx" on public.readings (device_id)')
}
