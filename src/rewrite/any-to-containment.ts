import type { Node, SelectStmt } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { type Known, typeOf } from './known.ts'
import { and, castTo, columnNames, conjunctsOf, isFixed, operation } from './tree.ts'

/** `x = any(column)` as `column @> array[x]`, which an inverted index on the column answers. */
export function anyToContainment(select: SelectStmt, known: Known): SelectStmt | undefined {
  const terms = conjunctsOf(select.whereClause)
  const rewritten = terms.map(term => contained(term, known) ?? term)
  if (rewritten.every((term, at) => term === terms[at])) return undefined
  return { ...select, whereClause: and(rewritten)! }
}

function contained(term: Node, known: Known): Node | undefined {
  if (!('A_Expr' in term) || term.A_Expr.kind !== 'AEXPR_OP_ANY') return undefined
  const { name, lexpr, rexpr } = term.A_Expr
  if (nameParts(name).join() !== '=' || lexpr === undefined || rexpr === undefined) return undefined
  if (!isFixed(lexpr) || columnNames(rexpr) === undefined) return undefined
  const type = typeOf(rexpr, known)
  if (type === undefined || !type.endsWith('[]')) return undefined
  return operation('@>', rexpr, castTo(type, { A_ArrayExpr: { elements: [lexpr] } }))
}
