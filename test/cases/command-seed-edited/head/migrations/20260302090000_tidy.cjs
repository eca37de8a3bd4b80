exports.change = async schema => {
  await schema.removeIndex('readings', 'device_id')
}
