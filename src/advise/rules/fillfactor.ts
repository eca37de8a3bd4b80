import { findTable, type Table } from '../../capture/catalog/table.ts'
import { counted, grouped } from '../../plan/words.ts'
import { parse, type TreeNode } from '../../sql/parse.ts'
import { escaped } from '../../sql/whole-word.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** Rows that the load updates. */
const MIN_UPDATES = 100
const MIN_PAGES = 100

/** Updates of columns without index, on pages without room. */
export const fillfactor: Rule = {
  id: 'fillfactor',
  area: 'query',
  title: 'Updates that could stay on their page',
  description:
    'An update that changes no indexed column needs no new index entries, provided that the new row fits the page of the old one (a HOT update). On full pages it does not fit, so each update writes to another page and to every index. A `fillfactor` below 100 leaves room. Tables that the load updates so are rewritten on copies with less and less of it, and a share of their rows is updated; told is the largest that keeps the updates on their pages, with the WAL that it saves.',
  find: subject =>
    unique(
      subject.workload.flatMap(item => {
        const target = updatedTable(item, subject)
        if (target === undefined) return []
        const { table, column } = target
        const updates = Math.round(item.calls * item.rows)
        if (updates < MIN_UPDATES || table.pages < MIN_PAGES) return []
        return [
          {
            ...remark(fillfactor, {
              item,
              title: `Room on the pages of ${quoted(table.name)} for its updates`,
              why: `${item.name} updates ${counted(updates, 'row')} of ${grouped(table.rows)} in this load and no column that has an index.`,
              proposal: { kind: 'fillfactor', schema: table.schema, table: table.name, column },
            }),
            key: `fillfactor:${table.schema}.${table.name}`,
            severity: 'advice' as const,
          },
        ]
      }),
    ),
}

interface Target {
  readonly table: Table
  readonly column: string
}

/** The table of an update that sets nothing that an index holds or depends on, and the first column that it sets. */
function updatedTable({ text, isWrite }: WorkloadItem, { head }: Subject): Target | undefined {
  if (!isWrite) return undefined
  const [statement] = (parse(text) ?? []) as readonly TreeNode[]
  const update = statement?.UpdateStmt as TreeNode | undefined
  const relation = update?.relation as { relname?: string; schemaname?: string } | undefined
  const targets = Array.isArray(update?.targetList) ? (update.targetList as readonly TreeNode[]) : []
  const columns = targets.flatMap(target => (target.ResTarget as { name?: string } | undefined)?.name ?? [])
  const [column] = columns
  if (relation?.relname === undefined || column === undefined) return undefined
  const table = findTable(head, relation.schemaname, relation.relname)
  if (table?.kind !== 'r' || table.isPartition || table.indexes.length === 0) return undefined
  const isIndexed = columns.some(name =>
    table.indexes.some(({ definition }) => new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(definition)),
  )
  return isIndexed ? undefined : { table, column }
}
