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

/** Longer statements are rows, one like the other. */
const MAX_CHARACTERS = 100_000

/** The same, cut where it is longer than anybody reads. */
export function cutWithoutLiterals(sql: string): string {
  const published = withoutLiterals(sql)
  return published.length > MAX_CHARACTERS ? `${published.slice(0, MAX_CHARACTERS)} …` : published
}
