import type { Index } from '../../capture/catalog/table.ts'
import { counted, grouped } from '../../plan/words.ts'
import { parse, type TreeNode } from '../../sql/parse.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { columnsIn } from '../wrapped.ts'

const MIN_PAGES = 500
const MIN_ROWS = 500

/** All columns asked for where an index has all that is tested. */
export const selectStar: Rule = {
  id: 'select-star',
  area: 'query',
  title: 'SELECT * that defeats an index-only scan',
  description:
    'An index holds every column that the statement compares and sorts by, but `select *` asks for all the others too, so that each row is fetched from the table. Where the caller needs few columns, naming those that the index has, or including one or two more in it, lets PostgreSQL answer from the index alone.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, text, within, node, table, own }) => {
        const bitmap = node.nodeType === 'Bitmap Heap Scan' ? node.children[0] : undefined
        const { indexName, indexCond } = bitmap ?? node
        const { kept } = rowsOf(node)
        if (table === undefined || indexCond === undefined || /Only/.test(node.nodeType) || node.filter !== undefined)
          return []
        if (kept < MIN_ROWS || own.buffers < MIN_PAGES || !hasStar(text)) return []
        const index = table.indexes.find(({ name }) => name === indexName)
        const tested = columnsIn(indexCond).map(({ column }) => column)
        if (index === undefined || !hasMoreThan(tested, index)) return []
        return [
          remark(selectStar, {
            item,
            within,
            at: `${table.schema}.${table.name}`,
            title: `${item.name} fetches ${grouped(kept)} whole rows of ${quoted(table.name)} for \`select *\``,
            why: `${quoted(index.name)} holds all that it tests, yet ${counted(own.buffers, 'page')} were read for the ${counted(table.columns.length, 'column')} that it returns. Name the columns that are needed: those of the index come without the table.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}

/** Whether the index holds all that is tested and something to return besides: with no more than that nobody is helped. */
function hasMoreThan(tested: readonly string[], { keys, include }: Index): boolean {
  const held = new Set([...keys.filter(({ isColumn }) => isColumn).map(({ expression }) => expression), ...include])
  return tested.every(column => held.has(column)) && held.size > new Set(tested).size
}

/** Whether the outermost query asks for all columns. */
function hasStar(text: string): boolean {
  const [statement] = (parse(text) ?? []) as readonly TreeNode[]
  const targets = (statement?.SelectStmt as TreeNode | undefined)?.targetList
  return Array.isArray(targets) && targets.some(target => JSON.stringify(target).includes('"A_Star"'))
}
