import type { Index, Table } from '../../capture/catalog/table.ts'
import { isServedBy } from '../covered.ts'
import { designOf, indexedText } from '../design.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, isDroppable, isNewIndex, readersOf } from '../drop.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** A smaller index is not worth rebuilding. */
const MIN_BYTES = 256 * 1024

/** An index whose last columns nothing of the load asks for. */
export const overWideIndex: Rule = {
  id: 'over-wide-index',
  area: 'index',
  title: 'An index that is wider than the load needs',
  description:
    'The load reads the index, but its last columns are compared, sorted by or returned by no statement. They make every page of it hold fewer entries and keep updates of those columns from being cheap. The narrower index is built on a copy in its place, and everything is planned and run again; where a statement then does more work nothing is said. It rests on the load that you have given.',
  find: subject =>
    subject.head.tables
      .filter(({ isPartition }) => !isPartition)
      .flatMap(table =>
        table.indexes.flatMap(index => {
          const design = narrower(index, table, subject)
          if (design === undefined) return []
          return dropDraft(overWideIndex, table, index, {
            title: (name, on) => `${name} on ${on} needs ${indexedText(design)} only`,
            why: 'No statement of this load compares, sorts by or returns its other columns from it.',
            severity: isNewIndex(subject, table, index) ? 'advice' : 'info',
            instead: design,
            isGuess: true,
          })
        }),
      ),
}

function narrower(index: Index, table: Table, subject: Subject) {
  if (!isDroppable(index) || index.method !== 'btree' || index.sizeBytes < MIN_BYTES) return undefined
  const readers = readersOf(index, subject)
  if (readers.length === 0 || readers.some(item => !isPlainReader(item, index, table))) return undefined
  const used = index.keys.findLastIndex(({ expression }) => readers.some(item => asksFor(item, expression, table))) + 1
  if (used === 0 || (used === index.keys.length && index.include.length === 0)) return undefined
  const whole = designOf(table, index)
  const design = { ...whole, keys: whole.keys.slice(0, used), include: [], name: undefined }
  return table.indexes.some(other => other !== index && isServedBy(design, other)) ? undefined : design
}

/** Whether the access is known well enough to say what it asks for: none of an index alone. */
function isPlainReader({ accesses }: WorkloadItem, { name }: Index, table: Table): boolean {
  const own = accesses.filter(access => access.table === table && access.indexes.includes(name))
  return own.length > 0 && own.every(({ isIndexOnly }) => !isIndexOnly)
}

/** A plan that takes an index's order does not say whether anybody wants it; the text may. */
function asksFor({ accesses, text }: WorkloadItem, expression: string, table: Table): boolean {
  const isOrdered = /\border\s+by\b/i.test(text)
  return accesses.some(
    access =>
      access.table === table &&
      (access.terms.some(({ subject }) => subject.expression === expression) ||
        (isOrdered && access.order.some(({ subject }) => subject.expression === expression))),
  )
}
