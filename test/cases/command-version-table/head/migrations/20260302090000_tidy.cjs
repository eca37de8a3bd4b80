exports.change = async schema => {
  await schema.addColumn('readings', 'remark', 'text')

  await schema.removeIndex('readings', 'device_id')
}
