import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  YAMLMap,
  type Document as YamlDocument,
} from 'yaml'

interface Node {
  /** Of the file's documents, from 0. */
  readonly part: number
  readonly path: readonly string[]
  readonly map: YAMLMap
}

export interface Document {
  readonly file: string
  readonly nodes: readonly Node[]
  lineOf(map: YAMLMap, key: string): number
  /** The line of a node of its own, such as an item of a list. */
  lineAt(node: unknown): number
}

/** Every map of a YAML or JSON file with the way to it; undefined where it cannot be read. */
export function readDocument(content: string, file: string): Document | undefined {
  const lines = new LineCounter()
  // Rails' files are templates: what is made by Ruby stands for a value that is not known.
  const text = content.replace(/<%[\s\S]*?%>/g, made => made.replace(/[^\n]/g, made.startsWith('<%=') ? '~' : ' '))
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined
  const nodes: Node[] = []
  for (const [part, document] of documents.entries()) {
    const visit = (value: unknown, path: readonly string[]): void => {
      if (isSeq(value)) value.items.forEach((item, at) => void visit(item, [...path, String(at)]))
      if (!isMap(value)) return
      const map = withMerged(value, document)
      nodes.push({ part, path, map })
      for (const pair of map.items) visit(pair.value, [...path, keyOf(pair.key)])
    }
    visit(document.contents, [])
  }
  const lineAt = (node: unknown) => lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line
  return {
    file,
    nodes,
    lineOf: (map, key) => {
      const node = map.get(key, true) ?? map
      return lineAt(node)
    },
    lineAt,
  }
}

export const keyOf = (key: unknown) => (isScalar(key) ? String(key.value) : '')

/** The map with what `<<: *other` takes over. */
function withMerged(map: YAMLMap, document: YamlDocument, open: readonly YAMLMap[] = []): YAMLMap {
  const merged = map.items.flatMap(({ key, value }) => {
    const source = keyOf(key) === '<<' && isAlias(value) ? value.resolve(document) : undefined
    // One that takes over itself has nothing more to give.
    return isMap(source) && source !== map && !open.includes(source)
      ? withMerged(source, document, [...open, map]).items
      : []
  })
  if (merged.length === 0) return map
  const own = new Set(map.items.map(({ key }) => keyOf(key)))
  const whole = new YAMLMap()
  whole.items = [...map.items, ...merged.filter(({ key }) => !own.has(keyOf(key)))]
  if (map.range) whole.range = map.range
  return whole
}
