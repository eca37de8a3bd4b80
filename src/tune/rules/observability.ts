import type { Finding } from '../../advise/finding.ts'
import { numberOf, settingValue } from '../effective.ts'
import { formatNumber } from '../format.ts'
import { placeOf, type Rule, remark, type Subject } from '../subject.ts'

/** Whether what the server does in production can be seen there: statistics of statements, and a log that helps. */
export const observability: Rule = subject => {
  const { effective } = subject
  const { source } = effective
  // Managed services load pg_stat_statements by themselves, and a copy of planner settings is no whole configuration.
  if (source === undefined || source.isBare || source.kind === 'pgverdict.yml') return []
  return [...statementStatistics(subject), ...loggingEverything(subject), ...loggingNothing(subject)]
}

const DEFAULT_STATEMENTS = 5000

function statementStatistics({ effective, load }: Subject): readonly Finding[] {
  const loaded = effective.settings.get('shared_preload_libraries')
  const isLoaded = loaded?.value === undefined ? loaded !== undefined : /\bpg_stat_statements\b/.test(loaded.value)
  if (!isLoaded) {
    return [
      remark({
        rule: 'no-statement-statistics',
        subject: 'pg_stat_statements',
        severity: 'info',
        title: 'pg_stat_statements is not loaded',
        why: 'Which statements production spends its time on is not known there; loading it takes one restart.',
        evidence: [
          loaded === undefined
            ? `${effective.source?.file} sets no shared_preload_libraries.`
            : `${placeOf(loaded)} loads other libraries only.`,
        ],
      }),
    ]
  }
  const max = effective.settings.get('pg_stat_statements.max')
  const room = max === undefined ? DEFAULT_STATEMENTS : Number(max.value)
  if (!(load.statements > room)) return []
  return [
    remark({
      rule: 'statement-statistics-too-small',
      subject: 'pg_stat_statements.max',
      severity: 'info',
      title: 'pg_stat_statements forgets statements',
      why: 'Where there are more statements than it has room for, it throws away those called least, again and again.',
      evidence: [
        `This load alone has ${formatNumber(load.statements)} statements; there is room for ${formatNumber(room)}.`,
      ],
    }),
  ]
}

function loggingEverything({ effective, parameters, load }: Subject): readonly Finding[] {
  const all = effective.settings.get('log_statement')
  const slow = effective.settings.get('log_min_duration_statement')
  const setting =
    all !== undefined && settingValue(effective, parameters, 'log_statement') === 'all'
      ? all
      : slow !== undefined && numberOf(effective, parameters, 'log_min_duration_statement') === 0
        ? slow
        : undefined
  if (setting === undefined) return []
  return [
    remark({
      rule: 'logs-everything',
      subject: setting.name,
      severity: 'info',
      title: 'Every statement is logged',
      why: 'The log takes more writing than the data, and holds whatever the statements hold.',
      evidence: [`${placeOf(setting)}: one pass of this load would write ${formatNumber(load.calls)} lines.`],
    }),
  ]
}

function loggingNothing({ effective, parameters }: Subject): readonly Finding[] {
  const isOff = (name: string) => {
    const value = settingValue(effective, parameters, name)
    return value === false || value === -1
  }
  const quiet = ['log_lock_waits', 'log_temp_files', 'log_min_duration_statement'].filter(isOff)
  if (quiet.length < 3) return []
  return [
    remark({
      rule: 'logs-nothing',
      subject: effective.source?.file ?? '',
      severity: 'info',
      title: 'Slow statements, lock waits and spills leave no trace',
      why: 'Nobody can say afterwards what was slow; each of these settings writes a line only when something is.',
      evidence: [`${quiet.join(', ')} are off.`],
    }),
  ]
}
