import type { Source } from '../configured.ts'
import type { Effective } from '../effective.ts'

/**
 * The source that is a whole server's configuration. Managed services load pg_stat_statements by themselves, and a copy of planner
 * settings is no whole configuration.
 */
export function wholeServer({ source }: Effective): Source | undefined {
  return source === undefined || source.isBare || source.kind === 'pgverdict.yml' ? undefined : source
}
