import type { Change, ChangeKind } from '../compare/comparison.ts'
import type { Alignment } from './align.ts'
import { type Direction, judgeDirection } from './direction.ts'
import { withoutLiterals } from './literals.ts'
import type { Scan } from './scans.ts'
import { counted, grouped, listed } from './words.ts'

/** Heap fetches below this say nothing about the visibility map. */
const FEW_HEAP_FETCHES = 10
/** How much more a scan reads for the same rows before rows count as wider. */
const WIDER = 1.2

/** A function, which may read pages of its own. */
const CALL = /[\w"]\(/

const equal = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every(item => b.includes(item))

function changeOf(kind: ChangeKind, usually: Direction, base: Scan, head: Scan): Change {
  const direction = judgeDirection(usually, base.blocks, head.blocks)
  const isIndexAlone = kind === 'index-changed' && base.methods === head.methods
  const isSameName = base.indexNames.join() === head.indexNames.join()
  const words = ({ words, indexNames, indexes }: Scan) =>
    isIndexAlone && indexNames.length > 0
      ? `${indexNames.length === 1 ? 'index' : 'indexes'} ${listed(indexNames)}${isSameName ? ` ${listed(indexes.map(indexed))}` : ''}`
      : words
  return { kind, node: head.label, from: words(base), to: words(head), direction }
}

/** What an index covers where its name does not tell, without the usual access method. */
const indexed = (identity: string) => withoutLiterals(identity.replace(/^btree /, ''))

function accessChanges(base: Scan, head: Scan): readonly Change[] {
  const usedIndex = base.indexes.length > 0
  const usesIndex = head.indexes.length > 0
  const lost = usedIndex && (!usesIndex || (!base.readsSequentially && head.readsSequentially))
  const gained = usesIndex && (!usedIndex || (base.readsSequentially && !head.readsSequentially))
  if (lost) return [changeOf('index-lost', 'worse', base, head)]
  if (gained) return [changeOf('index-gained', 'better', base, head)]
  const isIndexOnlyLost = usedIndex && base.isIndexOnly && !head.isIndexOnly
  return [
    ...(equal(base.indexes, head.indexes) ? [] : [changeOf('index-changed', 'neutral', base, head)]),
    ...(isIndexOnlyLost ? [changeOf('index-only-lost', 'worse', base, head)] : []),
    ...(equal(base.indexes, head.indexes) && !isIndexOnlyLost && base.methods !== head.methods
      ? [changeOf('scan-type', 'neutral', base, head)]
      : []),
  ]
}

/** Terms that one side's index answers and the other side tests row by row; a lost index says so already. */
function conditionChanges(base: Scan, head: Scan): readonly Change[] {
  if (base.indexes.length === 0 || head.indexes.length === 0) return []
  const moved = (from: Scan, to: Scan) =>
    from.indexConditions.filter(term => !to.indexConditions.includes(term) && to.filters.includes(term))
  const change = (
    kind: ChangeKind,
    terms: readonly string[],
    from: string,
    to: string,
    usually: Direction,
  ): Change => ({
    kind,
    node: head.label,
    from: `${from}: ${terms.join(' AND ')}`,
    to: `${to}: ${terms.join(' AND ')}`,
    direction: judgeDirection(usually, base.blocks, head.blocks),
  })
  const lost = moved(base, head)
  const won = moved(head, base)
  return [
    ...(lost.length > 0 ? [change('condition-became-filter', lost, 'Index Cond', 'Filter', 'worse')] : []),
    ...(won.length > 0 ? [change('filter-became-condition', won, 'Filter', 'Index Cond', 'better')] : []),
  ]
}

/** Whether two instances read the same partitioned table, as far as plans tell: what one scans is among what the other does. */
function isSamePartitionedTable(base: Scan, head: Scan): boolean {
  const [few, many] = base.scanned.length < head.scanned.length ? [base, head] : [head, base]
  return many.isPartitioned && (few.isPartitioned || few.scanned.every(relation => many.scanned.includes(relation)))
}

/** `1 of 12 partitions`, or that there are none. */
const partsOf = ({ partitions, scanned }: Scan) =>
  partitions === undefined ? 'the whole table' : `${grouped(scanned.length)} of ${counted(partitions, 'partition')}`

const isPruned = ({ partitions, scanned }: Scan) => partitions !== undefined && scanned.length < partitions

/**
 * A table that was partitioned, or no longer is, or by another key: what pruning leaves of it, where the catalogs are known.
 * A partition more that is pruned like the others is growth of the table.
 */
function partitioningChanges(base: Scan, head: Scan, direction: Direction): readonly Change[] {
  const [from, to] = [partsOf(base), partsOf(head)]
  const isGrowth = base.partitions !== undefined && head.partitions !== undefined && equal(base.scanned, head.scanned)
  if (isGrowth && isPruned(base) === isPruned(head)) return []
  const kind =
    isPruned(base) === isPruned(head) ? ('other' as const) : isPruned(head) ? 'pruning-gained' : 'pruning-lost'
  const node = base.partitions === undefined ? base.label : head.label
  return from === to ? [] : [{ kind, node, from, to, direction }]
}

function pruningChanges(base: Scan, head: Scan): readonly Change[] {
  const isKnown = base.partitions !== undefined || head.partitions !== undefined
  if (!isKnown && !base.isPartitioned && !head.isPartitioned) return []
  const [before, after] = [base.scanned.length, head.scanned.length]
  const node = head.isPartitioned ? head.label : base.label
  const direction = judgeDirection('neutral', base.blocks, head.blocks)
  if (!isSamePartitionedTable(base, head)) {
    if (isKnown) return partitioningChanges(base, head, direction)
    const [from, to] = [`${base.words} of ${base.label}`, `${head.words} of ${head.label}`]
    return before === after ? [] : [{ kind: 'other', node, from, to, direction }]
  }
  // One partition more is growth of the table; half as many again, and at least two, is pruning.
  const isOther = Math.abs(after - before) >= 2 && Math.max(before, after) >= 1.5 * Math.min(before, after)
  if (!isOther) return []
  const kind = after > before ? 'pruning-lost' : 'pruning-gained'
  return [{ kind, node, from: counted(before, 'partition'), to: counted(after, 'partition'), direction }]
}

const SAME_ROWS = ' for the same rows'
/** How the pages of a scan end that reads more of them for nothing else that its plan shows. */
const LESS_DENSELY = `${SAME_ROWS}, which lie less densely`

/** The pages that a scan reads for the same rows, without why; undefined of other words. */
export function pagesForSameRows(text: string): string | undefined {
  const end = [LESS_DENSELY, SAME_ROWS].find(each => text.endsWith(each))
  return end === undefined ? undefined : text.slice(0, -end.length)
}

function volumeChanges(base: Scan, head: Scan): readonly Change[] {
  if (base.blocks === undefined || head.blocks === undefined) return []
  const fetched = (scan: Scan) => counted(scan.heapFetches, 'heap fetch').replace('fetchs', 'fetches')
  const isFetching =
    base.isIndexOnly &&
    head.isIndexOnly &&
    head.heapFetches >= FEW_HEAP_FETCHES &&
    head.heapFetches >= 2 * base.heapFetches
  const direction = judgeDirection('worse', base.blocks, head.blocks)
  if (isFetching) return [{ kind: 'heap-fetches', node: head.label, from: fetched(base), to: fetched(head), direction }]
  const isSameAccess = base.methods === head.methods && equal(base.indexes, head.indexes) && !head.isPartitioned
  const hasGrown = direction === 'worse' && head.blocks >= WIDER * base.blocks
  const isSameRows = head.readsSequentially && head.rowsRead <= 1.05 * base.rowsRead
  if (!isSameAccess || !hasGrown || !(isSameRows || (head.width > base.width && head.rowsRead <= base.rowsRead)))
    return []
  if (head.width === base.width) {
    // What another filter reads, by a function or policy, says nothing of the rows.
    if (!equal(base.filters, head.filters)) return []
    const end = head.filters.some(term => CALL.test(term)) ? SAME_ROWS : LESS_DENSELY
    const [from, to] = [counted(base.blocks, 'page'), `${counted(head.blocks, 'page')}${end}`]
    return [{ kind: 'wider-rows', node: head.label, from, to, direction }]
  }
  const size = (scan: Scan) =>
    `${counted(scan.blocks ?? 0, 'page')} for ${counted(Math.round(scan.rowsRead), 'row')}, ${counted(scan.width, 'byte')} wide`
  return [{ kind: 'wider-rows', node: head.label, from: size(base), to: size(head), direction }]
}

/** A table that only one of the plans reads, as where a join, a partition or the whole table could be left out. */
function readByOne(base: Scan | undefined, head: Scan | undefined): readonly Change[] {
  const scan = head ?? base
  if (scan?.relation === undefined) return []
  const direction = judgeDirection(head === undefined ? 'better' : 'worse', base?.blocks ?? 0, head?.blocks ?? 0)
  const [from, to] = [base?.words ?? 'not read', head?.words ?? 'not read']
  return [{ kind: 'other', node: scan.label, from, to, direction }]
}

/** How the reading of each relation instance changed. */
export function scanChanges({ scans }: Alignment): readonly Change[] {
  return scans.flatMap(({ base, head }) => {
    if (base === undefined || head === undefined) return readByOne(base, head)
    return [
      ...accessChanges(base, head),
      ...conditionChanges(base, head),
      ...pruningChanges(base, head),
      ...volumeChanges(base, head),
    ]
  })
}
