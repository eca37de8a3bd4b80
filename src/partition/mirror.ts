import { quoteIdentifier } from '../postgres/quote.ts'
import type { Definition } from './definition.ts'
import type { Names } from './names.ts'
import { indent } from './steps.ts'

/**
 * A trigger's function that does to another table, whose primary key is `keys`, what was done to this one. It runs as its owner,
 * because who writes the one need not have rights on the other. A row that a transaction cannot see yet, because the copy brought
 * it meanwhile, makes it fail as any concurrent update does, to be sent again.
 */
export function mirrorFunction(name: string, target: string, definition: Definition, keys: readonly string[]): string {
  const columns = definition.columns.filter(({ isGenerated }) => !isGenerated).map(each => quoteIdentifier(each.name))
  // What is always generated may be given to a new row and never set in one that is there, where it is the same.
  const fixed = definition.identities.flatMap(each =>
    each.generation === 'always' ? quoteIdentifier(each.column) : [],
  )
  const settable = columns.filter(column => !fixed.includes(column))
  const same = (definition.primaryKey?.columns ?? [])
    .map(quoteIdentifier)
    .map(key => `target.${key} = old.${key}`)
    .join(' and ')
  const body = `if tg_op = 'TRUNCATE' then
  truncate ${target};
  return null;
end if;
if tg_op <> 'INSERT' then
  delete from ${target} as target where ${same};
end if;
if tg_op <> 'DELETE' then
  insert into ${target} (${columns.join(', ')}) overriding system value
  values (${columns.map(column => `new.${column}`).join(', ')})
  on conflict (${keys.map(quoteIdentifier).join(', ')}) do
  ${
    settable.length === 0
      ? 'nothing'
      : `update
  set ${settable.map(column => `${column} = excluded.${column}`).join(', ')}`
  };
end if;
return null;`
  return `create or replace function ${name}() returns trigger
language plpgsql security definer set search_path to pg_catalog as $function$
begin
${indent(body)}
end
$function$`
}

/** Puts such a function to work on a table. */
export function mirrorTriggers({ trigger, truncateTrigger }: Names, table: string, functionName: string): string {
  return `create trigger ${trigger} after insert or update or delete on ${table}
  for each row execute function ${functionName}();
create trigger ${truncateTrigger} after truncate on ${table}
  for each statement execute function ${functionName}();`
}

export const dropMirrorTriggers = ({ trigger, truncateTrigger }: Names, table: string): string =>
  `drop trigger if exists ${trigger} on ${table};\ndrop trigger if exists ${truncateTrigger} on ${table};`
