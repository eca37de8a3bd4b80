const PREPARE = /^\s*prepare\s+("(?:[^"]|"")+"|[\w$]+)(?:\s*\([^)]*\))?\s+as\s+/i
const EXECUTE = /^\s*execute\s+("(?:[^"]|"")+"|[\w$]+)/i

/** The name that an SQL-level PREPARE gives or an EXECUTE uses; undefined for other statements. */
export function preparedName(sql: string): { readonly kind: 'prepare' | 'execute'; readonly name: string } | undefined {
  const prepare = PREPARE.exec(sql)
  if (prepare !== null) return { kind: 'prepare', name: fold(prepare[1] as string) }
  const execute = EXECUTE.exec(sql)
  return execute === null ? undefined : { kind: 'execute', name: fold(execute[1] as string) }
}

/** The query that a PREPARE names. */
export function preparedQuery(prepare: string): string {
  return prepare.replace(PREPARE, '')
}

function fold(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()
}
