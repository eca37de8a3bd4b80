import { scan } from './scan.ts'

const NAME = /^pg_(?:terminate|cancel)_backend$/i

/** Whether a statement calls what ends, or cancels, other sessions: those would be the replay's own. */
export function endsSessions(sql: string): boolean {
  if (!/pg_(?:terminate|cancel)_backend/i.test(sql)) return false
  return [...scan(sql)].some(({ kind, start, end }) => kind === 'word' && NAME.test(sql.slice(start, end)))
}
