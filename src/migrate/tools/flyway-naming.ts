import { posix } from 'node:path'
import { escapePattern } from './files.ts'

/** How the names of a project's scripts are read. */
export interface FlywayNaming {
  readonly versioned: RegExp
  readonly baseline: RegExp
  readonly repeatable: RegExp
}

/** Prefix, version, separator, description and suffix, each of them a setting (manual, "Migrations", "Naming"). */
export function flywayNaming(settingOf: (name: string) => string | undefined): FlywayNaming {
  const separator = escapePattern(settingOf('sqlMigrationSeparator') || '__')
  const suffixes = (settingOf('sqlMigrationSuffixes') || settingOf('sqlMigrationSuffix') || '.sql').split(',')
  const suffix = `(?:${suffixes.map(each => escapePattern(each.trim())).join('|')})$`
  const prefixOf = (name: string, usual: string) => `^${escapePattern(settingOf(name) ?? usual)}`
  // Flyway splits at the first separator, so the version is as short as can be.
  const rest = `(\\d(?:[\\d._]*?\\d)??)${separator}.*${suffix}`
  return {
    versioned: new RegExp(prefixOf('sqlMigrationPrefix', 'V') + rest),
    baseline: new RegExp(prefixOf('baselineMigrationPrefix', 'B') + rest),
    repeatable: new RegExp(`${prefixOf('repeatableSqlMigrationPrefix', 'R')}${separator}(.*)${suffix}`),
  }
}

export const USUAL_NAMING = flywayNaming(() => undefined)

export function isFlywayScript(file: string, { versioned, baseline, repeatable }: FlywayNaming): boolean {
  return [versioned, baseline, repeatable].some(pattern => pattern.test(posix.basename(file)))
}
