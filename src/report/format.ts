/** `1234567.8` as `1,234,568`. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Three significant digits at most, for times and ratios; what is not nothing never looks like it. */
function significant(value: number): string {
  if (value > 0 && value < 0.005) return '<0.01'
  if (value >= 100) return formatCount(value)
  if (value >= 10) return value.toFixed(1).replace(/\.0$/, '')
  return value.toFixed(value >= 0.1 || value === 0 ? 1 : 2).replace(/\.0+$/, '')
}

/** Milliseconds as `0.3 ms`, `61.8 ms` or `2.4 s`. */
export function formatMs(ms: number): string {
  return ms < 10_000 ? `${significant(ms)} ms` : `${significant(ms / 1000)} s`
}

/** A pair of milliseconds with the unit once, `0.3` and `61.8 ms`. */
export function formatMsPair(base: number, head: number): readonly [string, string] {
  const inSeconds = Math.max(base, head) >= 10_000
  const divisor = inSeconds ? 1000 : 1
  return [significant(base / divisor), `${significant(head / divisor)} ${inSeconds ? 's' : 'ms'}`]
}

/** Seconds as `41 s`, `2 min 41 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${significant(seconds < 0.005 ? 0 : seconds)} s`
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  return minutes === 0 ? `${whole} s` : `${formatCount(minutes)} min ${whole % 60} s`
}

/** How many times as much, `×695`; undefined where it would say nothing. */
export function formatRatio(base: number, head: number): string | undefined {
  if (base <= 0 || head / base < 1.05) return undefined
  return `×${significant(head / base)}`
}

/** Bytes in units of 1024, as PostgreSQL's pg_size_pretty names them. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? formatCount(value) : significant(value)} ${units[unit]}`
}

/** Row totals, `1.3 M`, `412,000`. */
export function formatRows(rows: number): string {
  return rows >= 1_000_000 ? `${significant(rows / 1_000_000)} M` : formatCount(rows)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** The last words joined as in a sentence: `a, b and c`. */
export function enumerate(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
