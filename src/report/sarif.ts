import { gateRules } from '../config/schema.ts'
import type { RosterEntry } from '../gate/verdict.ts'
import { cleanLine } from './clean.ts'
import { placeOf, statementOf } from './place.ts'
import type { Report } from './report.ts'

/** GitHub's code scanning shows the first 5,000 results of a run. */
const MAX_RESULTS = 5000
const MESSAGE_LENGTH = 1000

/**
 * The roster as SARIF 2.1.0, for code scanning. Lines that are about no file are left out, because code scanning refuses a
 * whole file with such a result; accepted ones are suppressed.
 */
export function renderSarif(report: Report): string {
  const rules = gateRules.keyof().options
  const driver = {
    name: report.tool.name,
    version: report.tool.version,
    rules: rules.map(id => ({ id, shortDescription: { text: gateRules.shape[id].description ?? id } })),
  }
  const results = report.roster.slice(0, MAX_RESULTS).flatMap(entry => resultOf(report, entry))
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results }
  return `${JSON.stringify({ version: '2.1.0', runs: [run] }, undefined, 2)}\n`
}

function resultOf(report: Report, entry: RosterEntry): readonly object[] {
  const place = placeOf(statementOf(report, entry))
  if (place === undefined) return []
  const uri = place.file.split('/').map(encode).join('/')
  return [
    {
      ruleId: entry.rule,
      level: entry.level === 'fail' ? 'error' : 'warning',
      message: { text: plain(`${entry.statement}: ${entry.text}`) },
      locations: [
        { physicalLocation: { artifactLocation: { uri }, region: { startLine: Math.max(1, place.line ?? 1) } } },
      ],
      partialFingerprints: { 'pgverdict/v1': `${entry.rule}/${entry.fingerprint}` },
      ...(entry.accepted === undefined
        ? {}
        : { suppressions: [{ kind: 'external', justification: cleanLine(entry.accepted.reason, MESSAGE_LENGTH) }] }),
    },
  ]
}

function encode(segment: string): string {
  return encodeURIComponent(segment.toWellFormed())
}

/** Square brackets would be links (SARIF 2.1.0, section 3.11.6). */
function plain(text: string): string {
  return cleanLine(text, MESSAGE_LENGTH).replace(/[\\[\]]/g, '\\$&')
}
