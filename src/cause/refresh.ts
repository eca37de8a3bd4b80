import type { AppliedStatement } from '../migrate/migration.ts'
import type { Client } from '../postgres/client.ts'
import { quoteLiteral } from '../postgres/quote.ts'
import { classify } from '../sql/fingerprint.ts'

/**
 * Brings the planner's statistics up to date after a migration statement that changed what they describe: rows, a
 * column's type or statistics target, an expression index, extended statistics. Others leave them alone, so that nothing is sampled twice.
 */
export async function refreshStatistics(client: Client, applied: AppliedStatement): Promise<void> {
  for (const table of tablesToAnalyze(applied)) {
    await client.run(`do $pgverdict$ begin
      execute format('analyze %s', ${quoteLiteral(table)}::regclass);
    exception when others then null;
    end $pgverdict$`)
  }
}

/** Sessions get the settings of their database and role when they begin; this one has begun before the statement that changed them. */
export async function refreshSettings(client: Client, { text }: AppliedStatement): Promise<void> {
  if (!/\balter\s+(?:database|role|user)\b/i.test(text)) return
  await client.run(`do $pgverdict$ begin
    perform set_config(split_part(c.setting, '=', 1), substr(c.setting, strpos(c.setting, '=') + 1), false)
    from (
      select unnest(setconfig) as setting from pg_db_role_setting
      where setdatabase in (0, (select oid from pg_database where datname = current_database()))
        and setrole in (0, current_user::regrole)
      order by setdatabase <> 0 and setrole <> 0, setrole <> 0, setdatabase <> 0
    ) as c;
  exception when others then null;
  end $pgverdict$`)
}

const ALTERED_TARGET =
  /^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)[^;]*\bset\s+statistics\b/i

function tablesToAnalyze({ text, rewrites }: AppliedStatement): readonly string[] {
  const table = /\bon\s+(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)/i.exec(text)?.[1]
  if (/^\s*create\s+(?:unique\s+)?index\b/i.test(text)) {
    return table !== undefined && /\bon\b[^(]*\([^)]*\(/i.test(text) ? [table] : []
  }
  if (/^\s*create\s+statistics\b/i.test(text)) {
    const from = /\bfrom\s+((?:"(?:[^"]|"")+"|[\w.])+)\s*$/i.exec(text)?.[1]
    return from === undefined ? [] : [from]
  }
  const target = ALTERED_TARGET.exec(text)?.[1]
  if (target !== undefined) return [target]
  const { kind, tables } = classify(text)
  return [...new Set([...rewrites, ...(kind === 'write' ? tables : [])])]
}
