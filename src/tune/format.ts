const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `1.5 GB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${Number((bytes / 2 ** (10 * step)).toFixed(1))} ${UNITS[step]}`
}

export function formatNumber(count: number): string {
  return Math.round(count).toLocaleString('en')
}
