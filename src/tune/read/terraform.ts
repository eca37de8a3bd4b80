import { type Addition, type Configured, lineAt, NAME, type Source, VALUE } from '../configured.ts'
import { type HclBlock, HclProblem, type HclValue, parseHcl } from './hcl.ts'

/** What a resource or module calls its list of settings, as blocks or as a list of objects. */
const SETTINGS = ['parameter', 'parameters', 'database_flags']
/** Modules of the registry and of one's own that make a server (`terraform-aws-modules/rds/aws`). */
const SERVER_MODULE = /rds|aurora|sql|postgres/i
const OF_RDS = /\{DBInstance/

interface File {
  readonly name: string
  readonly text: string
}

/** RDS parameter groups, Cloud SQL's flags and Azure's configurations in Terraform's own language; nothing is evaluated. */
export function readTerraform(
  name: string,
  text: string,
): { readonly sources: readonly Source[]; readonly notes: readonly string[] } {
  const file = { name, text }
  try {
    const blocks = parseHcl(text)
    const found = blocks.flatMap(block => serverSettings(file, block))
    const azure = azureSettings(file, blocks)
    return {
      sources: [...found, ...azure].flatMap(({ source }) => (source.settings.length === 0 ? [] : [source])),
      notes: found.flatMap(({ notes }) => notes),
    }
  } catch (error) {
    if (!(error instanceof HclProblem)) throw error
    return { sources: [], notes: [`${name}:${error.line} is no HCL that can be read.`] }
  }
}

interface Found {
  readonly source: Source
  readonly notes: readonly string[]
}

function serverSettings(file: File, block: HclBlock): readonly Found[] {
  const { type, labels, attributes } = block
  const [resource = ''] = labels
  const isGroup = type === 'resource' && /^aws_(?:db|rds_cluster)_parameter_group$/.test(resource)
  const isSql = type === 'resource' && resource === 'google_sql_database_instance'
  const isModule = type === 'module' && SERVER_MODULE.test(literal(attributes.get('source')) ?? '')
  if (!isGroup && !isSql && !isModule) return []
  const engine = ['family', 'engine', 'database_version'].map(key => literal(attributes.get(key)) ?? '')
  if (engine.some(each => each !== '' && !/postgres/i.test(each))) return []
  const holder = isSql ? block.blocks.find(each => each.type === 'settings') : block
  const isAws = isGroup || (isModule && !/sql-db|google|gcp|azure/i.test(literal(attributes.get('source')) ?? ''))
  return holder === undefined ? [] : [settingsIn(file, holder, isAws)]
}

function settingsIn(file: File, holder: HclBlock, isAws: boolean): Found {
  const own = holder.blocks.filter(({ type }) => SETTINGS.includes(type))
  const made = holder.blocks.filter(({ type, labels }) => type === 'dynamic' && SETTINGS.includes(labels[0] ?? ''))
  const lists = SETTINGS.flatMap(key => holder.attributes.get(key) ?? [])
  const objects = lists.flatMap(list => (list.kind === 'list' ? list.items : []))
  const settings = [
    ...own.flatMap(({ attributes }) => settingOf(file, attributes)),
    ...objects.flatMap(each => (each.kind === 'object' ? settingOf(file, each.entries) : [])),
  ]
  const unknown = [...made, ...[...lists, ...objects].filter(({ kind }) => kind === 'unknown')]
  return {
    source: {
      kind: 'parameters',
      file: file.name,
      settings,
      addition: additionAfter(file, own.at(-1), objects.at(-1), isAws),
      isBare: true,
      ...(isAws && { switches: ['1', '0'] as const }),
    },
    notes: unknown.map(
      ({ range }) =>
        `${file.name}:${lineAt(file.text, range.start)} makes settings by an expression: they are not known.`,
    ),
  }
}

/** Each setting is a resource of its own there. */
function azureSettings(file: File, blocks: readonly HclBlock[]): readonly Found[] {
  const own = blocks.filter(
    ({ type, labels }) => type === 'resource' && labels[0] === 'azurerm_postgresql_flexible_server_configuration',
  )
  const settings = own.flatMap(({ attributes }) => settingOf(file, attributes))
  return [{ source: { kind: 'parameters', file: file.name, settings, addition: undefined, isBare: true }, notes: [] }]
}

function settingOf(file: File, fields: ReadonlyMap<string, HclValue>): readonly Configured[] {
  const [name, value] = [literal(fields.get('name')), fields.get('value')]
  if (name === undefined || value === undefined) return []
  const text = literal(value)
  // RDS computes such values from the size of the machine.
  const isFormula = text !== undefined && OF_RDS.test(text)
  return [
    {
      name: name.toLowerCase(),
      value: isFormula ? undefined : text,
      file: file.name,
      line: lineAt(file.text, value.range.start),
      range: value.kind === 'literal' ? value.range : undefined,
      scope: undefined,
    },
  ]
}

/** In the way of the last one that is there. RDS refuses to change at once what needs a restart. */
function additionAfter(
  { name, text }: File,
  block: HclBlock | undefined,
  object: HclValue | undefined,
  isAws: boolean,
): Addition | undefined {
  const restart = (indent: string) => (isAws ? `\n${indent}apply_method = "pending-reboot"` : '')
  if (block !== undefined) {
    const indent = indentAt(text, block.range.start)
    const inner = `${indent}  `
    const written = (more: string) =>
      `\n\n${indent}${block.type} {\n${inner}name  = "${NAME}"\n${inner}value = "${VALUE}"${more}\n${indent}}`
    const offset = lineEnd(text, block.range.end)
    return { file: name, offset, text: written(''), restartText: written(restart(inner)) }
  }
  if (object?.kind !== 'object') return undefined
  const more = isAws ? ', apply_method = "pending-reboot"' : ''
  const isOwnLine = text.slice(text.lastIndexOf('\n', object.range.start) + 1, object.range.start).trim() === ''
  const between = isOwnLine ? `,\n${indentAt(text, object.range.start)}` : ', '
  const written = (extra: string) => `${between}{ name = "${NAME}", value = "${VALUE}"${extra} }`
  return { file: name, offset: object.range.end, text: written(''), restartText: written(more) }
}

const literal = (value: HclValue | undefined) => (value?.kind === 'literal' ? value.text : undefined)
const lineEnd = (text: string, offset: number) =>
  text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
const indentAt = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''
