import type { Config } from '../config/schema.ts'
import { FIRST_ROLE, namedRoles } from '../sql/roles.ts'
import type { MigrationSet } from './migration.ts'

/**
 * The configuration with the roles that the migrations' tool takes for granted, and with the first role of other servers where
 * the migrations name it: ours has another one.
 */
export function withRolesOf(set: MigrationSet, config: Config): Config {
  if (set.kind !== 'sql') return config
  const first = namedRoles(set.migrations).filter(role => role === FIRST_ROLE)
  const roles = [...(set.settings?.roles ?? []), ...first]
  if (roles.length === 0) return config
  return { ...config, postgres: { ...config.postgres, roles: [...new Set([...config.postgres.roles, ...roles])] } }
}
