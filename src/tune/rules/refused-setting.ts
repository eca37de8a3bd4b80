import type { Finding } from '../../advise/finding.ts'
import { type Effective, numberOf } from '../effective.ts'
import { type Parameters, parseValue } from '../parameter.ts'
import { placeOf, type Rule, remark, shownValue } from '../subject.ts'

/** Settings with which the server would not start: unknown to this major version, or with a value that it refuses. */
export const refusedSetting: Rule = {
  id: 'refused-setting',
  description: 'A setting that this major version does not have, or a value that it refuses.',
  find({ reading, effective, parameters, major }) {
    // A role without the right to read all settings does not see this one, which every server has, and others.
    const areWhole = parameters.has('shared_preload_libraries')
    const unread = reading.sources
      .filter(({ kind }) => kind !== 'statements' && kind !== 'pgverdict.yml')
      .flatMap(({ settings }) => settings)
      .flatMap(setting => {
        const { name, value } = setting
        const parameter = parameters.get(name)
        // What has a dot belongs to an extension that this server may not have.
        const isUnknown = areWhole && parameter === undefined && !name.includes('.') && !name.startsWith('rds')
        const isRefused =
          parameter !== undefined &&
          value !== undefined &&
          parseValue(parameter, value) === undefined &&
          !isOfBuild(name, value, major)
        if (!isUnknown && !isRefused) return []
        const evidence = isUnknown
          ? `${placeOf(setting)} sets ${name}, which PostgreSQL ${major} does not have.`
          : `${placeOf(setting)} sets ${name} to ${shownValue(setting, parameters)}${limits(parameter)}.`
        return [
          remark({
            rule: refusedSetting.id,
            subject: name,
            severity: 'advice',
            title: `PostgreSQL ${major} refuses ${name}`,
            why: 'The server does not start with this line, or ignores it when it reloads its configuration.',
            evidence: [evidence],
          }),
        ]
      })
    return [...unread, ...withoutRoom(effective, parameters, major)]
  },
}

/** Choices that a server has where it was built for them, by the major version that brought them: production's may be. */
const OF_BUILD: Readonly<Record<string, readonly (readonly [since: number, choices: RegExp])[]>> = {
  wal_compression: [[15, /^(?:lz4|zstd)$/i]],
  default_toast_compression: [[14, /^lz4$/i]],
  io_method: [[18, /^io_uring$/i]],
  wal_sync_method: [[14, /^(?:fsync|fdatasync|open_sync|open_datasync|fsync_writethrough)$/i]],
  dynamic_shared_memory_type: [[14, /^(?:posix|sysv|mmap|windows)$/i]],
  shared_memory_type: [[14, /^(?:mmap|sysv|windows)$/i]],
}

function isOfBuild(name: string, value: string, major: number): boolean {
  return (OF_BUILD[name] ?? []).some(([since, choices]) => major >= since && choices.test(value.trim()))
}

/** The server checks these against each other when it starts. */
function withoutRoom(effective: Effective, parameters: Parameters, major: number): readonly Finding[] {
  const most = effective.settings.get('max_connections')
  const of = (name: string) => numberOf(effective, parameters, name) ?? 0
  const reserved = of('superuser_reserved_connections') + of('reserved_connections')
  if (most === undefined || of('max_connections') < 1 || reserved < of('max_connections')) return []
  return [
    remark({
      rule: refusedSetting.id,
      subject: 'max_connections',
      severity: 'advice',
      title: `PostgreSQL ${major} has no connection left for anybody`,
      why: 'The server does not start where as many connections are reserved as there are.',
      evidence: [`${placeOf(most)}: ${of('max_connections')} connections, ${reserved} of them reserved.`],
    }),
  ]
}

function limits(
  parameter:
    | {
        readonly min: number | null
        readonly max: number | null
        readonly choices: readonly string[] | null
        readonly unit: string | null
      }
    | undefined,
): string {
  if (parameter?.choices) return `; it takes ${parameter.choices.join(', ')}`
  if (parameter?.min === null || parameter?.max === null || parameter === undefined) return ''
  return `; it takes ${parameter.min} to ${parameter.max}${parameter.unit === null ? '' : ` (${parameter.unit})`}`
}
