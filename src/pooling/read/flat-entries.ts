import { isScalar, isSeq } from 'yaml'
import type { KeyValue } from './key-values.ts'
import { type Document, keyOf } from './yaml-document.ts'

/** Properties by their whole names, as Spring and Quarkus have them: `spring.datasource.url`. */
export type Entries = ReadonlyMap<string, { readonly value: string; readonly line: number }>

/** Those of a properties file; of one that stands twice the last holds. */
export function entriesOfLines(lines: readonly KeyValue[]): Entries {
  return new Map(lines.map(({ name, value, line }) => [name, { value, line }]))
}

/** Those of a YAML file, whose names may be nested or not. */
export function flatEntries(document: Document): Entries {
  const entries = new Map<string, { value: string; line: number }>()
  for (const { path, map } of document.nodes)
    for (const { key, value } of map.items) {
      // A list is no value that any of them has.
      if (isScalar(value) || isSeq(value))
        entries.set([...path, keyOf(key)].join('.'), {
          value: isScalar(value) ? String(value.value) : '',
          line: document.lineOf(map, keyOf(key)),
        })
    }
  return entries
}
