import { isScalar, type YAMLMap } from 'yaml'
import { NAME, type Source, type SourceKind, VALUE } from '../../configured.ts'
import { parseConf } from '../postgresql-conf.ts'
import { indentOf, keyOf, lineEnd, type YamlFile } from './yaml-file.ts'

/** A postgresql.conf inside the file: a ConfigMap's, or a chart's `configuration`. */
export function confSources(file: YamlFile, map: YAMLMap, path: readonly string[]): readonly Source[] {
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
