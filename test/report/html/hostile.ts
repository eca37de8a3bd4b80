import type { Report } from '../../../src/report/report.ts'
import { REPORTS } from '../fixtures.ts'

const ATTACK = [
  '<img src=x onerror="globalThis.ran=1">',
  '</script><script>globalThis.ran=1</script>',
  '</style><!--<script>',
  '<a href="javascript:globalThis.ran=1">x</a>',
  '"><svg onload=globalThis.ran=1>',
  '\u2028globalThis.ran=1\u2029',
  '&lt;img src=x onerror="globalThis.ran=1"&gt;',
  '<\u200bimg src=x>',
  '{{constructor.constructor("globalThis.ran=1")()}}',
].join(' ')

/** Words that the program chooses itself; what else a report holds comes from the pull request. */
const OWN = new Set([
  'verdict',
  'status',
  'level',
  'rule',
  'kind',
  'direction',
  'confidence',
  'severity',
  'side',
  'commit',
])

function poisoned(value: unknown, key: string): unknown {
  if (typeof value === 'string') return OWN.has(key) ? value : `${ATTACK} ${value}`
  if (Array.isArray(value)) return value.map(item => poisoned(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]))
}

/** A failing report in which every text that anybody but the program could have written attacks the page. */
export function hostileReport(): Report {
  return poisoned(REPORTS.failing, '') as Report
}
