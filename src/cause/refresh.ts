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
    await runQuietly(client, `execute format('analyze %s', ${quoteLiteral(table)}::regclass);`)
  }
}

/**
 * Sessions get the settings of their database and role when they begin; one that migrates has begun before the statements that
 * change them. What was reset is as the server has it, unless database or role give it another value. `admin` has the server's.
 */
export function createSettingsRefresh(admin: Client): (client: Client, applied: AppliedStatement) => Promise<void> {
  // While migrations run, what the role has in this database is its own as well, and that alone is reset.
  const resetOfRole: string[] = []
  return async (client, { text }) => {
    if (!/\balter\s+(?:database|role|user)\b/i.test(text)) return
    const names = await namesOfReset(client, text)
    if (!/\bdatabase\b/i.test(text)) resetOfRole.push(...names)
    for (const name of names) {
      const [row] = await admin.rows<{ value: string | null }>(
        'select reset_val as value from pg_settings where lower(name) = lower($1)',
        [name],
      )
      await runQuietly(client, `perform set_config(${quoteLiteral(name)}, ${quoteLiteral(row?.value ?? '')}, false);`)
    }
    const gone = `array[${resetOfRole.map(name => quoteLiteral(name.toLowerCase())).join(', ')}]::text[]`
    await runQuietly(
      client,
      `perform set_config(c.name, c.value, false)
      from (
        select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value, inside, own
        from (
          select unnest(setconfig) as setting, setdatabase <> 0 as inside, setrole <> 0 as own from pg_db_role_setting
          where setdatabase in (0, (select oid from pg_database where datname = current_database()))
            and setrole in (0, current_user::regrole)
        ) as s
      ) as c
      where not (inside and own and lower(name) = any (${gone}))
      order by inside and own, own, inside;`,
    )
  }
}

async function namesOfReset(client: Client, text: string): Promise<readonly string[]> {
  const name = RESET.exec(text)?.[1]?.replaceAll('"', '')
  if (name === undefined) return []
  return name.toLowerCase() === 'all' ? await settingsOfBegin(client) : [name]
}

const RESET = /\breset\s+("?[\w.]+"?)/i

/** The names of what the session got from its database or role. */
async function settingsOfBegin(client: Client): Promise<readonly string[]> {
  const rows = await client.rows<{ name: string }>(
    `select name from pg_settings where source in ('database', 'user', 'database user')`,
  )
  return rows.map(({ name }) => name)
}

/** Runs PL/pgSQL that may fail for want of a right, in the middle of a migration's transaction. */
async function runQuietly(client: Client, statements: string): Promise<void> {
  await client.run(`do $pgverdict$ begin ${statements}
  exception when others then null;
  end $pgverdict$`)
}

const ALTERED_TARGET =
  /^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)[^;]*\b(?:set\s+statistics\b|(?:re)?set\s*\(\s*n_distinct)/i

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
