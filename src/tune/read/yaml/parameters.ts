import { isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { NAME, type Source, type SourceKind, VALUE } from '../../configured.ts'
import { indentOf, keyOf, lineEnd, setting, textAt, type YamlFile } from './yaml-file.ts'

const RDS_SWITCHES = ['1', '0'] as const

/** `AWS::RDS::DBParameterGroup` and its like of clusters; undefined for any other map. */
export function cloudFormationSources(file: YamlFile, map: YAMLMap): readonly Source[] | undefined {
  const type = textAt(map, 'Type')
  if (type === undefined || !/^AWS::RDS::DB(?:Cluster)?ParameterGroup$/.test(type)) return undefined
  const parameters = map.getIn(['Properties', 'Parameters'])
  const family = map.getIn(['Properties', 'Family'])
  if (typeof family === 'string' && !/postgres/.test(family)) return []
  return isMap(parameters) ? [{ ...parameterSource(file, parameters, true), switches: RDS_SWITCHES }] : []
}

/** A map of names to values. */
export function parameterSource(file: YamlFile, map: YAMLMap, isBare: boolean): Source {
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

/** Lists of name and value: Cloud SQL's flags (Config Connector, Terraform’s JSON), Terraform’s JSON of RDS parameter groups. */
export function pairSources(file: YamlFile, map: YAMLMap, path: readonly string[]): readonly Source[] {
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
function pairAddition({ name, text }: YamlFile, list: YAMLSeq, isAws: boolean): Source['addition'] {
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
