import type { FixStep } from '../advise/finding.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { Names } from './names.ts'
import { keyList } from './prepare.ts'
import { block, unless } from './steps.ts'

/** Rows that are locked, copied and committed together: some tens of milliseconds. */
const BATCH = 10_000

/**
 * Copies the rows in the order of the primary key. Each batch is locked against changes until it is committed, so that a change
 * comes either before it or through the trigger after it.
 */
export function copyStep(definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const columns = definition.columns
    .filter(({ isGenerated }) => !isGenerated)
    .map(({ name }) => quoteIdentifier(name))
    .join(', ')
  const keys = definition.primaryKey?.columns ?? []
  const ascending = keyList(definition)
  const descending = keys.map(key => `${quoteIdentifier(key)} desc`).join(', ')
  const last = keys.map(key => `last.${quoteIdentifier(key)}`).join(', ')
  const body = `if to_regclass(${quoteLiteral(names.copied)}) is null then
  return;
end if;
-- Or a plan for any value would read the table from its beginning for each batch.
perform set_config('plan_cache_mode', 'force_custom_plan', false);
loop
  select * into last from ${names.copied} order by ${descending} limit 1;
  with batch as materialized (
    select * from only ${names.table} as source
    where last.${quoteIdentifier(keys[0] ?? '')} is null or (${keys.map(key => `source.${quoteIdentifier(key)}`).join(', ')}) > (${last})
    order by ${ascending} limit ${BATCH} for share
  ), inserted as (
    insert into ${names.next} (${columns}) overriding system value
    select ${columns} from batch on conflict do nothing
  )
  insert into ${names.copied} select ${ascending} from batch order by ${descending} limit 1;
  exit when not found;
  commit;
end loop;
perform set_config('plan_cache_mode', 'auto', false);`
  return { sql: [block(body, 'last record;')], commits: true, undo: [] }
}

/**
 * Foreign keys of each partition, which are checked without holding writes up, then a comparison of all rows of both tables as one
 * snapshot sees them.
 */
export function checkStep(definition: Definition, names: Names): Omit<FixStep, 'slug'> {
  const foreignKeys = definition.foreignKeys.map(({ name, definition: text }) => {
    const constraint = quoteLiteral(name)
    return `if not exists (select from pg_constraint where conrelid = part and conname = ${constraint}) then
    set local lock_timeout = '5s';
    execute format('alter table %s add constraint %I %s not valid', part, ${constraint}, ${quoteLiteral(text)});
    commit;
  end if;
  execute format('alter table %s validate constraint %I', part, ${constraint});
  commit;`
  })
  const parts = `for part in select inhrelid::regclass from pg_inherits where inhparent = ${quoteLiteral(names.next)}::regclass order by 1 loop
  ${foreignKeys.join('\n  ')}
end loop;
`
  const columns = definition.columns.map(({ name }) => quoteIdentifier(name)).join(', ')
  const digest = (table: string) =>
    `(select array[count(*), sum(hashtextextended(row(${columns})::text, 0))] from ${table})`
  const body = `${unless(`to_regclass(${quoteLiteral(names.next)}) is null`)}
${foreignKeys.length === 0 ? '' : parts}analyze ${names.next};
if ${digest(names.table)} is distinct from
   ${digest(names.next)} then
  raise exception 'the tables differ: drop ${names.next.replaceAll("'", "''").replaceAll('%', '%%')} and ${names.copied.replaceAll("'", "''").replaceAll('%', '%%')}, and begin again';
end if;`
  return {
    sql: [block(body, foreignKeys.length === 0 ? '' : 'part regclass;')],
    commits: foreignKeys.length > 0,
    undo: [],
  }
}
