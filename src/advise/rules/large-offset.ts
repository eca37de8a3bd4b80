import { counted, grouped } from '../../plan/words.ts'
import { offsetToKeyset } from '../../rewrite/offset-to-keyset.ts'
import { indexForKeyset } from '../candidates/for-rewrite.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { knownOf, type Subject } from '../workload.ts'

const MIN_SKIPPED = 1000
const MIN_RATIO = 10

/** The page by what came before it. */
export const offsetToKeysetRule: Rule = {
  id: 'offset-to-keyset',
  area: 'query',
  title: 'OFFSET as a keyset',
  description:
    'The same page, asked for by the last row of the page before: `where (written_at, id) > ($1, $2) order by written_at, id limit 20`. It is run with the values that belong to the offsets of the load and told where each page is the same for less work. The order has to be one that no two rows share, by columns of one table that are never null: where it is not unique it is completed with the key, where its directions differ it is compared column by column, and other tables have to be joined by a whole key of theirs. Where no index has that order it is built for the trial, and both are told together.',
  find: subject =>
    skippingItems(subject)
      .flatMap(({ item, skipped }) => {
        const keyset = item.isWrite ? undefined : offsetToKeyset(item.text, knownOf(item))
        return keyset === undefined ? [] : [{ item, skipped, index: indexForKeyset(keyset, item) }]
      })
      .map(({ item, skipped, index }) => ({
        ...remark(offsetToKeysetRule, {
          item,
          title: `${item.name} by the last row seen in place of offset`,
          why: `It computes and skips ${counted(skipped, 'row')}; an index finds the first row of the page at once.`,
          proposal: { kind: 'keyset', statement: item.name, index },
        }),
        severity: item.isRegressed ? 'warning' : 'advice',
      })),
}

/** Rows that are computed only to be skipped. */
export const largeOffset: Rule = {
  id: 'large-offset',
  area: 'query',
  title: 'A large OFFSET',
  description:
    'Every row before the offset is found, sorted and thrown away, so each page of a list costs more than the one before. Keyset pagination asks for what comes after the last row that was seen, `where (created_at, id) > ($1, $2)`, which an index answers at once for every page.',
  find: subject =>
    skippingItems(subject).map(({ item, skipped, returned }) =>
      remark(largeOffset, {
        item,
        title: `${item.name} skips ${counted(skipped, 'row')} to return ${grouped(returned)}`,
        why: `\`offset\` computes all of them, ${counted(item.buffers, 'page')} for one page of the list. Ask for the rows after the last one that was seen instead: compare the columns of the \`order by\` with its values.`,
        yieldsToFix: true,
      }),
    ),
}

/** Statements that skip many rows. */
function skippingItems(subject: Subject) {
  const found = spotsOf(subject).flatMap(({ item, node }) => {
    const [below] = node.children
    if (node.nodeType !== 'Limit' || below === undefined || !/\boffset\b/i.test(item.text)) return []
    const returned = rowsOf(node).kept
    const skipped = rowsOf(below).kept - returned
    return skipped < MIN_SKIPPED || skipped < MIN_RATIO * returned ? [] : [{ item, skipped, returned }]
  })
  return [...new Map(found.map(each => [each.item, each])).values()]
}
