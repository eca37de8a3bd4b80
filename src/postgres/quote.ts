/** An identifier in double quotes, as `quote_ident` would write it where quotes are needed. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string constant; safe with `standard_conforming_strings` on or off. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted}` : quoted
}
