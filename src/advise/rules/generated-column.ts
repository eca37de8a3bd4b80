import { grouped } from '../../plan/words.ts'
import { computesOfLongValue } from '../../rewrite/generate-column.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import type { WorkloadItem } from '../workload.ts'

/** Of all pages that the load reads. */
const MIN_SHARE = 0.1
const MIN_WEIGHT = 10_000
const MIN_BLOCKS = 500

/** A field of a document, or a function of a long value, computed for row after row. */
export const generatedColumn: Rule = {
  id: 'generated-column',
  area: 'query',
  title: 'The same value computed from long ones with each call',
  description:
    'A document or a long text is kept apart from its row and in pieces; to read one field of it all pieces are fetched and put together, row after row. A generated column holds the value in the row itself. It is added on a copy, which rewrites the table; the statement has to return the same rows, no other read of the table may get worse, and the calls have to save more than the writes cost.',
  find: ({ workload }) => {
    const total = workload.reduce((sum, { weight }) => sum + weight, 0)
    return workload
      .filter(item => isHeavy(item, total) && computesOfLongValue(item.text))
      .map(item => ({
        ...remark(generatedColumn, {
          item,
          title: `A generated column for ${item.name}`,
          why: `Its calls read ${grouped(Math.round(item.weight))} pages, ${Math.round((100 * item.weight) / total)} % of the load, and compute the same value of the same rows each time.`,
          proposal: { kind: 'generated-column', statement: item.name },
        }),
        severity: 'advice' as const,
      }))
  },
}

const isHeavy = ({ isWrite, weight, buffers }: WorkloadItem, total: number) =>
  !isWrite && buffers >= MIN_BLOCKS && weight >= MIN_WEIGHT && weight >= MIN_SHARE * total
