import { numberOf, settingValue } from '../effective.ts'
import { formatNumber } from '../format.ts'
import { callsOver, type LoadFigures, placeOf, type Rule, remark } from '../subject.ts'
import { wholeServer } from './whole-server.ts'

export const logsEverything: Rule = {
  id: 'logs-everything',
  description:
    '`log_statement = all` or `log_min_duration_statement = 0`, with the lines that one pass of the load writes.',
  find({ effective, parameters, load }) {
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
        rule: logsEverything.id,
        subject: setting.name,
        severity: 'info',
        title: 'Every statement is logged',
        why: 'The log takes more writing than the data, and holds whatever the statements hold.',
        evidence: [`${placeOf(setting)}: one pass of this load would write ${formatNumber(load.calls)} lines.`],
      }),
    ]
  },
}

const TRACES = ['log_lock_waits', 'log_temp_files', 'log_min_duration_statement']

export const logsNothing: Rule = {
  id: 'logs-nothing',
  description:
    '`log_lock_waits`, `log_temp_files` and `log_min_duration_statement` are all off, with the lines that one pass of the load would write with them.',
  find({ effective, parameters, load }) {
    const source = wholeServer(effective)
    const isOff = (name: string) => {
      const value = settingValue(effective, parameters, name)
      return value === false || value === -1
    }
    if (source === undefined || !TRACES.every(isOff)) return []
    return [
      remark({
        rule: logsNothing.id,
        subject: source.file,
        severity: 'info',
        title: 'Slow statements, lock waits and spills leave no trace',
        why: 'Nobody can say afterwards what was slow; each of these settings writes a line only when something is.',
        evidence: [`${TRACES.join(', ')} are off.`, ...(load.calls > 0 ? [linesOf(load)] : [])],
      }),
    ]
  },
}

const SLOW_S = 1

function linesOf(load: LoadFigures): string {
  const spilling = load.timed.reduce((sum, { calls, isSpilling }) => sum + (isSpilling ? calls : 0), 0)
  return `Of this load’s ${formatNumber(load.calls)} calls, log_min_duration_statement = ${SLOW_S}s would log ${callsOver(load, SLOW_S * 1000)}, log_temp_files = 0 ${spilling === 0 ? 'none' : formatNumber(spilling)}.`
}
