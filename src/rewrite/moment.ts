import type { Node } from 'libpg-query'
import { nameParts } from '../sql/parse.ts'
import { boundType, type Known } from './known.ts'
import { binary } from './tree.ts'

/** The type of a point in time; `untyped` takes that of what it is compared with. */
export type MomentType = 'date' | 'timestamp' | 'timestamptz' | 'untyped'

const TYPES: ReadonlySet<string> = new Set<MomentType>(['date', 'timestamp', 'timestamptz'])
const isMoment = (type: string | undefined): type is MomentType => type !== undefined && TYPES.has(type)

const CLOCKS: Readonly<Record<string, MomentType>> = {
  SVFOP_CURRENT_DATE: 'date',
  SVFOP_CURRENT_TIMESTAMP: 'timestamptz',
  SVFOP_CURRENT_TIMESTAMP_N: 'timestamptz',
  SVFOP_LOCALTIMESTAMP: 'timestamp',
  SVFOP_LOCALTIMESTAMP_N: 'timestamp',
}

const FUNCTIONS: Readonly<Record<string, MomentType>> = {
  now: 'timestamptz',
  transaction_timestamp: 'timestamptz',
  statement_timestamp: 'timestamptz',
  date: 'date',
  to_date: 'date',
  make_date: 'date',
}

/** What kind of point in time a value is that is the same for every row; undefined where it is none, or nobody can say which. */
export function momentOf(node: Node, known: Known): MomentType | undefined {
  if ('A_Const' in node) return node.A_Const.sval === undefined ? undefined : 'untyped'
  if ('ParamRef' in node) {
    const bound = boundType(node, known)
    return bound === undefined ? 'untyped' : isMoment(bound) ? bound : undefined
  }
  if ('TypeCast' in node) {
    const type = nameParts(node.TypeCast.typeName?.names).at(-1)
    return isMoment(type) ? type : undefined
  }
  if ('SQLValueFunction' in node) return CLOCKS[node.SQLValueFunction.op ?? '']
  if ('FuncCall' in node) {
    const name = nameParts(node.FuncCall.funcname).at(-1) ?? ''
    if (name !== 'date_trunc') return FUNCTIONS[name]
    const argument = node.FuncCall.args?.[1]
    return argument && momentOf(argument, known) === 'timestamp' ? 'timestamp' : 'timestamptz'
  }
  const sum = binary(node, ['+', '-'])
  const start = sum && momentOf(sum.left, known)
  if (sum === undefined || start === undefined || start === 'untyped') return undefined
  if (isInterval(sum.right)) return start === 'date' ? 'timestamp' : start
  return start === 'date' && isWhole(sum.right) ? 'date' : undefined
}

function isInterval(node: Node): boolean {
  if ('TypeCast' in node) return nameParts(node.TypeCast.typeName?.names).at(-1) === 'interval'
  if ('FuncCall' in node) return nameParts(node.FuncCall.funcname).at(-1) === 'make_interval'
  const product = binary(node, ['*'])
  return product !== undefined && (isInterval(product.left) || isInterval(product.right))
}

const isWhole = (node: Node) => 'A_Const' in node && node.A_Const.ival !== undefined
