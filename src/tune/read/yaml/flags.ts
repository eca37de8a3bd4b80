import { isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import { NAME, type Source, VALUE } from '../../configured.ts'
import { readFlags, splitWords, type Word } from '../flags.ts'
import { indentOf, lineEnd, plainRange, textAt, type YamlFile } from './yaml-file.ts'

/** Images that run a server: the official one and those made from it. Others are known by a command that begins with `postgres`. */
const SERVER_IMAGE = /(?:^|\/)(?:postgres(?:ql)?|postgis|pgvector|timescaledb(?:-ha)?|spilo-\d+)(?:[:@-]|$)/

/** The flags of a container whose image or command is a server's; empty for others. */
export function containerSources(file: YamlFile, map: YAMLMap): readonly Source[] {
  const image = textAt(map, 'image')
  return image === undefined ? [] : flagSources(file, map, SERVER_IMAGE.test(image))
}

/** `command: postgres -c work_mem=4MB`, or a list of words, or Kubernetes' `args`. */
function flagSources(file: YamlFile, map: YAMLMap, isServer: boolean): readonly Source[] {
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

function wordsOf(file: YamlFile, node: unknown): readonly Word[] {
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

function flagAddition({ name, text }: YamlFile, node: unknown, words: readonly Word[]): Source['addition'] {
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
