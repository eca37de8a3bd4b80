import { requirementWords } from '../../../bloat/remedies.ts'
import type { Leftover } from '../../../bloat/storage.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText, durationText, sizeOfTable } from '../../production-size.ts'
import { count, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

/** Of the table and its indexes. */
const MIN_SHARE = 0.2
const MIN_PAGES = 100
const PAGE_BYTES = 8192

export const migrationBloat: Rule = {
  id: 'migration-bloat',
  area: 'bloat',
  title: 'Dead rows that a migration leaves',
  description:
    'An update of all rows, as a backfill does it, writes each of them anew and leaves the old ones: the table and its indexes stay up to twice as large, because VACUUM makes that room free for new rows but does not give it back. The table was rewritten on the copy (VACUUM FULL), so both sizes are measured. Told with what shrinks it, the lock and the room on the disk that it takes, and how not to let it grow.',
  find(subject) {
    return subject.storage.left.filter(isNotable).map(left => toDraft(subject, left))
  },
}

const wasteOf = ({ pages, indexPages, rewrittenPages, rewrittenIndexPages }: Leftover) =>
  pages + indexPages - rewrittenPages - rewrittenIndexPages

const isNotable = (left: Leftover) =>
  wasteOf(left) >= MIN_PAGES && wasteOf(left) >= MIN_SHARE * (left.pages + left.indexPages)

function toDraft(subject: Subject, left: Leftover): Draft {
  const { schema, table, pages, rewrittenPages, indexPages, rewrittenIndexPages, deadRows, rewriteMs } = left
  const place = { schema, name: table }
  const { seeded, production } = sizeOfTable(subject, place)
  const scale = seeded === 0 ? 1 : production / seeded
  const large = (pages + indexPages) * PAGE_BYTES * scale
  const small = (rewrittenPages + rewrittenIndexPages) * PAGE_BYTES * scale
  const name = tableName(place)
  return {
    key: `${migrationBloat.id}:${schema}.${table}`,
    rule: migrationBloat.id,
    area: migrationBloat.area,
    severity: 'advice',
    title: `The migration leaves ${name} ${percent(wasteOf(left) / (rewrittenPages + rewrittenIndexPages))} larger than it has to be`,
    why: `Update in batches, each committed, with \`vacuum ${name};\` between them: the next batch then fills the room of the last one. Or give a new column a constant default in place of an update, which writes no row.`,
    evidence: [
      `It wrote ${count(deadRows)} rows anew or deleted them: ${count(pages)} pages where ${count(rewrittenPages)} hold all rows, and ${count(indexPages)} where ${count(rewrittenIndexPages)} hold all indexes, measured before and after VACUUM FULL.`,
      ...(scale > 1 ? [`At production’s size that is ${bytesText(wasteOf(left) * PAGE_BYTES * scale)}.`] : []),
      'A plain VACUUM makes the room free for new rows; the files stay as large.',
      `\`vacuum (full, analyze) ${name};\` shrinks it, needs ${bytesText(small)} of free disk, and holds an access exclusive lock: readers and writers wait until it is done.`,
      ...(rewriteMs === undefined ? [] : [lockWords(rewriteMs, scale)]),
      ...requirementWords(subject, place, { before: large, after: small }),
      ...(indexPages > rewrittenIndexPages
        ? [`\`reindex table concurrently ${name};\` shrinks the indexes alone, and stops nobody.`]
        : []),
    ],
    statements: [],
    proposal: undefined,
  }
}

function lockWords(rewriteMs: number, scale: number): string {
  const here = `VACUUM FULL held that lock for ${durationText(rewriteMs)} here`
  return scale > 1
    ? `${here}; at this machine’s pace that is ${durationText(rewriteMs * scale)} at production’s size.`
    : `${here}.`
}
