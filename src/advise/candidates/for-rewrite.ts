import type { Catalog } from '../../capture/catalog/table.ts'
import type { Keyset } from '../../rewrite/offset-to-keyset.ts'
import type { RewriteName } from '../../rewrite/rewrite.ts'
import type { Access } from '../access.ts'
import { isServedBy } from '../covered.ts'
import { btree, type IndexDesign, plainKey } from '../design.ts'
import type { WorkloadItem } from '../workload.ts'
import { wrappedIn } from '../wrapped-in.ts'
import { btreeCandidates } from './btree.ts'

/** The index that a rewrite is of no use without; undefined where there is one, or where it needs none. */
export function indexForRewrite(name: RewriteName, item: WorkloadItem, head: Catalog): IndexDesign | undefined {
  if (name === 'any-to-containment') return firstMissing(item.accesses, elementIndexes)
  if (name !== 'date-to-range' && name !== 'hoist-expression') return undefined
  const wrapped = wrappedIn(item, head)
  return firstMissing(item.accesses, access =>
    wrapped
      .filter(({ table }) => table === access.table)
      .flatMap(({ alias, column }) => rangeIndex(access, alias, column)),
  )
}

/** The index that finds the first row of a page at once, by the order that its rows come in. */
export function indexForKeyset({ table, order }: Keyset, { accesses }: WorkloadItem): IndexDesign | undefined {
  return firstMissing(
    accesses.filter(access => access.table.name === table),
    access => {
      const alias = access.terms[0]?.subject.alias ?? ''
      const keys = order.map(({ name, isDescending }) => {
        return { subject: { alias, expression: name, isColumn: true }, isDescending, isNullsFirst: isDescending }
      })
      const terms = access.terms.filter(({ kind, subject }) => kind === 'equality' && subject.isColumn)
      const designs = btreeCandidates({ ...access, terms, order: keys, isLimited: true }, () => 0)
      return designs
        .filter(design => order.every(({ name }) => design.keys.some(key => key.expression === name)))
        .slice(0, 1)
    },
  )
}

function firstMissing(
  accesses: readonly Access[],
  designsFor: (access: Access) => readonly IndexDesign[],
): IndexDesign | undefined {
  const designs = accesses.flatMap(access => designsFor(access).map(design => ({ access, design })))
  return designs.find(({ access, design }) => !access.table.indexes.some(index => isServedBy(design, index)))?.design
}

const elementIndexes = ({ table, terms }: Access): readonly IndexDesign[] =>
  terms
    .filter(({ kind }) => kind === 'element')
    .map(({ subject }) => ({ ...btree(table, [plainKey(subject.expression)], 0), method: 'gin' }))

/** With the columns in front that the statement compares besides. */
function rangeIndex(access: Access, alias: string, column: string): readonly IndexDesign[] {
  const range = { kind: 'range', subject: { alias, expression: column, isColumn: true } } as const
  const terms = [...access.terms.filter(({ kind, subject }) => kind === 'equality' && subject.isColumn), range]
  const designs = btreeCandidates({ ...access, terms, order: [], isLimited: false }, () => 0)
  return designs.filter(({ keys }) => keys.some(({ expression }) => expression === column)).slice(0, 1)
}
