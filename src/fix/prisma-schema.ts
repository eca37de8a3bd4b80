import { type BlockAttribute, type Field, getSchema, type Model } from '@mrleebo/prisma-ast'
import type { FileEdit } from '../advise/finding.ts'
import { nameParts, type TreeNode } from '../sql/parse.ts'
import { changedFile } from './edits.ts'
import type { IndexChange } from './schema-change.ts'

/** Prisma's names of access methods (Prisma schema reference, `type` of `@@index`); a b-tree needs none. */
const METHODS: Readonly<Record<string, string>> = { hash: 'Hash', gin: 'Gin', gist: 'Gist', brin: 'BRIN' }

/**
 * The schema with the index declared, or without its declaration: Prisma would otherwise undo the migration with the next one it
 * generates. Undefined where the schema can say nothing of such an index (an expression, a predicate), which Prisma then leaves alone.
 */
export function editPrismaSchema(path: string, text: string, change: IndexChange): FileEdit | undefined {
  const models = modelsOf(text)
  return change.kind === 'create' ? declare(path, text, models, change) : remove(path, text, models, change)
}

/** A model with the names that it has in the database. */
export interface MappedModel {
  readonly name: string
  readonly table: string
  /** Names in the schema by those of the columns. */
  readonly fields: ReadonlyMap<string, string>
  readonly indexes: readonly string[]
}

/** None where the text is no schema, or one of a newer Prisma than the parser knows. */
export function modelsOf(text: string): readonly MappedModel[] {
  return blocksOf(text)
    .filter((block): block is Model => block.type === 'model')
    .map(({ name, properties }) => {
      const attributes = properties.filter((each): each is BlockAttribute => each.type === 'attribute')
      const fields = properties.filter((each): each is Field => each.type === 'field')
      const table = mapOf(attributes.find(each => each.name === 'map')?.args) ?? name
      const columns = new Map(
        fields.map(field => [
          mapOf(field.attributes?.find(each => each.name === 'map')?.args) ?? field.name,
          field.name,
        ]),
      )
      const columnOf = new Map([...columns].map(([column, field]) => [field, column]))
      const indexes = attributes
        .filter(each => each.name === 'index')
        .map(
          each =>
            mapOf(each.args.filter(({ value }) => isKeyed(value))) ??
            `${table}_${fieldsOf(each)
              .map(field => columnOf.get(field) ?? field)
              .join('_')}_idx`,
        )
      return { name, table, fields: columns, indexes }
    })
}

function blocksOf(text: string): ReturnType<typeof getSchema>['list'] {
  try {
    return getSchema(text).list
  } catch {
    return []
  }
}

const isKeyed = (value: unknown): boolean => (value as { type?: string } | null)?.type === 'keyValue'

/** `"x"` of `@map("x")`, `@map(name: "x")` and `map: "x"`. */
function mapOf(args: BlockAttribute['args'] | undefined): string | undefined {
  for (const { value } of args ?? []) {
    const given = typeof value === 'object' && value !== null && 'key' in value ? value : { key: 'map', value }
    if ((given.key === 'map' || given.key === 'name') && typeof given.value === 'string')
      return given.value.replace(/^"|"$/g, '')
  }
  return undefined
}

function fieldsOf({ args }: BlockAttribute): readonly string[] {
  const list = args.map(({ value }) => (isKeyed(value) ? (value as { value: unknown }).value : value))
  const array = list.find(value => (value as { type?: string } | null)?.type === 'array') as
    | { args: readonly unknown[] }
    | undefined
  return (array?.args ?? []).map(field =>
    typeof field === 'string' ? field : String((field as { name?: unknown }).name ?? ''),
  )
}

function declare(
  path: string,
  text: string,
  models: readonly MappedModel[],
  { name, tree }: Extract<IndexChange, { kind: 'create' }>,
): FileEdit | undefined {
  const model = models.find(({ table }) => table === (tree.relation as TreeNode).relname)
  const line = model && closingLine(text, model.name)
  if (model === undefined || line === undefined || tree.whereClause !== undefined) return undefined
  const keys = (tree.indexParams as readonly { IndexElem: TreeNode }[]).map(({ IndexElem }) => keyOf(IndexElem, model))
  if (keys.some(key => key === undefined)) return undefined
  const method = String(tree.accessMethod ?? 'btree')
  const columns = (tree.indexParams as readonly { IndexElem: TreeNode }[]).map(({ IndexElem }) => IndexElem.name)
  const isUnique = tree.unique === true
  const isDefault = name === `${model.table}_${columns.join('_')}_${isUnique ? 'key' : 'idx'}`
  const options = [
    `[${keys.join(', ')}]`,
    ...(method === 'btree' ? [] : [`type: ${METHODS[method]}`]),
    ...(isDefault ? [] : [`map: ${JSON.stringify(name)}`]),
  ]
  if (method !== 'btree' && METHODS[method] === undefined) return undefined
  const isFirst = model.indexes.length === 0
  const adds = [...(isFirst ? [''] : []), `  @@${isUnique ? 'unique' : 'index'}(${options.join(', ')})`]
  return changedFile(path, text, [{ line, removes: 0, adds }])
}

/** Nulls' places and collations cannot be declared; Prisma does not see them either. */
function keyOf(element: TreeNode, { fields }: MappedModel): string | undefined {
  const field = typeof element.name === 'string' ? fields.get(element.name) : undefined
  if (field === undefined) return undefined
  const opclass = nameParts(element.opclass).at(-1)
  const options = [
    ...(opclass === undefined ? [] : [`ops: raw(${JSON.stringify(opclass)})`]),
    ...(element.ordering === 'SORTBY_DESC' ? ['sort: Desc'] : []),
  ]
  return options.length === 0 ? field : `${field}(${options.join(', ')})`
}

function remove(
  path: string,
  text: string,
  models: readonly MappedModel[],
  { name }: Extract<IndexChange, { kind: 'drop' }>,
): FileEdit | undefined {
  const model = models.find(({ indexes }) => indexes.includes(name))
  if (model === undefined) return undefined
  const lines = indexLines(text, model.name)
  const line = lines[model.indexes.indexOf(name)]
  if (line === undefined || lines.length !== model.indexes.length) return undefined
  return changedFile(path, text, [{ line, removes: 1, adds: [] }])
}

/** Lines, from 1, of a model's first line and the brace that closes it. */
export function placeOf(text: string, model: string): { readonly start: number; readonly end: number } | undefined {
  const lines = text.split('\n')
  const start = lines.findIndex(line => new RegExp(`^\\s*model\\s+${model}\\s*\\{`).test(line))
  const end = lines.findIndex((line, at) => at > start && /^\s*\}/.test(line))
  return start < 0 || end < 0 ? undefined : { start: start + 1, end: end + 1 }
}

const closingLine = (text: string, model: string) => placeOf(text, model)?.end

function indexLines(text: string, model: string): readonly number[] {
  const place = placeOf(text, model)
  if (place === undefined) return []
  const lines = text.split('\n').slice(place.start, place.end - 1)
  return lines.flatMap((line, at) => (/^\s*@@index\(.*\)\s*(?:\/\/.*)?\r?$/.test(line) ? [place.start + at + 1] : []))
}
