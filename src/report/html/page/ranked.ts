import type { Row, Standing } from '../../overview.ts'

/** A row with its place in the verdict's order, which is its address. */
export interface RankedRow extends Row {
  readonly position: number
}

/** What a standing is called on the page, and the sign that tells it without colour. */
export const STANDINGS: Readonly<Record<Standing, { readonly word: string; readonly sign: string }>> = {
  fail: { word: 'Fails', sign: '✕' },
  warn: { word: 'Warning', sign: '!' },
  accepted: { word: 'Accepted', sign: '☑' },
  improved: { word: 'Improved', sign: '↓' },
  added: { word: 'New', sign: '+' },
  removed: { word: 'Removed', sign: '−' },
  unmeasured: { word: 'Not measured', sign: '?' },
  changed: { word: 'Other plan', sign: '≠' },
  unchanged: { word: 'Same plan', sign: '=' },
}

export function addressOf({ position }: RankedRow): string {
  return `#statement-${position}`
}
