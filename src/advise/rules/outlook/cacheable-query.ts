import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { Rule } from '../../draft.ts'
import { count } from '../../schema-remark.ts'
import { percent, tablesWritten, workOf } from '../../shares.ts'
import type { WorkloadItem } from '../../workload.ts'

const MIN_CALLS = 50
const MIN_SHARE = 0.2
const MIN_BLOCKS = 100
/** What gives another answer for the same values, because time has passed or by chance. */
const CHANGING =
  /\b(?:now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|nextval|gen_random_uuid|uuidv7|pg_\w+)\s*\(|\bcurrent_(?:date|time|timestamp)\b|\blocaltime(?:stamp)?\b/i
const STATE = /(^|_)(status|state)$/
/** Answers larger than this are no entry of a cache. */
const MAX_ROWS = 1000

export const cacheableQuery: Rule = {
  id: 'cacheable-query',
  area: 'outlook',
  title: 'The same answer, computed again and again',
  description:
    'A statement is called often, with the same values each time, does a large part of the load’s work, and reads tables that the load does not write: its answer could be kept, in the application or as a materialised view. Make it fast first; a cache is worthwhile where the answer may be as old as the time between two calls. What depends on the time or on chance is none, and neither is the next job of a queue. Where advice that proved itself makes the statement cheaper, that is told instead.',
  find(subject) {
    const work = workOf(subject.workload)
    const written = tablesWritten(subject)
    return subject.workload
      .filter(item => {
        const { isWrite, text, calls, runs, buffers, rows, weight, accesses } = item
        const isSame = !CHANGING.test(text) && runs.length === 1 && calls >= MIN_CALLS && accesses.length > 0
        const isHeavy = weight >= MIN_SHARE * work && buffers >= MIN_BLOCKS
        return (
          !isWrite &&
          !isPoll(item) &&
          isSame &&
          isHeavy &&
          rows <= MAX_ROWS &&
          !accesses.some(({ table }) => written.has(table.name))
        )
      })
      .map(({ name, calls, buffers, weight }) => ({
        key: `${cacheableQuery.id}:${name}`,
        rule: cacheableQuery.id,
        area: cacheableQuery.area,
        severity: 'info',
        title: `${name} computes the same answer ${count(calls)} times`,
        why: `Nothing in this load changes what it reads, so that its answer could be kept. A cache becomes worthwhile as soon as two calls fall within the time that an answer may be old: where that is a minute, it is computed once a minute and not at each call, which reads ${count(buffers)} pages of 8 kB.`,
        evidence: [`It does ${percent(weight / work)} of this load’s work, with the same values in each call.`],
        statements: [name],
        proposal: undefined,
        yieldsToFix: true,
      }))
  },
}

/** Whether it asks for what has waited longest in some state: the next job of a queue is no answer to keep. */
const isPoll = ({ accesses }: WorkloadItem): boolean =>
  accesses.some(
    ({ isLimited, order: [first], terms }) =>
      isLimited &&
      first?.isDescending === false &&
      terms.some(({ kind, subject }) => kind === 'equality' && STATE.test(wordsOf(subject.expression).join('_'))),
  )
