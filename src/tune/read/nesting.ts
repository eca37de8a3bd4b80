/** Deeper than anything that people write, and shallow enough for parsers that call themselves for each level. */
const MOST_LEVELS = 1000
const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * Whether brackets stand in each other more than a thousand deep, which takes parsers minutes, or ends them. Strings and comments
 * are not told apart: what they leave open is closed with the bracket around them.
 */
export function isNestedTooDeeply(text: string): boolean {
  const open: string[] = []
  for (const { 0: bracket } of text.matchAll(/[([{}\])]/g)) {
    const opener = OPENS[bracket]
    if (opener === undefined) {
      open.push(bracket)
      if (open.length > MOST_LEVELS) return true
    } else {
      const at = open.lastIndexOf(opener)
      if (at >= 0) open.length = at
    }
  }
  return false
}
