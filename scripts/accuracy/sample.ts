import { createHash } from 'node:crypto'

/** So many of a part's runs, chosen by a seed: the same seed chooses the same ones. */
export interface Sample {
  readonly size: number
  readonly seed: string
}

export function choose<T>(all: readonly T[], nameOf: (item: T) => string, sample: Sample | undefined): readonly T[] {
  if (sample === undefined || sample.size >= all.length) return all
  const rank = (item: T) =>
    createHash('sha256')
      .update(`${sample.seed} ${nameOf(item)}`)
      .digest('hex')
  const chosen = new Set(all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, sample.size))
  return all.filter(item => chosen.has(item))
}
