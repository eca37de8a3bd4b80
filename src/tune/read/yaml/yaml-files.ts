import { isMap, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from 'yaml'
import type { Source } from '../../configured.ts'
import { confSources } from './embedded-conf.ts'
import { containerSources } from './flags.ts'
import { cloudFormationSources, pairSources, parameterSource } from './parameters.ts'
import { keyOf, textAt, type YamlFile } from './yaml-file.ts'

/**
 * Finds a server's settings in Compose, Kubernetes, Helm, operators' (CloudNativePG, Zalando, Patroni), CloudFormation, Config
 * Connector and Terraform's JSON files by the shapes that these have, wherever they stand in a file.
 */
export function readYamlFile(
  name: string,
  text: string,
): { readonly sources: readonly Source[]; readonly notes: readonly string[] } {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  if (!Array.isArray(documents)) return { sources: [], notes: [] }
  const broken = documents.find(({ errors }) => errors.length > 0)
  if (broken !== undefined) {
    const [first] = broken.errors
    // A Helm template is no YAML before it is rendered.
    const isTemplate = text.includes('{{')
    const why = isTemplate ? 'is a template: its settings are not known' : 'is no YAML that can be read'
    return { sources: [], notes: [`${name}:${lines.linePos(first?.pos[0] ?? 0).line} ${why}.`] }
  }
  const file = { name, text, lines }
  return {
    sources: documents
      .flatMap(({ contents }) => sourcesIn(file, contents, []))
      .filter(({ settings }) => settings.length > 0),
    notes: [],
  }
}

function sourcesIn(file: YamlFile, node: unknown, path: readonly string[]): readonly Source[] {
  if (isSeq(node)) return node.items.flatMap(item => sourcesIn(file, item, path))
  if (!isMap(node)) return []
  const found = sourceOf(file, node, path)
  return [...found, ...node.items.flatMap(pair => sourcesIn(file, pair.value, [...path, keyOf(pair)]))]
}

/** What this map itself says of a server; what lies below it is looked at by itself. */
function sourceOf(file: YamlFile, map: YAMLMap, path: readonly string[]): readonly Source[] {
  if (textAt(map, 'image') !== undefined) return containerSources(file, map)
  const group = cloudFormationSources(file, map)
  if (group !== undefined) return group
  const last = path.at(-1)?.toLowerCase() ?? ''
  const isOperators = last === 'parameters' && path.some(key => /^postgres(?:ql)?$/i.test(key))
  if (isOperators || /^postgresql(?:extended)?conf(?:iguration)?$/.test(last))
    return [parameterSource(file, map, false)]
  return [...confSources(file, map, path), ...pairSources(file, map, path)]
}
