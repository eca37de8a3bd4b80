import type { Effective } from '../effective.ts'
import { formatNumber } from '../format.ts'
import { placeOf, type Rule, remark } from '../subject.ts'
import { wholeServer } from './whole-server.ts'

/** PostgreSQL's default of pg_stat_statements.max. */
const DEFAULT_STATEMENTS = 5000

export const noStatementStatistics: Rule = {
  id: 'no-statement-statistics',
  description:
    '`shared_preload_libraries` does not have `pg_stat_statements`: nobody knows what production spends its time on.',
  find({ effective }) {
    const source = wholeServer(effective)
    if (source === undefined || isLoaded(effective)) return []
    const loaded = effective.settings.get('shared_preload_libraries')
    return [
      remark({
        rule: noStatementStatistics.id,
        subject: 'pg_stat_statements',
        severity: 'info',
        title: 'pg_stat_statements is not loaded',
        why: 'Which statements production spends its time on is not known there; loading it takes one restart.',
        evidence: [
          loaded === undefined
            ? `${source.file} sets no shared_preload_libraries.`
            : `${placeOf(loaded)} loads other libraries only.`,
        ],
      }),
    ]
  },
}

export const statementStatisticsTooSmall: Rule = {
  id: 'statement-statistics-too-small',
  description: '`pg_stat_statements.max` has room for fewer statements than the load alone has.',
  find({ effective, load }) {
    if (wholeServer(effective) === undefined || !isLoaded(effective)) return []
    const max = effective.settings.get('pg_stat_statements.max')
    const room = max === undefined ? DEFAULT_STATEMENTS : Number(max.value)
    if (!(load.statements > room)) return []
    return [
      remark({
        rule: statementStatisticsTooSmall.id,
        subject: 'pg_stat_statements.max',
        severity: 'info',
        title: 'pg_stat_statements forgets statements',
        why: 'Where there are more statements than it has room for, it throws away those called least, again and again.',
        evidence: [
          `This load alone has ${formatNumber(load.statements)} statements; there is room for ${formatNumber(room)}.`,
        ],
      }),
    ]
  },
}

/** What is made of variables may well load it. */
function isLoaded({ settings }: Effective): boolean {
  const libraries = settings.get('shared_preload_libraries')
  return libraries !== undefined && (libraries.value === undefined || /\bpg_stat_statements\b/.test(libraries.value))
}
