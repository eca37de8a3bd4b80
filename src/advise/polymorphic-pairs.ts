import { stemOf, wordsOf } from '../capture/schema/column-words.ts'
import type { SchemaColumn, SchemaTable } from '../capture/schema/schema.ts'

/** Columns that refer to a row of whichever table the other one names, `commentable_type` and `commentable_id`. */
export function polymorphicPairs({
  columns,
  foreignKeys,
}: SchemaTable): readonly (readonly [type: SchemaColumn, id: SchemaColumn])[] {
  return columns.flatMap(id => {
    const stem = /(id|uuid)$/i.test(id.name) ? stemOf(id.name) : undefined
    const type = columns.find(({ name }) => wordsOf(name).join('_') === `${stem}_type`)
    const isHeld = foreignKeys.some(key => key.columns.includes(id.name))
    const isPair = stem !== undefined && type !== undefined && !isHeld && ['S', 'E'].includes(type.category)
    return isPair ? [[type, id] as const] : []
  })
}
