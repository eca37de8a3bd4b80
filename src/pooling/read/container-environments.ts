import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { type Document, keyOf } from './yaml-document.ts'

interface Variable {
  readonly value: string
  readonly line: number
}

/** The variables of one container of Compose, Kubernetes or a chart's values. */
export interface ContainerEnvironment {
  readonly file: string
  /** What the file calls the container; empty where it has no name. */
  readonly name: string
  /** Its image without registry and tag's meaning: as it is written. */
  readonly image: string
  /** The folder of its code, where it is built from one in the repository. */
  readonly context: string | undefined
  readonly entries: ReadonlyMap<string, Variable>
}

/** Compose writes `environment`, as a map or a list of texts; Kubernetes `env`, as a list of names with values. */
const KEYS = ['environment', 'env'] as const

/** Every container that has variables. Of one that comes from elsewhere the value is `${NAME}`. */
export function containerEnvironments(document: Document): readonly ContainerEnvironment[] {
  return document.nodes.flatMap(({ path, map }) =>
    KEYS.flatMap(key => {
      const written = map.get(key)
      const entries = isMap(written)
        ? entriesOfMap(document, path, key)
        : isSeq(written)
          ? entriesOfList(document, written.items)
          : []
      if (entries.length === 0) return []
      const named = map.get('name')
      return [
        {
          file: document.file,
          name: typeof named === 'string' ? named : (path.at(-1) ?? ''),
          image: imageOf(map.get('image')),
          context: contextOf(map.get('build')),
          entries: new Map(entries),
        },
      ]
    }),
  )
}

type Entry = readonly [string, Variable]

/** The node of the document, which has what `<<` takes over. */
function entriesOfMap(document: Document, path: readonly string[], key: string): readonly Entry[] {
  const at = [...path, key].join('\0')
  const map = document.nodes.find(node => node.path.join('\0') === at)?.map
  return (map?.items ?? []).map(({ key: name, value }) => {
    const text = isScalar(value) && value.value !== null ? String(value.value) : elsewhere(keyOf(name))
    return [keyOf(name), { value: text, line: document.lineOf(map!, keyOf(name)) }]
  })
}

function entriesOfList(document: Document, items: readonly unknown[]): readonly Entry[] {
  return items.flatMap((item): readonly Entry[] => {
    const line = document.lineAt(item)
    if (isMap(item)) {
      const [name, value] = [item.get('name'), item.get('value')]
      const isGiven = typeof value === 'string' || typeof value === 'number'
      return typeof name === 'string' ? [[name, { value: isGiven ? String(value) : elsewhere(name), line }]] : []
    }
    const [, name, value] = /^([\w.]+)(?:=(.*))?$/s.exec(isScalar(item) ? String(item.value) : '') ?? []
    return name === undefined ? [] : [[name, { value: value ?? elsewhere(name), line }]]
  })
}

const elsewhere = (name: string) => `\${${name}}`

/** Charts divide it into repository and tag. */
function imageOf(image: unknown): string {
  return isMap(image) ? String((image as YAMLMap).get('repository') ?? '') : typeof image === 'string' ? image : ''
}

function contextOf(build: unknown): string | undefined {
  const context = isMap(build) ? (build as YAMLMap).get('context') : build
  return typeof context === 'string' ? context.replace(/^\.\/?/, '').replace(/\/$/, '') : undefined
}
