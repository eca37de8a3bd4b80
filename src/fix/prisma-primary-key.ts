import type { FileEdit, PrimaryKeyChange } from '../advise/finding.ts'
import { changedFile } from './edits.ts'
import { modelsOf, placeOf } from './prisma-schema.ts'

/** A field's own mark, with its arguments. */
const FIELD_MARK = /(?<=\s)@id\b(?:\([^)]*\))? */
const MODEL_MARK = /^\s*@@id\(/

/** The schema with another primary key of a model: `@@id` in place of what there is. Undefined where the model is not there. */
export function editPrimaryKey(path: string, text: string, { table, columns }: PrimaryKeyChange): FileEdit | undefined {
  const model = modelsOf(text).find(each => each.table === table)
  const place = model && placeOf(text, model.name)
  if (model === undefined || place === undefined) return undefined
  const fields = columns.map(column => model.fields.get(column))
  if (fields.some(field => field === undefined)) return undefined
  const declared = `  @@id([${fields.join(', ')}])`
  const lines = text
    .split('\n')
    .slice(place.start, place.end - 1)
    .map((content, at) => ({ line: place.start + at + 1, content }))
  const own = lines.find(({ content }) => MODEL_MARK.test(content))
  if (own !== undefined) return changedFile(path, text, [{ line: own.line, removes: 1, adds: [declared] }])
  const marked = lines.find(({ content }) => !/^\s*(?:@@|\/\/)/.test(content) && FIELD_MARK.test(content))
  if (marked === undefined) return undefined
  return changedFile(path, text, [
    { line: marked.line, removes: 1, adds: [marked.content.replace(FIELD_MARK, '').trimEnd()] },
    {
      line: place.end,
      removes: 0,
      adds: [...(lines.some(({ content }) => /^\s*@@/.test(content)) ? [] : ['']), declared],
    },
  ])
}
