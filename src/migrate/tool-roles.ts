import type { Config } from '../config/schema.ts'
import type { MigrationSet } from './migration.ts'

/** The configuration with the roles that the migrations' tool takes for granted. */
export function withRolesOf(set: MigrationSet, config: Config): Config {
  const roles = set.kind === 'sql' ? (set.settings?.roles ?? []) : []
  if (roles.length === 0) return config
  return { ...config, postgres: { ...config.postgres, roles: [...new Set([...config.postgres.roles, ...roles])] } }
}
