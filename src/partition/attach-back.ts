import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { bareName, historyName, type Names } from './names.ts'
import { block, unless } from './steps.ts'

/**
 * The old table takes its name again, and the rows that came since. Its primary key is built anew where it had to take the
 * partition key in, for as long as which nobody else reads or writes.
 */
export function detachStep({ key }: PartitionDesign, definition: Definition, names: Names): string {
  const { table, next, history, until } = names
  const { triggers, views, sequences, identities, indexes, primaryKey } = definition
  const schema = table.slice(0, table.indexOf('"."') + 2)
  const own = quoteIdentifier(primaryKey!.name)
  const primary = historyName(primaryKey!.name)
  const keys = primaryKey!.columns.map(quoteIdentifier).join(', ')
  const columns = definition.columns
    .filter(({ isGenerated }) => !isGenerated)
    .map(({ name }) => quoteIdentifier(name))
    .join(', ')
  const body = [
    unless(`to_regclass(${quoteLiteral(history)}) is null`),
    `set local lock_timeout = '5s';`,
    `lock table ${table} in access exclusive mode;`,
    `alter table ${table} detach partition ${history};`,
    `alter table ${history} drop constraint ${until};`,
    `insert into ${history} (${columns}) overriding system value select ${columns} from ${table};`,
    `alter table ${table} rename to ${bareName(next)};`,
    `alter table ${history} rename to ${bareName(table)};`,
    ...views.map(view => `create or replace view ${view.name} as ${view.definition.trim()}`),
    ...sequences.map(each => `alter sequence ${each.name} owned by ${table}.${quoteIdentifier(each.column)};`),
    `drop table ${next};`,
    ...identities.flatMap(({ column, generation }) => [
      `alter table ${table} alter column ${quoteIdentifier(column)} add generated ${generation} as identity;`,
      `perform setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column)}), (select coalesce(max(${quoteIdentifier(column)}), 0) + 1 from ${table}), false);`,
    ]),
    ...(primaryKey!.columns.includes(key)
      ? [`alter index ${schema}${primary} rename to ${own};`]
      : [
          `alter table ${table} drop constraint ${primary};`,
          `alter table ${table} add constraint ${own} primary key (${keys});`,
        ]),
    ...indexes.map(({ name }) => `alter index ${schema}${historyName(name)} rename to ${quoteIdentifier(name)};`),
    ...triggers.map(trigger => `${trigger.definition};`),
  ].join('\n')
  return block(body)
}
