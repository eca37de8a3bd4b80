/**
 * The plain values of a TOML file by the dotted names of their tables, arrays of text joined by commas. All that settings of
 * migration tools need of TOML.
 */
export function tomlPairs(text: string): readonly (readonly [string, string])[] {
  let table = ''
  const oneLineEach = text.replaceAll(/=\s*\[([^\]]*)\]/g, (_whole, items: string) => {
    return `= "${[...items.matchAll(/["']([^"']*)["']/g)].map(([, item]) => item).join(',')}"`
  })
  return oneLineEach.split(/\r?\n/).flatMap(line => {
    const header = /^\s*\[([^[\]]+)\]/.exec(line)?.[1]
    if (header !== undefined) table = `${header.trim()}.`
    const [, key, quoted, bare] = /^\s*"?([\w.-]+)"?\s*=\s*(?:["']([^"']*)["']|([^#]*?)\s*(?:#.*)?$)/.exec(line) ?? []
    return key === undefined ? [] : [[table + key, quoted ?? bare ?? ''] as const]
  })
}
