/** One `name = value` of an INI or properties file. */
export interface KeyValue {
  /** The INI section that it stands in. */
  readonly section: string
  readonly name: string
  readonly value: string
  readonly line: number
}

/**
 * Reads an INI file (`;` and `#` begin comments) or Java properties (`!` too; a backslash at the end of a line joins the next one). The
 * libraries for both do not tell the lines, which findings name. `directive` is a word that begins a line of its own, without a sign of
 * assignment: PgBouncer's `%include`.
 */
export function readKeyValues(content: string, directive?: string): readonly KeyValue[] {
  const found: KeyValue[] = []
  let section = ''
  let joined: { readonly text: string; readonly line: number } | undefined
  for (const [at, source] of content.split(/\r?\n/).entries()) {
    const text = (joined?.text ?? '') + source.trim()
    const line = joined?.line ?? at + 1
    joined = text.endsWith('\\') ? { text: text.slice(0, -1), line } : undefined
    if (joined !== undefined || text === '' || /^[;#!]/.test(text)) continue
    if (directive !== undefined && text.startsWith(`${directive} `)) {
      found.push({ section, name: directive, value: text.slice(directive.length).trim(), line })
      continue
    }
    const header = /^\[([^\]]+)\]/.exec(text)?.[1]
    if (header !== undefined) section = header.trim()
    const [, name, value] = /^([^=:\s]+)\s*[=:]\s*(.*)$/.exec(text) ?? []
    if (header === undefined && name !== undefined && value !== undefined) found.push({ section, name, value, line })
  }
  return found
}
