exports.change = async schema => {
  await schema.addColumn('readings', 'note', 'text')
}
