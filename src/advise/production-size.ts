import { findTable } from '../capture/catalog/table.ts'
import type { Subject } from './workload.ts'

const PAGE_BYTES = 8192

/** What a table takes with its indexes and what is kept outside of its rows, in bytes. */
export interface TableSize {
  readonly seeded: number
  /** In production: as it was given, or the seeded size scaled to `target.size`; the seeded one where neither is known. */
  readonly production: number
  /** The same after a year of `target.growth`. */
  readonly inAYear: number
}

export function sizeOfTable(subject: Subject, table: { readonly schema: string; readonly name: string }): TableSize {
  const { target } = subject
  const seeded = seededBytes(subject, table)
  const all = subject.schema.head.tables.reduce((sum, each) => sum + seededBytes(subject, each), 0)
  const scale = target.size === undefined || all === 0 ? 1 : Math.max(1, target.size / all)
  const production = givenBytes(subject, table) ?? seeded * scale
  return { seeded, production, inAYear: production * Math.max(1, target.growth ?? 1) }
}

function seededBytes({ schema, head }: Subject, { schema: space, name }: { schema: string; name: string }): number {
  const declared = schema.head.tables.find(each => each.schema === space && each.name === name)
  const indexes = findTable(head, space, name)?.indexes ?? []
  const pages = (declared?.pages ?? 0) + (declared?.toastPages ?? 0)
  return pages * PAGE_BYTES + indexes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function givenBytes(
  { storage }: Subject,
  { schema, name }: { readonly schema: string; readonly name: string },
): number | undefined {
  const own = storage.production.filter(each => each.schema === schema && each.table === name)
  return own.length === 0 ? undefined : own.reduce((sum, { pages }) => sum + pages * PAGE_BYTES, 0)
}

/** `41 MB`, `12 GB`. */
export function bytesText(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB']
  const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10) - 1))
  const amount = bytes / 2 ** (10 * (at + 1))
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount).toLocaleString('en')} ${units[at]}`
}

/** `0.4 s`, `25 min`, `3.5 h`. */
export function durationText(ms: number): string {
  const [amount, unit] = ms < 120_000 ? [ms / 1000, 's'] : ms < 7_200_000 ? [ms / 60_000, 'min'] : [ms / 3_600_000, 'h']
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`
}
