export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

const COMMANDS =
  /^(error|warning|notice|debug|group|endgroup|add-mask|set-output|save-state|stop-commands|add-matcher|remove-matcher|echo)$/
/** Annotations of one level that a step may make; the runner drops the rest. */
const MAX_ANNOTATIONS = 10
const MAX_MESSAGE = 4096

/** Reads a step's log as actions/runner does: `::command::` at a line's beginning, `##[command]` anywhere in it. */
export class CommandReader {
  readonly log: string[] = []
  readonly annotations: Annotation[] = []
  readonly outputs: Record<string, string> = {}
  readonly #masks: Set<string>
  #resumeToken: string | undefined

  constructor(masks: readonly string[]) {
    this.#masks = new Set(masks)
  }

  mask(text: string): string {
    return [...this.#masks].reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
  }

  read(line: string): void {
    const command = parseCommand(line)
    if (this.#resumeToken !== undefined) {
      if (command?.name === this.#resumeToken) this.#resumeToken = undefined
      else this.log.push(this.mask(line))
      return
    }
    if (command === undefined || !COMMANDS.test(command.name)) this.log.push(this.mask(line))
    else this.#obey(command)
  }

  #obey({ name, properties, data }: Command): void {
    switch (name) {
      case 'stop-commands':
        this.#resumeToken = data
        break
      case 'add-mask':
        if (data !== '') this.#masks.add(data)
        break
      case 'set-output':
        this.outputs[properties.name ?? ''] = data
        break
      case 'error':
      case 'warning':
      case 'notice':
        this.log.push(this.mask(`${name}: ${data}`))
        if (this.annotations.filter(({ level }) => level === name).length < MAX_ANNOTATIONS) {
          this.annotations.push({ level: name, message: this.mask(data).slice(0, MAX_MESSAGE), properties })
        }
        break
      default:
        this.log.push(this.mask(`[${name}]${data}`))
    }
  }
}

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

function parseCommand(line: string): Command | undefined {
  const [, name, list = '', data = ''] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/s.exec(line) ?? []
  if (name !== undefined) return { name, properties: parseProperties(list, ','), data: decode(data) }
  const [, oldName, oldList = '', oldData = ''] = /##\[([\w-]+)\s*([^\]]*)\](.*)$/s.exec(line) ?? []
  if (oldName !== undefined) return { name: oldName, properties: parseProperties(oldList, ';'), data: oldData }
  return undefined
}

function parseProperties(list: string, separator: string): Record<string, string> {
  const pairs = list.split(separator).map(pair => pair.split('=') as [string, string | undefined])
  return Object.fromEntries(
    pairs.flatMap(([key, value]) =>
      value === undefined ? [] : [[key.trim(), decode(value).replace(/%3A/g, ':').replace(/%2C/g, ',')]],
    ),
  )
}

function decode(text: string): string {
  return text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%')
}
