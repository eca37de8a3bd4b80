import type { FixStep } from '../advise/finding.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import { detachStep } from './attach-back.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { bareName, historyName, type Names } from './names.ts'
import {
  AHEAD,
  addPartitionsFunction,
  createDefault,
  createTable,
  indexSql,
  keysWith,
  LENGTHS,
  newest,
  primaryKeyOf,
  typeOf,
} from './prepare.ts'
import { block, unless } from './steps.ts'
import { carryIdentity } from './swap.ts'

/** The old table becomes the partition of all rows up to now, as it is: no row is copied, and no lock is held while one is read. */
export function attachMigration(design: PartitionDesign, definition: Definition, names: Names): readonly FixStep[] {
  const stem = `partition_${design.table}`
  const isKeyed = definition.primaryKey!.columns.includes(design.key)
  return [
    { slug: `${stem}_prepare`, ...limitStep(design, definition, names) },
    { slug: `${stem}_validate`, ...validateStep(names) },
    ...(isKeyed ? [] : [{ slug: `${stem}_index`, ...indexStep(design, definition, names) }]),
    { slug: `${stem}_attach`, ...attachStep(design, definition, names) },
  ]
}

/** What is only to be done as long as the table is no partition. */
const onlyBefore = ({ history }: Names) => unless(`to_regclass(${quoteLiteral(history)}) is not null`)

/** The rows of pg_constraint with the check. */
const checkOf = ({ table, until }: Names) =>
  `from pg_constraint where conrelid = ${quoteLiteral(table)}::regclass and conname = ${quoteLiteral(unquoted(until))}`

const unquoted = (identifier: string) => identifier.slice(1, -1).replaceAll('""', '"')

/** A check that all rows, old and new ones, are older than the partitions to come: with it attaching reads no row. */
function limitStep(design: PartitionDesign, definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const { table, until } = names
  const last = `(${newest(design, definition, table)} at time zone 'UTC')`
  // One whole interval lies between now and the limit, for the steps to come: what is newer than that is refused until then.
  const limit = `(date_trunc('${design.interval}', ${last}) + 2 * interval '${LENGTHS[design.interval]}')`
  const value = `${limit}::${typeOf(design.key, definition)}`
  const body = [
    onlyBefore(names),
    unless(`exists (select ${checkOf(names)})`),
    `set local lock_timeout = '5s';`,
    `set local timezone = 'UTC';`,
    `execute format('alter table ${formatted(table)} add constraint ${formatted(until)} check (${formatted(quoteIdentifier(design.key))} < %L) not valid',\n  ${value});`,
  ].join('\n')
  return {
    sql: [addPartitionsFunction(design, definition, names), block(body)],
    commits: false,
    undo: [
      `alter table ${table} drop constraint if exists ${until}`,
      `drop function if exists ${names.addPartitions}(regclass, timestamptz, timestamptz)`,
    ],
  }
}

/** Within the literal that `format` is given. */
const formatted = (identifier: string) => identifier.replaceAll("'", "''").replaceAll('%', '%%')

/** Reads all rows while others read and write. */
function validateStep(names: Names): Omit<FixStep, 'slug'> {
  const body = [
    onlyBefore(names),
    `alter table ${names.table} validate constraint ${names.until};`,
    // The lock on the table ends here and not with what the tool may do next.
    'commit;',
  ].join('\n')
  return { sql: [block(body)], commits: true, undo: [] }
}

/** The primary key has to name the partition key: its index is built while others write. */
function indexStep({ key }: PartitionDesign, definition: Definition, { table }: Names): Omit<FixStep, 'slug'> {
  const columns = keysWith(key, definition).map(quoteIdentifier).join(', ')
  const index = historyName(definition.primaryKey!.name)
  return {
    sql: [`create unique index concurrently if not exists ${index} on ${table} (${columns})`],
    commits: true,
    undo: [`drop index concurrently if exists ${table.slice(0, table.indexOf('"."') + 2)}${index}`],
  }
}

/** In one transaction of some milliseconds, which reads no row. */
function attachStep(design: PartitionDesign, definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const { table, history, until } = names
  const { triggers, rights, views, sequences, foreignKeys, identities, indexes, primaryKey } = definition
  const own = quoteIdentifier(primaryKey!.name)
  const primary = historyName(primaryKey!.name)
  const isKeyed = primaryKey!.columns.includes(design.key)
  const schema = table.slice(0, table.indexOf('"."') + 2)
  const body = [
    onlyBefore(names),
    ...(isKeyed ? [] : [refuseInvalid(`${schema}${primary}`)]),
    `if not exists (select ${checkOf(names)} and convalidated) then
  raise exception 'run the steps before this one first';
end if;`,
    `set local lock_timeout = '5s';`,
    `set local timezone = 'UTC';`,
    `lock table ${table} in access exclusive mode;`,
    `select substring(pg_get_constraintdef(oid) from '''([^'']*)''::') into bound ${checkOf(names)};`,
    `alter table ${table} rename to ${bareName(history)};`,
    ...(isKeyed
      ? [`alter index ${schema}${own} rename to ${primary};`]
      : [
          `alter table ${history} drop constraint ${own};`,
          `alter table ${history} add constraint ${primary} primary key using index ${primary};`,
        ]),
    ...indexes.map(({ name }) => `alter index ${schema}${quoteIdentifier(name)} rename to ${historyName(name)};`),
    ...triggers.map(({ name }) => `drop trigger ${quoteIdentifier(name)} on ${history};`),
    createTable(design, definition, table, history, primaryKey!.name),
    `alter table ${table} drop constraint ${until};`,
    ...indexes.map(index => indexSql(index, table, index.name)),
    ...foreignKeys.map(each => `alter table ${table} add constraint ${quoteIdentifier(each.name)} ${each.definition};`),
    ...sequences.map(each => `alter sequence ${each.name} owned by ${table}.${quoteIdentifier(each.column)};`),
    ...identities.flatMap(({ column, sequence }) => [
      carryIdentity(column, sequence, table),
      `alter table ${history} alter column ${quoteIdentifier(column)} drop identity;`,
    ]),
    `execute format('alter table ${formatted(table)} attach partition ${formatted(history)} for values from (minvalue) to (%L)', bound);`,
    `perform ${names.addPartitions}(${quoteLiteral(table)}, ${instant('bound', design, definition)}, ${instant('bound', design, definition)} + interval '${AHEAD[design.interval]}');`,
    createDefault(design, definition, table),
    ...[...triggers.map(trigger => trigger.definition), ...rights].map(sql => `${sql};`),
    ...views.map(view => `create or replace view ${view.name} as ${view.definition.trim()}`),
  ].join('\n')
  return {
    sql: [block(body, 'bound text;')],
    commits: false,
    undo: [detachStep(design, definition, names)],
    ...primaryKeyOf(design, definition),
  }
}

/** A build that was killed leaves an index that nothing may use; only one outside of a transaction mends it. */
const refuseInvalid = (index: string) =>
  `if exists (select from pg_index where indexrelid = to_regclass(${quoteLiteral(index)}) and not indisvalid) then
  raise exception 'the build of % was interrupted', ${quoteLiteral(index)}
    using hint = ${quoteLiteral(`Run this, and then the migration again: reindex index concurrently ${index}`)};
end if;`

/** The limit, whose text has no zone where its type has none. */
const instant = (variable: string, { key }: PartitionDesign, definition: Definition) =>
  typeOf(key, definition).includes('with time zone')
    ? `${variable}::timestamptz`
    : `(${variable}::timestamp at time zone 'UTC')`
