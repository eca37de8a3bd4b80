import { scan } from './scan.ts'

/** DDL and other statements to publish: every string (dollar-quoted bodies too) and number is `?`, comments are cut. */
export function withoutLiterals(sql: string): string {
  let published = ''
  for (const { kind, start, end } of scan(sql)) {
    if (kind === 'string' || kind === 'number') published += '?'
    else if (kind !== 'comment') published += sql.slice(start, end)
  }
  return published.replace(/[ \t]+$/gm, '').trim()
}
