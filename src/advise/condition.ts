import { nameParts, parse, type TreeNode } from '../sql/parse.ts'
import { constantSql } from './constant-sql.ts'

/** A column, or a function of columns, of one relation instance. */
export interface Subject {
  readonly alias: string
  /** The column's name unquoted, or the expression without its qualifier. */
  readonly expression: string
  readonly isColumn: boolean
}

/** A term of a conjunction that an index may answer; `value` only where it is one constant. */
export type Term =
  | { readonly kind: 'equality'; readonly subject: Subject; readonly value: string | undefined }
  | { readonly kind: 'join'; readonly subject: Subject; readonly other: Subject }
  | { readonly kind: 'list'; readonly subject: Subject; readonly value: string | undefined }
  /** `from` is SQL of the least that it lets through, where that is the same for the whole statement. */
  | { readonly kind: 'range'; readonly subject: Subject; readonly from?: string }
  | { readonly kind: 'unequal'; readonly subject: Subject; readonly value: string }
  /** `x = any(column)`: the subject is the array. */
  | { readonly kind: 'element'; readonly subject: Subject }
  | { readonly kind: 'like'; readonly subject: Subject; readonly isPrefix: boolean }
  | { readonly kind: 'contains'; readonly subject: Subject; readonly operator: string }
  | { readonly kind: 'nearest'; readonly subject: Subject }
  /** Alternatives, each with its terms; the subject is that of the first. */
  | { readonly kind: 'either'; readonly subject: Subject; readonly arms: readonly (readonly Term[])[] }
  | { readonly kind: 'null'; readonly subject: Subject; readonly isNull: boolean }
  | { readonly kind: 'boolean'; readonly subject: Subject; readonly isTrue: boolean }

export interface SortTerm {
  readonly subject: Subject
  readonly isDescending: boolean
  readonly isNullsFirst: boolean
}

/** What EXPLAIN prints in place of a sub-plan's result is no SQL; a parameter stands for it as well. */
const SUBPLANS = /\((?:hashed )?(?:SubPlan|InitPlan) \d+\)(?:\.\w+)?|\b(?:hashed )?SubPlan \d+\b/g

/** The terms of a condition that EXPLAIN printed; those that no index can answer are left out. */
export function termsOf(condition: string): readonly Term[] {
  return conjunctsIn(condition).flatMap(readTerm)
}

export type TermReader = (condition: string) => readonly Term[]

/** Reads each condition once: thousands of plans repeat the same few. */
export function termReader(): TermReader {
  const known = new Map<string, readonly Term[]>()
  return condition => {
    const terms = known.get(condition) ?? termsOf(condition)
    known.set(condition, terms)
    return terms
  }
}

/** The trees of a condition's terms. */
export function conjunctsIn(condition: string): readonly TreeNode[] {
  const [statement] = parse(`select ${condition.replace(SUBPLANS, '($1)')}`) ?? []
  const [target] = fieldList(fieldNode(statement, 'SelectStmt'), 'targetList')
  return conjunctsOf(fieldNode(fieldNode(target, 'ResTarget'), 'val'))
}

/** What a sort key of EXPLAIN orders by its distance: `(o.place <-> …)`. */
export function nearestOf(key: string): Subject | undefined {
  const [statement] = parse(`select ${key.replace(SUBPLANS, '($1)')}`) ?? []
  const [target] = fieldList(fieldNode(statement, 'SelectStmt'), 'targetList')
  const expression = fieldNode(fieldNode(fieldNode(target, 'ResTarget'), 'val'), 'A_Expr')
  const [left, right] = [fieldNode(expression, 'lexpr'), fieldNode(expression, 'rexpr')]
  if (expression === undefined || nameParts(expression.name).at(-1) !== '<->') return undefined
  const subject = subjectOf(left)
  return subject?.isColumn && isFixed(right) ? subject : undefined
}

/** One of EXPLAIN's sort keys; undefined where it is neither a column nor a function of columns. */
export function sortTermOf(key: string): SortTerm | undefined {
  const [statement] = parse(`select order by ${key.replace(SUBPLANS, '($1)')}`) ?? []
  const [clause] = fieldList(fieldNode(statement, 'SelectStmt'), 'sortClause')
  const sort = fieldNode(clause, 'SortBy')
  const subject = subjectOf(fieldNode(sort, 'node'))
  if (sort === undefined || subject === undefined) return undefined
  const isDescending = sort.sortby_dir === 'SORTBY_DESC'
  const isNullsFirst =
    sort.sortby_nulls === 'SORTBY_NULLS_DEFAULT' ? isDescending : sort.sortby_nulls === 'SORTBY_NULLS_FIRST'
  return { subject, isDescending, isNullsFirst }
}

function fieldNode(node: unknown, key: string): TreeNode | undefined {
  const value = (node as TreeNode | undefined)?.[key]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TreeNode) : undefined
}

function fieldList(node: unknown, key: string): readonly TreeNode[] {
  const value = (node as TreeNode | undefined)?.[key]
  return Array.isArray(value) ? value : []
}

function conjunctsOf(node: TreeNode | undefined): readonly TreeNode[] {
  if (node === undefined) return []
  const bool = fieldNode(node, 'BoolExpr')
  return bool?.boolop === 'AND_EXPR' ? fieldList(bool, 'args').flatMap(conjunctsOf) : [node]
}

function readTerm(node: TreeNode): readonly Term[] {
  const subject = subjectOf(node)
  if (subject !== undefined) return [{ kind: 'boolean', subject, isTrue: true }]
  const test = fieldNode(node, 'NullTest')
  if (test !== undefined) return readNullTest(test)
  const bool = fieldNode(node, 'BoolExpr')
  if (bool?.boolop === 'OR_EXPR') return readAlternatives(fieldList(bool, 'args'))
  if (bool?.boolop === 'NOT_EXPR') {
    const negated = subjectOf(fieldList(bool, 'args')[0])
    return negated === undefined ? [] : [{ kind: 'boolean', subject: negated, isTrue: false }]
  }
  const expression = fieldNode(node, 'A_Expr')
  return expression === undefined ? [] : readOperator(expression)
}

/** Alternatives that speak of one relation instance, and each of which an index may answer. */
function readAlternatives(args: readonly TreeNode[]): readonly Term[] {
  const arms = args.map(arg => conjunctsOf(arg).flatMap(readTerm))
  const subject = arms[0]?.[0]?.subject
  if (subject === undefined || !arms.every(arm => arm.some(term => term.subject.alias === subject.alias))) return []
  return [{ kind: 'either', subject, arms: arms.map(arm => arm.filter(term => term.subject.alias === subject.alias)) }]
}

function readNullTest(test: TreeNode): readonly Term[] {
  const subject = subjectOf(fieldNode(test, 'arg'))
  return subject === undefined ? [] : [{ kind: 'null', subject, isNull: test.nulltesttype === 'IS_NULL' }]
}

const CONTAINMENT = new Set(['@>', '<@', '&&', '?', '?|', '?&', '@@', '@?'])
const COMPARISONS = new Set(['<', '<=', '>', '>='])
const LIKES = new Set(['~~', '~~*', '~', '~*'])

function readOperator(expression: TreeNode): readonly Term[] {
  const operator = nameParts(expression.name).at(-1) ?? ''
  const [left, right] = [fieldNode(expression, 'lexpr'), fieldNode(expression, 'rexpr')]
  const [subject, other] = [subjectOf(left), subjectOf(right)]
  if (expression.kind === 'AEXPR_OP_ANY') {
    if (operator !== '=') return []
    if (subject !== undefined && isFixed(right)) return [{ kind: 'list', subject, value: constantOf(right) }]
    const array = subjectOf(right)
    return array?.isColumn && isFixed(left) ? [{ kind: 'element', subject: array }] : []
  }
  if (expression.kind !== 'AEXPR_OP') return []
  if (subject !== undefined && other !== undefined) {
    if (operator !== '=') return []
    return [
      { kind: 'join', subject, other },
      { kind: 'join', subject: other, other: subject },
    ]
  }
  const known = subject ?? other
  const value = subject === undefined ? left : right
  if (known === undefined || !isFixed(value)) return []
  if (operator === '<>') {
    const unwanted = constantOf(value)
    return unwanted === undefined ? [] : [{ kind: 'unequal', subject: known, value: unwanted }]
  }
  if (operator === '=') return [{ kind: 'equality', subject: known, value: constantOf(value) }]
  if (COMPARISONS.has(operator)) {
    const isLower = operator.startsWith('>') === (subject !== undefined)
    const from = isLower ? constantSql(value) : undefined
    return [{ kind: 'range', subject: known, ...(from !== undefined && { from }) }]
  }
  if (subject === undefined) return []
  if (CONTAINMENT.has(operator)) return [{ kind: 'contains', subject, operator }]
  if (LIKES.has(operator))
    return [{ kind: 'like', subject, isPrefix: operator === '~~' && !/^[%_]/.test(constantOf(value) ?? '%') }]
  return []
}

/** Columns, and functions of nothing but columns of one instance: constants in them could be values of the load. */
function subjectOf(node: unknown): Subject | undefined {
  const cast = fieldNode(node, 'TypeCast')
  if (cast !== undefined) return castSubjectOf(cast)
  const column = fieldNode(node, 'ColumnRef')
  if (column !== undefined) {
    const names = nameParts(column.fields)
    return names.length === 2 ? { alias: names[0]!, expression: names[1]!, isColumn: true } : undefined
  }
  return fieldSubjectOf(fieldNode(node, 'A_Expr')) ?? callSubjectOf(fieldNode(node, 'FuncCall'))
}

function callSubjectOf(call: TreeNode | undefined): Subject | undefined {
  if (call === undefined || call.over !== undefined || call.agg_star !== undefined) return undefined
  const [name, ...qualifiers] = nameParts(call.funcname)
  if (name === undefined || qualifiers.length > 0 || !/^[a-z_]\w*$/.test(name)) return undefined
  const read = name === 'to_tsvector' ? joinedTextOf : subjectOf
  const args = fieldList(call, 'args').map((arg, at) => (at === 0 ? optionOf(arg, name) : undefined) ?? read(arg))
  const subjects = args.filter(arg => typeof arg === 'object')
  const [first] = subjects
  if (first === undefined || args.includes(undefined)) return undefined
  const isPlain = (each: Subject) => each.isColumn || name === 'to_tsvector'
  if (!subjects.every(each => each.alias === first.alias && isPlain(each))) return undefined
  const texts = args.map(arg =>
    typeof arg === 'object' ? (arg.isColumn ? quotedName(arg.expression) : arg.expression) : arg,
  )
  return { alias: first.alias, expression: `${name}(${texts.join(', ')})`, isColumn: false }
}

/** `title || ' ' || coalesce(body, '')`: columns that are joined by nothing but blanks and points. */
function joinedTextOf(node: unknown): Subject | undefined {
  const cast = fieldNode(node, 'TypeCast')
  if (cast !== undefined && isTextCast(cast)) return joinedTextOf(fieldNode(cast, 'arg'))
  const choice = fieldNode(node, 'CoalesceExpr')
  if (choice !== undefined) {
    const [value, otherwise, ...more] = fieldList(choice, 'args')
    const inner = joinedTextOf(value)
    const blank = blankOf(otherwise)
    if (inner?.isColumn !== true || blank === undefined || more.length > 0) return undefined
    return { ...inner, expression: `coalesce(${quotedName(inner.expression)}, ${blank})`, isColumn: false }
  }
  const joined = fieldNode(node, 'A_Expr')
  if (joined === undefined || nameParts(joined.name).at(-1) !== '||') return subjectOf(node)
  const sides = [fieldNode(joined, 'lexpr'), fieldNode(joined, 'rexpr')].map(
    side => blankOf(side) ?? joinedTextOf(side),
  )
  const [first, ...others] = sides.filter(side => typeof side === 'object')
  if (first === undefined || sides.includes(undefined) || others.some(({ alias }) => alias !== first.alias))
    return undefined
  const texts = sides.map(side =>
    typeof side === 'object' ? (side.isColumn ? quotedName(side.expression) : side.expression) : side,
  )
  return { alias: first.alias, expression: `(${texts.join(' || ')})`, isColumn: false }
}

/** A literal that holds no word. */
function blankOf(node: TreeNode | undefined): string | undefined {
  const text = constantOf(node)
  return text !== undefined && /^[\s.,;:|/-]{0,3}$/.test(text) ? `'${text}'` : undefined
}

const quotedName = (column: string) => `"${column.replaceAll('"', '""')}"`

/** First arguments that are words of SQL rather than data: `date_trunc('month', …)`, `to_tsvector('english', …)`. */
function optionOf(arg: TreeNode, functionName: string): string | undefined {
  const word = constantOf(arg)
  const allowed = OPTIONS[functionName]
  if (word === undefined || allowed === undefined || !allowed.test(word)) return undefined
  return functionName === 'to_tsvector' ? `'${word}'::regconfig` : `'${word}'`
}

const OPTIONS: Readonly<Record<string, RegExp>> = {
  date_trunc: /^(?:minute|hour|day|week|month|quarter|year)$/,
  to_tsvector: /^(?:pg_catalog\.)?[a-z]+$/,
}

/** `"data" ->> 'key'`, where the key is a word such as code has it. */
function fieldSubjectOf(expression: TreeNode | undefined): Subject | undefined {
  const operator = nameParts(expression?.name).at(-1)
  if (expression === undefined || (operator !== '->>' && operator !== '->')) return undefined
  const document = subjectOf(fieldNode(expression, 'lexpr'))
  const key = constantOf(fieldNode(expression, 'rexpr'))
  if (document === undefined || key === undefined || !/^[A-Za-z_]\w{0,62}$/.test(key)) return undefined
  const left = document.isColumn ? quotedName(document.expression) : document.expression
  return { alias: document.alias, expression: `${left} ${operator} '${key}'`, isColumn: false }
}

/** Casts of a document's field to a number; of text they are left out, see below. */
function castSubjectOf(cast: TreeNode): Subject | undefined {
  const inner = subjectOf(fieldNode(cast, 'arg'))
  if (inner === undefined || isTextCast(cast)) return inner
  const type = nameParts(fieldNode(cast, 'typeName')?.names).at(-1) ?? ''
  if (!inner.expression.includes(" ->> '") || !NUMBERS.has(type)) return undefined
  return { ...inner, expression: `(${inner.expression})::${type}` }
}

const NUMBERS = new Set(['int4', 'int8', 'numeric', 'float8', 'bool', 'uuid'])

/** EXPLAIN casts `varchar` to the type that the operator takes, which an index on the column serves as it is. */
function isTextCast(cast: TreeNode): boolean {
  return ['text', 'bpchar'].includes(nameParts(fieldNode(cast, 'typeName')?.names).at(-1) ?? '')
}

/** Whether a node is the same for every row: constants, parameters and what is made of them. */
function isFixed(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true
  if (Array.isArray(node)) return node.every(isFixed)
  return Object.entries(node).every(([key, child]) => key !== 'ColumnRef' && isFixed(child))
}

function constantOf(node: TreeNode | undefined): string | undefined {
  const inner = fieldNode(fieldNode(node, 'TypeCast'), 'arg') ?? node
  const text = fieldNode(fieldNode(inner, 'A_Const'), 'sval')?.sval
  return typeof text === 'string' ? text : undefined
}
