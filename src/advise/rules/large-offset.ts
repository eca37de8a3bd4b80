import { counted, grouped } from '../../plan/words.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'

const MIN_SKIPPED = 1000
const MIN_RATIO = 10

/** Rows that are computed only to be skipped. */
export const largeOffset: Rule = {
  id: 'large-offset',
  area: 'query',
  title: 'A large OFFSET',
  description:
    'Every row before the offset is found, sorted and thrown away, so each page of a list costs more than the one before. Keyset pagination asks for what comes after the last row that was seen, `where (created_at, id) > ($1, $2)`, which an index answers at once for every page.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, node }) => {
        const [below] = node.children
        if (node.nodeType !== 'Limit' || below === undefined || !/\boffset\b/i.test(item.text)) return []
        const returned = rowsOf(node).kept
        const skipped = rowsOf(below).kept - returned
        if (skipped < MIN_SKIPPED || skipped < MIN_RATIO * returned) return []
        return [
          remark(largeOffset, {
            item,
            title: `${item.name} skips ${counted(skipped, 'row')} to return ${grouped(returned)}`,
            why: `\`offset\` computes all of them, ${counted(item.buffers, 'page')} for one page of the list. Ask for the rows after the last one that was seen instead: compare the columns of the \`order by\` with its values.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}
