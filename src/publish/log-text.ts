import { cleanText } from '../report/clean.ts'

/**
 * Text for the runner's log: no control characters, no newlines of its own, and the old command form `##[`, which the runner
 * obeys anywhere in a line, broken up.
 */
export function logText(text: string): string {
  return cleanText(text).replaceAll('##[', '##\u200b[')
}

export function logLine(text: string): string {
  return logText(text).replace(/\s*\n\s*/g, ' ')
}
