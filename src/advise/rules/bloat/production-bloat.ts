import { requirementWords } from '../../../bloat/remedies.ts'
import type { ProductionRelation } from '../../../bloat/storage.ts'
import { findTable } from '../../../capture/catalog/table.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText } from '../../production-size.ts'
import { count, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

const PAGE_BYTES = 8192
/** Of the pages. An index whose rows came in no order is a third empty by nature: half of it has to be. */
const MIN_SHARE = { table: 0.3, index: 0.5 }
const MIN_BYTES = 100 * 2 ** 20
/** Seeded rows that say how many fit a page. */
const MIN_ROWS = 1000

export const productionBloat: Rule = {
  id: 'production-bloat',
  area: 'bloat',
  title: 'Tables and indexes of production that are larger than their rows',
  description:
    'Where production’s sizes are given (`target.tables`), its tables and indexes are held against the seeded database, whose files hold nothing but rows: as many pages as production’s rows would take there are needed, the rest is dead or free. Told from 100 MB on, where it is 30 % of a table or half of an index; with what gives it back, the lock and the room that it takes. An estimate: rows of production may be wider than seeded ones.',
  find(subject) {
    return subject.storage.production.flatMap(relation => judge(subject, relation) ?? [])
  },
}

function judge(subject: Subject, relation: ProductionRelation): Draft | undefined {
  const { schema, table: name, index, pages, rows } = relation
  const table = findTable(subject.head, schema, name)
  if (table === undefined || table.rows < MIN_ROWS || rows <= 0) return undefined
  const own = table.indexes.find(each => each.name === index)
  if (index !== undefined && (own === undefined || own.method !== 'btree')) return undefined
  const seeded = own === undefined ? table.pages : own.sizeBytes / PAGE_BYTES
  const needed = Math.ceil((seeded * rows) / table.rows)
  const waste = pages - needed
  const least = index === undefined ? MIN_SHARE.table : MIN_SHARE.index
  if (waste * PAGE_BYTES < MIN_BYTES || waste < least * pages) return undefined
  const place = { schema, name }
  const what = index === undefined ? tableName(place) : quoted(index)
  return {
    key: `${productionBloat.id}:${schema}.${index ?? name}`,
    rule: productionBloat.id,
    area: productionBloat.area,
    severity: 'advice',
    title: `${percent(waste / pages)} of ${what} in production is dead rows or free space`,
    why: `${count(rows)} rows need about ${bytesText(needed * PAGE_BYTES)}, but it has ${bytesText(pages * PAGE_BYTES)}, and every scan of it reads the rest too. Getting that back is worthwhile from ${bytesText(MIN_BYTES)} and ${percent(least)} on.`,
    evidence:
      index === undefined
        ? [
            `In the seeded database ${count(table.rows)} rows take ${count(table.pages)} pages.`,
            `\`vacuum (full, analyze) ${tableName(place)};\` gives it back, needs ${bytesText(needed * PAGE_BYTES)} of free disk besides its indexes, and holds an access exclusive lock: readers and writers wait until it is done.`,
            ...requirementWords(subject, place, sizesOf(subject, place, waste * PAGE_BYTES)),
            'Check it first: `select * from pgstattuple_approx(…)` of the extension pgstattuple.',
          ]
        : [
            `In the seeded database ${count(table.rows)} rows take ${count(seeded)} pages of it.`,
            `\`reindex index concurrently ${schema === 'public' ? '' : `${quoted(schema)}.`}${quoted(index)};\` gives it back, needs ${bytesText(needed * PAGE_BYTES)} of free disk, and stops nobody; where it fails, drop what it leaves invalid.`,
            'Check it first: `select avg_leaf_density from pgstatindex(…)` of the extension pgstattuple.',
          ],
    statements: [],
    proposal: undefined,
  }
}

/** Of the table with the indexes that were given, before and after its waste is gone. */
function sizesOf({ storage }: Subject, { schema, name }: { schema: string; name: string }, wasteBytes: number) {
  const own = storage.production.filter(each => each.schema === schema && each.table === name)
  const before = own.reduce((sum, { pages }) => sum + pages * PAGE_BYTES, 0)
  return { before, after: before - wasteBytes }
}
