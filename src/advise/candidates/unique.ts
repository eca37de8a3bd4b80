import type { Catalog, Table } from '../../capture/catalog/table.ts'
import type { Access } from '../access.ts'
import { btree, type IndexDesign, plainKey } from '../design.ts'

/** Fewer rows may be unlike each other by chance. */
const MIN_ROWS = 1000
/** What names one thing everywhere, however many there are. */
const NAMES = /^(?:slug|isbn|iban|vin|serial_number)$/
/** What is drawn by lot, so that it is unlike in all tenants together. */
const DRAWN = /^(?:uuid|guid|api_key|(?:\w+_)?token)$/
const OWN_NAMES = ['number', 'code', 'key', 'uuid']
/** Tables whose rows are people, each with a name and an address of their own. */
const PEOPLE = /^(?:user|account|customer|member|person|people|subscriber|admin|employee|author|profile|player)s?$/
const OF_PEOPLE = /^(?:email|email_address|e_mail|username|user_name|login|handle)$/
/** Tables of what is sold, which others count and price by place. */
const GOODS = /^(?:product|article|variant|product_variant)s?$/
/** Tables that say the same of one thing several times. */
const REPEATING =
  /(?:revision|version|histor|log|event|audit|archive|attempt|snapshot|draft|item|line|entr|import|request|copy|copies|backup)/
/** Rows that are no longer there, or of which there is one for each state of a thing. */
const REPEATED_BY =
  /^(?:deleted|removed|archived|is_deleted|is_archived|version|revision|valid_from|valid_to)(?:_at|_on|_no)?$/
/** Names that are given anew in each. */
const SCOPE =
  /^(?:tenant|account|org|organi[sz]ation|company|workspace|team|shop|store|site|project|customer|client|warehouse|location|branch|region|country|market|channel|locale|lang|language|year)(?:_?(?:id|code))?$/i

/**
 * The unique index in the place of one on a single column, where data and code say that no value comes twice: all rows differ, the
 * statement looks for one of them (`limit` without an order) or makes what is not there, and the column is called what has to be
 * unlike. Undefined where it could be right that two rows are alike: rows are deleted softly, kept in versions, belong to tenants,
 * or another table has the column.
 */
export function uniqueDesign(
  design: IndexDesign,
  { table, rowsKept }: Access,
  text: string,
  { tables }: Catalog,
): IndexDesign | undefined {
  const column = soleColumn(design, table)
  if (column === undefined || column.nDistinct !== -1 || table.rows < MIN_ROWS || rowsKept > 1) return undefined
  if (!isForOne(text) || !isOwnName(column.name, table)) return undefined
  const isElsewhere = tables.some(
    other => other !== table && !other.isPartition && other.columns.some(({ name }) => name === column.name),
  )
  const mayRepeat =
    table.kind !== 'r' ||
    REPEATING.test(table.name) ||
    table.columns.some(({ name }) => REPEATED_BY.test(name) || (SCOPE.test(name) && !DRAWN.test(column.name)))
  return isElsewhere || mayRepeat ? undefined : { ...btree(table, [plainKey(column.name)], 1), isUnique: true }
}

/** Whether a statement looks for one row, or makes one where there is none. */
function isForOne(text: string): boolean {
  const isFirst = /\blimit\b/i.test(text) && !/\border\s+by\b/i.test(text)
  return isFirst || (/^\s*insert\b/i.test(text) && /\bwhere\s+not\s+exists\b/i.test(text))
}

/** The column of an index that finds rows by one value. */
export function soleColumn({ method, keys, predicate, equalities, isUnique }: IndexDesign, table: Table) {
  const [key, ...others] = keys
  const isSole = others.length === 0 && equalities === 1 && predicate === undefined && !isUnique
  if (!['btree', 'hash'].includes(method) || !isSole || key?.isColumn !== true) return undefined
  return table.columns.find(({ name }) => name === key.expression)
}

function isOwnName(column: string, { name }: Table): boolean {
  const own = name.replace(/ies$/, 'y').replace(/s$/, '')
  const isPerson = OF_PEOPLE.test(column) && PEOPLE.test(name)
  const isOnSale = column === 'sku' && GOODS.test(name)
  return (
    isPerson ||
    isOnSale ||
    NAMES.test(column) ||
    DRAWN.test(column) ||
    OWN_NAMES.some(word => column === `${own}_${word}`)
  )
}
