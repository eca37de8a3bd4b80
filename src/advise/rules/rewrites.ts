import { type RewriteName, rewriteSql } from '../../rewrite/rewrite.ts'
import { indexForRewrite } from '../candidates/for-rewrite.ts'
import type { Rule } from '../draft.ts'
import { knownOf, type WorkloadItem } from '../workload.ts'

/** A statement that reads less is fast enough as it is written. */
const MIN_BLOCKS = 200

interface Words {
  readonly title: string
  readonly description: string
  /** What the statement would have instead: `orders.search with …`. */
  readonly form: string
  readonly why: string
}

/** Each is tried with all values of the load, and told where it returned the same rows for less work. */
const WORDS: Readonly<Record<RewriteName, Words>> = {
  'count-to-exists': {
    title: 'Counting to know whether there is any',
    description:
      '`(select count(*) …) > 0` finds and counts every row to say that there is one. `exists` stops at the first.',
    form: 'exists in place of a count',
    why: 'It counts all rows to learn whether there is one; exists stops at the first.',
  },
  'or-to-union': {
    title: 'OR over several columns as a union',
    description:
      'An `or` between conditions on different columns, above all of different tables, keeps PostgreSQL from using an index for either. A union of the branches has an index for each; every branch leaves out the rows of those before it, so that no row comes twice.',
    form: 'a union in place of or',
    why: 'One index answers each branch of the or; none answers them together.',
  },
  'subquery-to-join': {
    title: 'A correlated sub-query as a join',
    description:
      'An aggregate that is computed anew for each row of the outer query is computed once for all rows: grouped by what it is compared by, and joined.',
    form: 'a grouped join in place of a sub-query for each row',
    why: 'The sub-query runs for each row; grouped by what it is compared by, it runs once.',
  },
  'not-in-to-not-exists': {
    title: 'NOT IN as NOT EXISTS',
    description:
      '`not in (select …)` has to know of nulls, so PostgreSQL cannot join: it keeps the whole result of the sub-query at hand, or searches it anew for each row where it does not fit `work_mem`. `not exists` becomes an anti-join. Where a value may be null the two differ, so it is told only where both columns are declared `not null` or conditions leave nulls out.',
    form: 'not exists in place of not in',
    why: 'With not in, PostgreSQL searches the whole result of the sub-query for each row; not exists becomes an anti-join. Neither side can be null here, which is where they would differ.',
  },
  'date-to-range': {
    title: 'A function of a date as a range',
    description:
      "`date(created_at) = …`, `created_at::date between …`, `extract(year from created_at) = …`, `date_trunc('month', created_at) >= …` and `to_char(created_at, 'YYYY-MM') = …` are computed for every row. As a range of `created_at` the same rows are found by an index on it; where there is none it is built for the trial, and both are told together.",
    form: 'a range in place of a function of the date',
    why: 'The function is computed for each row; an index on the column answers the range.',
  },
  'distinct-to-semi-join': {
    title: 'DISTINCT over a join as a semi-join',
    description:
      'A join that is there to test whether something exists multiplies the rows, and `distinct` takes the copies out again. `exists` finds each row once.',
    form: 'exists in place of a join below distinct',
    why: 'The join makes copies of rows that distinct takes out again; exists makes none.',
  },
  'any-to-containment': {
    title: '= ANY of an array column as containment',
    description:
      "`'x' = any(tags)` compares every element of every row; no index of PostgreSQL answers it. `tags @> array['x']` asks for the same rows, and an inverted index (`gin`) on the column answers that. Where there is none it is built for the trial, and both are told together.",
    form: '@> in place of = any',
    why: 'No index answers = any of a column; an inverted one on the column answers @>.',
  },
  'hoist-expression': {
    title: 'A calculation moved to the other side',
    description:
      '`created_at + interval … > now()` is computed for every row. With the calculation on the other side of the comparison it is computed once, and an index on the column answers; where there is none it is built for the trial, and both are told together.',
    form: 'the column alone on one side of the comparison',
    why: 'It calculates with the column for each row; on the other side the calculation is done once, and an index on the column answers.',
  },
}

/** One for each rewrite. */
export const REWRITE_RULES: readonly Rule[] = Object.entries(WORDS).map(([name, { title, description, form, why }]) => {
  const id = name as RewriteName
  return {
    id,
    area: 'query',
    title,
    description,
    find: ({ workload, head }) =>
      workload
        .filter(item => isWorthWhile(item) && rewriteSql(id, item.text, knownOf(item)) !== undefined)
        .map(item => {
          const { name: statement, isRegressed } = item
          return {
            key: `${id}:${statement}`,
            rule: id,
            area: 'query',
            severity: isRegressed ? 'warning' : 'advice',
            title: `${statement} with ${form}`,
            why,
            evidence: [],
            statements: [statement],
            proposal: { kind: 'rewrite', statement, rewrite: id, index: indexForRewrite(id, item, head) },
          }
        }),
  }
})

function isWorthWhile({ isWrite, runs }: WorkloadItem): boolean {
  return !isWrite && runs.some(({ head: { work } }) => work.buffers + work.tempBlocks >= MIN_BLOCKS)
}
