import { type AnnotationProperties, error, warning } from '@actions/core'
import type { RosterEntry } from '../gate/verdict.ts'
import { workText } from '../report/differences.ts'
import { plural } from '../report/format.ts'
import { placeOf, statementOf } from '../report/place.ts'
import type { Report } from '../report/report.ts'
import { logLine } from './log-text.ts'
import { assertNoSecret } from './secrets.ts'

/** The runner shows ten annotations of a kind for each step and drops the rest without a word. */
const LIMIT = 10
const MESSAGE_LENGTH = 1000

interface Annotation {
  readonly level: RosterEntry['level']
  readonly message: string
  readonly properties: AnnotationProperties
}

/** The worst of the roster as annotations on the migration's or the statement's line; those beyond ten are counted in the last. */
export function annotationsOf(report: Report): readonly Annotation[] {
  const counting = report.roster.filter(entry => entry.accepted === undefined)
  const shown = counting.length > LIMIT ? counting.slice(0, LIMIT - 1) : counting
  const annotations = shown.map(entry => annotate(report, entry))
  const rest = counting.slice(shown.length)
  if (rest.length === 0) return annotations
  const level = rest.some(entry => entry.level === 'fail') ? 'fail' : 'warn'
  return [
    ...annotations,
    {
      level,
      message: `${plural(rest.length, 'more problem')}: see the job summary`,
      properties: { title: 'pgverdict' },
    },
  ]
}

export function publishAnnotations(report: Report, secrets: readonly string[]): void {
  const annotations = annotationsOf(report)
  assertNoSecret('list of annotations', JSON.stringify(annotations), secrets)
  for (const { level, message, properties } of annotations) {
    const publish = level === 'fail' ? error : warning
    publish(message, properties)
  }
}

function annotate(report: Report, entry: RosterEntry): Annotation {
  const statement = statementOf(report, entry)
  const work = statement === undefined || / pages? /.test(entry.text) ? '' : workText(statement)
  const place = placeOf(statement)
  return {
    level: entry.level,
    message: logLine(`${entry.statement}: ${entry.text}${work === '' ? '' : ` (${work})`}`).slice(0, MESSAGE_LENGTH),
    properties: {
      title: `pgverdict: ${entry.rule}`,
      ...(place === undefined ? {} : { file: logLine(place.file) }),
      ...(place?.line === undefined ? {} : { startLine: place.line }),
    },
  }
}
