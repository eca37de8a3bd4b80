/** Whether a statement of a migration is written so that it may run again and then do nothing, or the same. */
export function isRerunnable(text: string): boolean {
  return /\b(?:if\s+(?:not\s+)?exists|or\s+replace|on\s+conflict)\b/i.test(text)
}
