import type { GrownIndex, TableWrites } from '../../../bloat/storage.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { count, listed, qualified, tableName } from '../../schema-remark.ts'
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
    'The load’s writes made an index grow by more than its rows need: updates that change its columns, or that cannot stay on their page, and rows that are deleted from all over it. How full its leaf pages are after a VACUUM is read from `pgstatindex` where the server has it and estimated elsewhere, and `reindex index concurrently` is run on the copy, so that the size it goes back to is measured. Told from 50 pages on, where that is 40 % of the index.',
  find(subject) {
    return subject.storage.writes.head.flatMap(writes => {
      const indexes = writes.grown.filter(isBloated)
      return indexes.length === 0 ? [] : toDraft(writes, indexes)
    })
  },
}

const isBloated = ({ pagesAfter, rebuiltPages }: GrownIndex) =>
  pagesAfter - rebuiltPages >= MIN_PAGES && pagesAfter - rebuiltPages >= MIN_SHARE * pagesAfter

function toDraft(writes: TableWrites, indexes: readonly GrownIndex[]): Draft {
  const { schema, table } = writes
  const place = { schema, name: table }
  const [pages, rebuilt] = [sum(indexes, 'pagesAfter'), sum(indexes, 'rebuiltPages')]
  return {
    key: `${indexBloat.id}:${schema}.${table}`,
    rule: indexBloat.id,
    area: indexBloat.area,
    severity: 'info',
    title: `This load leaves ${percent((pages - rebuilt) / pages)} of ${listed(indexes.map(({ name }) => name))} empty`,
    why: `VACUUM removes entries of dead rows, but pages that are partly empty stay so, and every scan of the index reads them: where the load goes on like this, vacuum ${tableName(place)} often, and rebuild the indexes now and then.`,
    evidence: [
      `${count(writesOf(writes))} rows of ${tableName(place)} were written.`,
      ...indexes.map(({ name, pagesBefore, pagesAfter, rebuiltPages, fullness: { share, isExact } }) => {
        const full = isExact
          ? `its leaf pages are ${percent(share)} full (pgstatindex)`
          : `its pages are about ${percent(share)} full (estimated)`
        return `${quoted(name)} grew from ${count(pagesBefore)} to ${count(pagesAfter)} pages of 8 kB; after a VACUUM ${full}; rebuilt it has ${count(rebuiltPages)}.`
      }),
      `${indexes.map(({ name }) => `\`reindex index concurrently ${qualified({ schema, name })};\``).join(' and ')} did that here: it stops nobody, needs free disk for the new index, and where it fails, drop what it leaves invalid.`,
    ],
    statements: [],
    proposal: undefined,
  }
}

const sum = (indexes: readonly GrownIndex[], of: 'pagesAfter' | 'rebuiltPages') =>
  indexes.reduce((total, index) => total + index[of], 0)
