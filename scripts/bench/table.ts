import { markdownTable } from 'markdown-table'

/** Prints rows of a table; every column but the first is aligned to the right. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const align = header.map((_, column) => (column === 0 ? 'l' : 'r'))
  say(markdownTable([[...header], ...rows.map(row => [...row])], { align }))
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** `1.23 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(2)} s`
}
