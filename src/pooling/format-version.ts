/** `1.09` is PgBouncer 1.9: its minor versions count on in two digits. */
export function formatVersion(version: number): string {
  const [major, minor = '0'] = version.toFixed(2).split('.')
  return `${major}.${Number(minor)}`
}
