import type { Finding } from './finding.ts'

/** Advice that base had no need of is a warning: this branch brought in what it is about. */
export function warnOfNew(onHead: readonly Finding[], onBase: readonly Finding[]): readonly Finding[] {
  const known = new Set(onBase.map(({ key }) => key))
  return onHead.map(finding =>
    finding.severity === 'advice' && !known.has(finding.key) ? { ...finding, severity: 'warning' } : finding,
  )
}
