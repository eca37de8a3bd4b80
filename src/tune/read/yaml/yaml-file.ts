import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from 'yaml'
import type { Configured } from '../../configured.ts'

/** A YAML or JSON file that is being read. */
export interface YamlFile {
  readonly name: string
  readonly text: string
  readonly lines: LineCounter
}

const IS_VARIABLE = /\$\{|\{\{|\$\(|\{DBInstance/

/** Where a scalar's value stands, if the file spells it as it is. */
export function plainRange({ text }: YamlFile, node: Node): Configured['range'] {
  if (!isScalar(node) || !node.range) return undefined
  const [from, to] = node.range
  const isQuoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE'
  const range = isQuoted ? { start: from + 1, end: to - 1 } : { start: from, end: to }
  return text.slice(range.start, range.end) === String(node.value) ? range : undefined
}

/** Where the line of an offset ends. */
export const lineEnd = (text: string, offset: number) =>
  text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)

/** The white space at the beginning of the line of an offset. */
export const indentOf = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''

/** A setting whose value is a node; undefined where the name is none that a setting may have. */
export function setting(file: YamlFile, name: string, node: unknown): Configured | undefined {
  if (!/^[a-zA-Z_][\w.]*$/.test(name)) return undefined
  const isKnown = isScalar(node) && !isAlias(node) && (node.tag === undefined || node.tag.startsWith('tag:yaml.org'))
  const text = isKnown ? String(node.value) : undefined
  const offset = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0
  return {
    name: name.toLowerCase(),
    value: text === undefined || IS_VARIABLE.test(text) ? undefined : text,
    file: file.name,
    line: file.lines.linePos(offset).line,
    range: isScalar(node) && text !== undefined ? plainRange(file, node) : undefined,
    scope: undefined,
  }
}

export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

/** The value of a key where it is text. */
export function textAt(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key)
  return typeof value === 'string' ? value : undefined
}
