import type { Config } from '../config/schema.ts'
import { expectsFirstRole, FIRST_ROLE } from '../sql/roles.ts'
import type { MigrationSet } from './migration.ts'

/**
 * The configuration with the roles that the migrations' tool takes for granted, and with the first role of other servers where
 * the migrations name it: ours has another one.
 */
export function withRolesOf(set: MigrationSet, config: Config): Config {
  if (set.kind !== 'sql') return config
  const roles = [...(set.settings?.roles ?? []), ...(expectsFirstRole(set.migrations) ? [FIRST_ROLE] : [])]
  if (roles.length === 0) return config
  return { ...config, postgres: { ...config.postgres, roles: [...new Set([...config.postgres.roles, ...roles])] } }
}
