import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

const MAX_COLUMNS = 8
const ATTRIBUTE = /(^|_)(attribute|attr|key|field|property|option|setting|meta_key|parameter)(_(name|key|code|id))?$/
/** Of a table whose own name says so, `product_attributes`, the attribute may be called a name. */
const ATTRIBUTES = /(^|_)(attributes?|properties|property|options?|settings?|meta|metadata|params|parameters?|fields?)$/
const VALUE = /(^|_)(value|val)(_(text|string|int|integer|number|numeric|date|bool|boolean|json))?$/
const ENTITY = /_(id|uuid)$/

export const entityAttributeValue: Rule = {
  id: 'entity-attribute-value',
  area: 'schema',
  title: 'A table of entities, attributes and values',
  description:
    'One row for each attribute of each thing: values have no types and no constraints, a thing is put together by one join for each attribute, and the planner knows nothing of any single attribute. Make frequent attributes columns, and the rest one `jsonb` column.',
  find(subject) {
    return subject.schema.head.tables.filter(isTriple).map(table =>
      schemaRemark(entityAttributeValue, subject, {
        table,
        title: `${tableName(table)} keeps one row for each attribute`,
        why: 'Reading one thing takes a join for each of its attributes, and no value has a type or a constraint. Make them columns, or one jsonb column.',
      }),
    )
  },
}

function isTriple({ name: ofTable, columns, foreignKeys }: SchemaTable): boolean {
  if (columns.length > MAX_COLUMNS) return false
  const names = columns.map(({ name, category }) => ({ name: wordsOf(name).join('_'), category, own: name }))
  const isReferring = (own: string) => foreignKeys.some(key => key.columns.includes(own))
  const isOfAttributes = ATTRIBUTES.test(wordsOf(ofTable).join('_'))
  const attribute = names.find(
    ({ name, category, own }) =>
      (ATTRIBUTE.test(name) || (name === 'name' && isOfAttributes)) && (category === 'S' || isReferring(own)),
  )
  const entity = names.find(({ name, own }) => ENTITY.test(name) && own !== attribute?.own)
  return attribute !== undefined && entity !== undefined && names.some(({ name }) => VALUE.test(name))
}
