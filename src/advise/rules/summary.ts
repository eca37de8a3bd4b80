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
/** Writes of the same tables for each call. */
const MAX_WRITES = 0.1

/** The same rows joined and aggregated with each call. */
export const summary: Rule = {
  id: 'summary',
  area: 'query',
  title: 'The same read-mostly rows aggregated with each call',
  description:
    'A large share of all work of the load goes into joining and grouping rows that hardly change. A materialised view that is grouped by what the statement compares and groups by holds the answer ready. It is built on a copy, the statement is run on it, and a refresh is measured: it is told only where the calls of the load save more than one refresh costs. The price is that the answer is as old as the last refresh.',
  find: subject => {
    const total = subject.workload.reduce((sum, { weight }) => sum + weight, 0)
    return subject.workload
      .filter(item => isHeavy(item, total) && isReadMostly(item, subject) && summarise(item.text) !== undefined)
      .map(item => ({
        ...remark(summary, {
          item,
          title: `A materialised view for ${item.name}`,
          why: `Its ${counted(item.calls, 'call')} read ${grouped(Math.round(item.weight))} pages, ${Math.round((100 * item.weight) / total)} % of the load, to aggregate rows that the load hardly writes.`,
          proposal: { kind: 'summary', statement: item.name },
        }),
        severity: 'advice' as const,
      }))
  },
}

const isHeavy = ({ isWrite, weight, calls }: WorkloadItem, total: number) =>
  !isWrite && calls >= MIN_CALLS && weight >= MIN_WEIGHT && weight >= MIN_SHARE * total

function isReadMostly(item: WorkloadItem, { workload }: Subject): boolean {
  const tables = tablesOf(item)
  const writes = workload
    .filter(other => other.isWrite && [...tablesOf(other)].some(name => tables.has(name)))
    .reduce((sum, { calls }) => sum + calls, 0)
  return writes <= MAX_WRITES * item.calls
}

function tablesOf({ runs }: WorkloadItem): ReadonlySet<string> {
  return new Set(runs.flatMap(({ head }) => [...walk(head.plan.root)].flatMap(({ node }) => node.relationName ?? [])))
}
