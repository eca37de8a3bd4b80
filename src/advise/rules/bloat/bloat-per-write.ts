import type { TableWrites } from '../../../bloat/storage.ts'
import { findTable, type Index } from '../../../capture/catalog/table.ts'
import { updatedColumns } from '../../../partition/candidates.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { count, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

/** Updates of a load that say something. */
const MIN_UPDATES = 50
/** Of the updates. */
const MIN_LOST = 0.2
/** Of a branch that makes files grow faster without touching what updates can keep in place. */
const MORE = 1.5
const MIN_PAGES = 50

export const bloatPerWrite: Rule = {
  id: 'bloat-per-write',
  area: 'bloat',
  title: 'Writes that leave more behind than before',
  description:
    'What the load’s writes did to the files of each table and its indexes, counted on the copies that it ran on, base against head: rows, updates that stayed on their page (HOT), pages. Told where the branch’s new index names a column that the load updates, so that updates lose HOT and write to every index, and where the same writes make the files grow at least 1.5 times as much.',
  find(subject) {
    const { base, head } = subject.storage.writes
    return head.flatMap(after => {
      const before = base.find(({ schema, table }) => schema === after.schema && table === after.table)
      return before === undefined ? [] : (compare(subject, before, after) ?? [])
    })
  },
}

function compare(subject: Subject, before: TableWrites, after: TableWrites): Draft | undefined {
  const place = { schema: after.schema, name: after.table }
  const table = tableName(place)
  const lost = hotShare(before) - hotShare(after)
  const isLost = Math.min(before.updated, after.updated) >= MIN_UPDATES && lost >= MIN_LOST
  const [slow, fast] = [growth(before), growth(after)]
  const isFaster = fast >= MORE * slow && (fast - slow) * (writesOf(after) / 1000) >= MIN_PAGES
  if (!isLost && !isFaster) return undefined
  const indexes = newIndexes(subject, place)
  const updated = updatedColumns(subject, place)
  const guilty = indexes.filter(index => [...updated].some(column => names(index, column)))
  return {
    key: `${bloatPerWrite.id}:${after.schema}.${after.table}`,
    rule: bloatPerWrite.id,
    area: bloatPerWrite.area,
    severity: 'advice',
    title: isLost
      ? `Updates of ${table} no longer stay on their page (HOT), so that each writes to every index`
      : `The same writes make ${table} grow ${(fast / Math.max(1, slow)).toFixed(1)} times as fast`,
    why:
      guilty.length > 0
        ? `${guilty.map(({ name }) => quoted(name)).join(' and ')} of this branch names a column that the load updates: each of these updates now leaves entries in all indexes of the table, which only VACUUM takes away. Keep it where its readers are worth that; leave the column out, or index the rows that no longer change, where they are not.`
        : indexes.length > 0
          ? `The branch adds ${indexes.map(({ name }) => quoted(name)).join(' and ')}, which each write has to keep.`
          : 'The branch makes rows wider, or its triggers write more of them.',
    evidence: [
      `Of this load’s ${count(after.updated)} updates ${percent(hotShare(after))} stayed on their page; on base it was ${percent(hotShare(before))}.`,
      `1,000 writes make the table and its indexes grow by ${count(fast)} pages of 8 kB; on base it was ${count(slow)}.`,
      `1,000 writes leave ${count(deadRows(after))} dead rows; on base it was ${count(deadRows(before))}.`,
      ...(after.room === undefined
        ? []
        : [
            `After the load ${percent(after.room.share)} of the table is dead rows or free space beyond its fillfactor (${after.room.isExact ? 'pgstattuple' : 'estimated'}).`,
          ]),
    ],
    statements: [],
    proposal: undefined,
  }
}

export const writesOf = ({ inserted, updated, deleted }: TableWrites): number => inserted + updated + deleted

export const deadRows = (writes: TableWrites): number =>
  (1000 * (writes.updated + writes.deleted)) / Math.max(1, writesOf(writes))

const hotShare = ({ hot, updated }: TableWrites) => (updated === 0 ? 1 : hot / updated)

/** Pages for 1,000 writes. */
const growth = (writes: TableWrites) =>
  (1000 * (writes.pagesAfter - writes.pagesBefore + writes.indexPagesAfter - writes.indexPagesBefore)) /
  Math.max(1, writesOf(writes))

/** Head's indexes of the table whose like base does not have. */
function newIndexes({ base, head }: Subject, { schema, name }: { schema: string; name: string }): readonly Index[] {
  const known = new Set(findTable(base, schema, name)?.indexes.map(shapeOf))
  return (findTable(head, schema, name)?.indexes ?? []).filter(index => !known.has(shapeOf(index)))
}

const shapeOf = ({ method, keys, include, predicate }: Index) => JSON.stringify([method, keys, include, predicate])

const names = ({ keys, include, predicate = '' }: Index, column: string) =>
  include.includes(column) ||
  keys.some(({ expression, isColumn }) => (isColumn ? expression === column : expression.includes(column))) ||
  predicate.includes(column)
