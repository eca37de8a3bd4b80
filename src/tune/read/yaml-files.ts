import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { type Configured, NAME, type Source, type SourceKind, VALUE } from '../configured.ts'
import { readFlags, splitWords, type Word } from './flags.ts'
import { parseConf } from './postgresql-conf.ts'

const RDS_SWITCHES = ['1', '0'] as const

interface File {
  readonly name: string
  readonly text: string
  readonly lines: LineCounter
}

/** Images that run a server: the official one and those made from it. Others are known by a command that begins with `postgres`. */
const SERVER_IMAGE = /(?:^|\/)(?:postgres(?:ql)?|postgis|pgvector|timescaledb(?:-ha)?|spilo-\d+)(?:[:@-]|$)/
const IS_VARIABLE = /\$\{|\{\{|\$\(|\{DBInstance/

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

function sourcesIn(file: File, node: unknown, path: readonly string[]): readonly Source[] {
  if (isSeq(node)) return node.items.flatMap(item => sourcesIn(file, item, path))
  if (!isMap(node)) return []
  const found = sourceOf(file, node, path)
  return [...found, ...node.items.flatMap(pair => sourcesIn(file, pair.value, [...path, keyOf(pair)]))]
}

/** What this map itself says of a server; what lies below it is looked at by itself. */
function sourceOf(file: File, map: YAMLMap, path: readonly string[]): readonly Source[] {
  const image = textAt(map, 'image')
  if (image !== undefined) return flagSources(file, map, SERVER_IMAGE.test(image))
  const last = path.at(-1)?.toLowerCase() ?? ''
  const type = textAt(map, 'Type')
  if (type !== undefined && /^AWS::RDS::DB(?:Cluster)?ParameterGroup$/.test(type)) {
    const parameters = map.getIn(['Properties', 'Parameters'])
    const family = map.getIn(['Properties', 'Family'])
    if (typeof family === 'string' && !/postgres/.test(family)) return []
    return isMap(parameters) ? [{ ...parameterSource(file, parameters, true), switches: RDS_SWITCHES }] : []
  }
  if (last === 'parameters' && path.some(key => /^postgres(?:ql)?$/i.test(key)))
    return [parameterSource(file, map, false)]
  if (/^postgresql(?:extended)?conf(?:iguration)?$/.test(last)) return [parameterSource(file, map, false)]
  return [...confSources(file, map, path), ...pairSources(file, map, path)]
}

/** `command: postgres -c work_mem=4MB`, or a list of words, or Kubernetes' `args`. */
function flagSources(file: File, map: YAMLMap, isServer: boolean): readonly Source[] {
  return ['command', 'args', 'entrypoint'].flatMap(key => {
    const node = map.get(key, true)
    const words = wordsOf(file, node)
    if (!isServer && words[0]?.text !== 'postgres') return []
    const settings = readFlags(words, file.name)
    if (settings.length === 0) return []
    return [
      { kind: 'flags', file: file.name, settings, addition: flagAddition(file, node, words), isBare: false } as const,
    ]
  })
}

function wordsOf(file: File, node: unknown): readonly Word[] {
  const lineOf = (offset: number) => file.lines.linePos(offset).line
  if (isSeq(node)) {
    return node.items.flatMap(item => {
      if (!isScalar(item) || !item.range) return []
      return [{ text: String(item.value), line: lineOf(item.range[0]), range: plainRange(file, item) }]
    })
  }
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return []
  const range = plainRange(file, node)
  if (range !== undefined) return splitWords(node.value, range.start, lineOf)
  const words = splitWords(node.value, 0, () => lineOf(node.range![0]))
  // A block's words stand in the file as they are, but for the line breaks; a quoted line's may not.
  const start = lineEnd(file.text, node.range[0])
  const placed = node.type?.startsWith('BLOCK_')
    ? splitWords(file.text.slice(start, node.range[1]), start, lineOf)
    : undefined
  const isSame = placed?.length === words.length && placed.every(({ text }, at) => text === words[at]!.text)
  return isSame ? placed : words.map(word => ({ ...word, range: undefined }))
}

/** Where a scalar's value stands, if the file spells it as it is. */
function plainRange({ text }: File, node: Node): Configured['range'] {
  if (!isScalar(node) || !node.range) return undefined
  const [from, to] = node.range
  const isQuoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE'
  const range = isQuoted ? { start: from + 1, end: to - 1 } : { start: from, end: to }
  return text.slice(range.start, range.end) === String(node.value) ? range : undefined
}

function flagAddition({ name, text }: File, node: unknown, words: readonly Word[]): Source['addition'] {
  const end = words.at(-1)?.range?.end
  if (end === undefined) return undefined
  if (isScalar(node)) return { file: name, offset: end, text: ` -c ${NAME}=${VALUE}` }
  if (!isSeq(node)) return undefined
  if (node.flow) {
    const after = (node.items.at(-1) as Node).range![1]
    return { file: name, offset: after, text: `, "-c", "${NAME}=${VALUE}"` }
  }
  const indent = indentOf(text, end)
  return { file: name, offset: lineEnd(text, end), text: `\n${indent}- -c\n${indent}- ${NAME}=${VALUE}` }
}

const lineEnd = (text: string, offset: number) =>
  text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
const indentOf = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''

/** A map of names to values. */
function parameterSource(file: File, map: YAMLMap, isBare: boolean): Source {
  const settings = map.items.flatMap(pair => setting(file, keyOf(pair), pair.value) ?? [])
  const end = settings.at(-1)?.range?.end
  const addition =
    end === undefined
      ? undefined
      : map.flow
        ? { file: file.name, offset: itemEnd(map), text: `, "${NAME}": "${VALUE}"` }
        : { file: file.name, offset: lineEnd(file.text, end), text: `\n${indentOf(file.text, end)}${NAME}: "${VALUE}"` }
  return { kind: 'parameters', file: file.name, settings, addition, isBare }
}

/** Where the last value of a `{…}` ends. */
const itemEnd = (map: YAMLMap) => (map.items.at(-1)!.value as Node).range![1]

function setting(file: File, name: string, node: unknown): Configured | undefined {
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

/** A postgresql.conf inside the file: a ConfigMap's, or a chart's `configuration`. */
function confSources(file: File, map: YAMLMap, path: readonly string[]): readonly Source[] {
  return map.items.flatMap(pair => {
    const key = keyOf(pair)
    const isConf =
      /postgres[\w.-]*\.conf$/.test(key) ||
      (/^(?:extendedConfiguration|configuration)$/.test(key) &&
        path.some(part => /^(?:postgresql|primary|readReplicas)$/i.test(part)))
    const node = pair.value
    if (!isConf || !isScalar(node) || node.type !== 'BLOCK_LITERAL' || !node.range) return []
    const start = lineEnd(file.text, node.range[0]) + 1
    const end = node.range[1]
    const settings = parseConf(file.text, file.name, start, end).flatMap(entry =>
      entry.kind === 'setting' ? [entry.setting] : [],
    )
    const last = settings.at(-1)?.range?.end
    const addition =
      last === undefined
        ? undefined
        : {
            file: file.name,
            offset: lineEnd(file.text, last),
            text: `\n${indentOf(file.text, last)}${NAME} = ${VALUE}`,
          }
    return [{ kind: 'postgresql.conf' as SourceKind, file: file.name, settings, addition, isBare: false }]
  })
}

/** Lists of name and value: Cloud SQL's flags (Config Connector, Terraform’s JSON), Terraform’s JSON of RDS parameter groups. */
function pairSources(file: File, map: YAMLMap, path: readonly string[]): readonly Source[] {
  return map.items.flatMap(pair => {
    const key = keyOf(pair)
    const isGroup = key === 'parameter' && path.some(part => /^aws_(?:db|rds_cluster)_parameter_group$/.test(part))
    if (!isGroup && key !== 'databaseFlags' && key !== 'database_flags') return []
    if (!isSeq(pair.value)) return []
    const settings = pair.value.items.flatMap(item => {
      if (!isMap(item)) return []
      const name = textAt(item, 'name')
      return name === undefined ? [] : (setting(file, name, item.get('value', true)) ?? [])
    })
    const source = {
      kind: 'parameters' as SourceKind,
      file: file.name,
      settings,
      addition: pairAddition(file, pair.value, isGroup),
      isBare: true,
    }
    return [isGroup ? { ...source, switches: RDS_SWITCHES } : source]
  })
}

/** One more name and value at the end of their list. RDS refuses to change at once what needs a restart. */
function pairAddition({ name, text }: File, list: YAMLSeq, isAws: boolean): Source['addition'] {
  const last = list.items.at(-1)
  if (!isMap(last) || !last.range) return undefined
  if (!list.flow && !last.flow) {
    const end = (last.items.at(-1)!.value as Node).range![1]
    const indent = indentOf(text, last.range[0])
    return { file: name, offset: lineEnd(text, end), text: `\n${indent}- name: ${NAME}\n${indent}  value: "${VALUE}"` }
  }
  const written = (more: string) => `, {"name": "${NAME}", "value": "${VALUE}"${more}}`
  const restartText = written(isAws ? ', "apply_method": "pending-reboot"' : '')
  return list.flow ? { file: name, offset: last.range[1], text: written(''), restartText } : undefined
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

function textAt(map: YAMLMap, key: string): string | undefined {
  const value = map.get(key)
  return typeof value === 'string' ? value : undefined
}
