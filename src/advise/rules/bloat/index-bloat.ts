import type { GrownIndex, TableWrites } from '../../../bloat/storage.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { count, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import { writesOf } from './bloat-per-write.ts'

/** Of its pages that building it anew saves; one whose rows come in no order is a third empty by nature. */
const MIN_SHARE = 0.4
const MIN_PAGES = 50

export const indexBloat: Rule = {
  id: 'index-bloat',
  area: 'bloat',
  title: 'An index that the load’s writes leave half empty',
  description:
    'The load’s writes made an index grow by more than its rows need: updates that change its columns, or that cannot stay on their page, and rows that are deleted from all over it. How full its leaf pages are after a VACUUM is read from `pgstatindex` where the server has it, and `reindex index concurrently` is run on the copy, so that the size it goes back to is measured. Told from 50 pages on, where that is 40 % of the index.',
  find(subject) {
    return subject.storage.writes.head.flatMap(writes =>
      writes.grown.filter(isBloated).map(index => toDraft(writes, index)),
    )
  },
}

const isBloated = ({ pagesAfter, rebuiltPages }: GrownIndex) =>
  pagesAfter - rebuiltPages >= MIN_PAGES && pagesAfter - rebuiltPages >= MIN_SHARE * pagesAfter

function toDraft(writes: TableWrites, index: GrownIndex): Draft {
  const { schema, table } = writes
  const { name, pagesBefore, pagesAfter, rebuiltPages, leafDensity } = index
  const place = schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
  return {
    key: `${indexBloat.id}:${schema}.${name}`,
    rule: indexBloat.id,
    area: indexBloat.area,
    severity: 'info',
    title: `This load leaves ${percent((pagesAfter - rebuiltPages) / pagesAfter)} of ${quoted(name)} empty`,
    why: `Its entries of dead rows go only with VACUUM, and pages that are partly empty stay so: where the load goes on like this, vacuum ${tableName({ schema, name: table })} often, and build the index anew now and then.`,
    evidence: [
      `${count(writesOf(writes))} writes made it grow from ${count(pagesBefore)} to ${count(pagesAfter)} pages${leafDensity === undefined ? '' : `; after a VACUUM its leaves are ${percent(leafDensity)} full (pgstatindex)`}.`,
      `\`reindex index concurrently ${place};\` made ${count(rebuiltPages)} pages of it here, and stops nobody; it needs room for both, and where it fails, drop what it leaves invalid.`,
    ],
    statements: [],
    proposal: undefined,
  }
}
