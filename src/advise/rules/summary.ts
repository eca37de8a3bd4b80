import { walk } from '../../plan/walk.ts'
import { counted, grouped } from '../../plan/words.ts'
import { summarise } from '../../rewrite/summarise.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** Of all pages that the load reads. */
const MIN_SHARE = 0.3
const MIN_WEIGHT = 10_000
const MIN_CALLS = 10
/** Writes of the same tables for each call; what they then cost is measured. */
const MAX_WRITES = 1

/** The same rows joined and aggregated with each call. */
export const summary: Rule = {
  id: 'summary',
  area: 'query',
  title: 'The same read-mostly rows aggregated with each call',
  description:
    'A large share of all work of the load goes into joining and grouping rows that are read far more often than written. Two ways are tried on a copy. Where the load writes the rows, and they are counts and sums of one table: a summary table that triggers keep up to date with each write. That it is right is checked after every write of the load; it is told where the calls save more than the writes cost, with both figures. Else a materialised view that is grouped by what the statement compares and groups by; it is told where the calls of the load save more than one refresh costs, and the price is that the answer is as old as the last refresh.',
  find: subject => {
    const total = subject.workload.reduce((sum, { weight }) => sum + weight, 0)
    return subject.workload
      .filter(item => isHeavy(item, total) && summarise(item.text) !== undefined)
      .map(item => ({ item, writes: writesOf(item, subject) }))
      .filter(({ item, writes }) => writes <= MAX_WRITES * item.calls)
      .map(({ item, writes }) => ({
        ...remark(summary, {
          item,
          title: `A summary kept ready for ${item.name}`,
          why: `Its ${counted(item.calls, 'call')} read ${grouped(Math.round(item.weight))} pages, ${Math.round((100 * item.weight) / total)} % of the load, to aggregate the same rows; the load ${writes === 0 ? 'never writes their tables' : `writes their tables ${counted(writes, 'time')}`}.`,
          proposal: { kind: 'summary', statement: item.name, writes },
        }),
        severity: 'advice' as const,
      }))
  },
}

const isHeavy = ({ isWrite, weight, calls }: WorkloadItem, total: number) =>
  !isWrite && calls >= MIN_CALLS && weight >= MIN_WEIGHT && weight >= MIN_SHARE * total

/** Calls that write the statement's tables. */
function writesOf(item: WorkloadItem, { workload }: Subject): number {
  const tables = tablesOf(item)
  return workload
    .filter(other => other.isWrite && [...tablesOf(other)].some(name => tables.has(name)))
    .reduce((sum, { calls }) => sum + calls, 0)
}

function tablesOf({ runs }: WorkloadItem): ReadonlySet<string> {
  return new Set(runs.flatMap(({ head }) => [...walk(head.plan.root)].flatMap(({ node }) => node.relationName ?? [])))
}
