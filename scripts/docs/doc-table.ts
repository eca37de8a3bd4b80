import { markdownTable } from 'markdown-table'

/** A table of our own texts, which may hold Markdown. */
export function docTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([header, ...rows].map(row => row.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' '))))
}

export const inlineCode = (text: string): string => (text === '' ? '' : `\`${text}\``)
