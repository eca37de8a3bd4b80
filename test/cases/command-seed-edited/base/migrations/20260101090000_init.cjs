exports.change = async schema => {
  await schema.createTable('readings', '"device_id" integer not null, "taken" timestamptz not null, "level" integer')
  await schema.addIndex('readings', 'device_id')
}
