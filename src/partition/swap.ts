import type { FixStep } from '../advise/finding.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { dropMirrorTriggers, mirrorFunction, mirrorTriggers } from './mirror.ts'
import { bareName, type Names, withSuffix } from './names.ts'
import { primaryKeyOf } from './prepare.ts'
import { block, unless } from './steps.ts'

/**
 * The tables change places, in one transaction of some milliseconds. From then on writes go back to the old table too, so that the
 * way back loses nothing.
 */
export function swapStep(design: PartitionDesign, definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const { table, next, old, mirrorBack } = names
  const { triggers, rights, views, sequences, foreignKeys, identities } = definition
  const body = [
    unless(`to_regclass(${quoteLiteral(next)}) is null`),
    `set local lock_timeout = '5s';`,
    `lock table ${table}, ${next} in access exclusive mode;`,
    dropMirrorTriggers(names, table),
    `alter table ${table} rename to ${bareName(old)};`,
    `alter table ${next} rename to ${bareName(table)};`,
    ...renames(definition, names).map(
      ({ own, before, after }) => `${rename(own, after, names)}\n${rename(before, own, names)}`,
    ),
    ...foreignKeys.map(each => `alter table ${table} add constraint ${quoteIdentifier(each.name)} ${each.definition};`),
    ...sequences.map(each => `alter sequence ${each.name} owned by ${table}.${quoteIdentifier(each.column)};`),
    ...identities.map(({ column, sequence }) => carryIdentity(column, sequence, table)),
    `alter table ${old} disable trigger user;`,
    ...[...triggers.map(trigger => trigger.definition), ...rights].map(sql => `${sql};`),
    ...views.map(view => `create or replace view ${view.name} as ${view.definition.trim()}`),
    mirrorTriggers(names, table, mirrorBack),
    `drop table ${names.copied};`,
  ].join('\n')
  return {
    sql: [mirrorFunction(mirrorBack, old, definition, definition.primaryKey?.columns ?? []), block(body)],
    commits: false,
    undo: [swapBack(definition, names)],
    ...primaryKeyOf(design, definition),
  }
}

/** The old table takes its name again; it has every write that the partitioned one saw. */
function swapBack(definition: Definition, names: Names): string {
  const { table, next, old } = names
  const { views, sequences, identities } = definition
  return block(
    [
      unless(`to_regclass(${quoteLiteral(old)}) is null`),
      `set local lock_timeout = '5s';`,
      `lock table ${table}, ${old} in access exclusive mode;`,
      dropMirrorTriggers(names, table),
      `alter table ${table} rename to ${bareName(next)};`,
      `alter table ${old} rename to ${bareName(table)};`,
      ...renames(definition, names).map(
        ({ own, before, after }) => `${rename(own, before, names)}\n${rename(after, own, names)}`,
      ),
      ...sequences.map(each => `alter sequence ${each.name} owned by ${table}.${quoteIdentifier(each.column)};`),
      ...identities.map(
        ({ column, sequence }) =>
          `perform setval(${quoteLiteral(sequence)}, (select coalesce(max(${quoteIdentifier(column)}), 0) + 1 from ${table}), false);`,
      ),
      `alter table ${table} enable trigger user;`,
      ...views.map(view => `create or replace view ${view.name} as ${view.definition.trim()}`),
    ].join('\n'),
  )
}

/** The index names of the table, of the new one before and of the old one after; constraints have those of their indexes. */
function renames({ primaryKey, indexes }: Definition, { table }: Names) {
  const schema = table.slice(0, table.indexOf('"."') + 1)
  return [primaryKey?.name ?? '', ...indexes.map(({ name }) => name)].map(name => ({
    schema,
    own: quoteIdentifier(name),
    before: quoteIdentifier(withSuffix(name, '_partitioned')),
    after: quoteIdentifier(withSuffix(name, '_unpartitioned')),
  }))
}

function rename(from: string, to: string, { table }: Names): string {
  return `alter index ${table.slice(0, table.indexOf('"."') + 2)}${from} rename to ${to};`
}

/** The new table's sequence goes on where the old one is, under its name. */
export function carryIdentity(column: string, sequence: string, table: string): string {
  const own = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column)})`
  return `perform setval(${own}, nextval(${quoteLiteral(sequence)}));`
}
