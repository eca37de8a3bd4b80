import { type Document, isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import { UserError } from '../errors.ts'
import { knownKeys } from './json-schema.ts'
import { problemText, suggestion } from './problem-text.ts'
import { type Config, configSchema } from './schema.ts'

export interface ConfigSource {
  readonly name: string
  readonly text: string
}

/** A value that wins over the file's, and where it was given: `--server`. */
export interface Override {
  readonly path: readonly [section: string, key: string]
  readonly value: string | number
  readonly option: string
}

interface Problem {
  readonly offset: number
  readonly where: string
  readonly text: string
}

type Located = Readonly<{ name: string; document: Document; lines: LineCounter; overrides: readonly Override[] }>

const MAX_LENGTH = 1_000_000

/**
 * Reads a configuration, or only the defaults where there is no file; with `database`, the one that holds for this of its
 * databases. Throws one UserError that names every problem with its line.
 */
export function parseConfig(
  source: ConfigSource | undefined,
  overrides: readonly Override[] = [],
  database?: string,
): Config {
  const { name, text } = source ?? { name: 'the configuration', text: '' }
  if (text.length > MAX_LENGTH) throw problemsError(name, [{ offset: 0, where: name, text: 'is over a megabyte long' }])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const located = { name, document, lines, overrides }
  if (document.errors.length > 0) {
    throw problemsError(
      name,
      document.errors.map(({ pos: [offset], message }) => ({
        offset,
        where: position(located, offset),
        text: message,
      })),
    )
  }
  const raw = plainValue(located) ?? {}
  const parsed = configSchema.safeParse(overridden(raw, overrides), { error: problemText })
  if (parsed.success) {
    return database === undefined ? parsed.data : configSchema.parse(overridden(ofDatabase(raw, database), overrides))
  }
  throw problemsError(
    name,
    parsed.error.issues.flatMap(issue => problemsOf(located, issue)),
  )
}

/** Aliases that multiply are refused by the parser only here. */
function plainValue({ name, document }: Located): unknown {
  try {
    return document.toJS()
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    throw problemsError(name, [{ offset: 0, where: name, text: error.message }])
  }
}

/** The value with one database's sections in place of the common ones, key by key. `raw` has been checked. */
function ofDatabase(raw: unknown, name: string): unknown {
  const { databases = {}, ...common } = raw as Sections & { readonly databases?: Readonly<Record<string, Sections>> }
  const own = Object.entries(databases[name] ?? {})
  return { ...common, ...Object.fromEntries(own.map(([key, section]) => [key, { ...common[key], ...section }])) }
}

type Sections = Readonly<Record<string, object | null>>

/** Sections without anything below them are as good as absent. */
function overridden(raw: unknown, overrides: readonly Override[]): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  const sections: Record<string, unknown> = Object.fromEntries(
    Object.entries(raw).filter(([, value]) => value !== null),
  )
  for (const { path, value } of overrides) {
    const [section, key] = path
    const written = sections[section] ?? {}
    if (typeof written === 'object') sections[section] = { ...written, [key]: value }
  }
  return sections
}

function problemsOf(located: Located, issue: z.core.$ZodIssue): Problem[] {
  const { document, overrides } = located
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const known = knownKeys(issue.path)
      const guess = suggestion(key, known) || `; the keys here are ${known.join(', ')}`
      return problemAt(located, [...issue.path, key], keyOffset(document, issue.path, key), `unknown key${guess}`)
    })
  }
  const override = overrides.find(({ path }) => path.join('.') === issue.path.join('.'))
  if (override !== undefined) return [{ offset: -1, where: override.option, text: issue.message }]
  return [problemAt(located, issue.path, valueOffset(document, issue.path), issue.message)]
}

function problemAt(located: Located, path: readonly PropertyKey[], offset: number, text: string): Problem {
  const name = path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`
    return before === '' ? String(key) : `${before}.${String(key)}`
  }, '')
  const where = position(located, offset)
  return { offset, where: name === '' ? where : `${where} ${name}`, text }
}

/** Where the value stands; for one that is missing, the nearest thing around it. */
function valueOffset(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number {
  const parent = path.length === 0 ? document.contents : document.getIn(path, true)
  const pair = isMap<Node>(parent) ? parent.items.find(item => String(item.key) === key) : undefined
  return pair?.key.range?.[0] ?? valueOffset(document, path)
}

function position({ name, lines }: Located, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`
}

function problemsError(name: string, problems: readonly Problem[]): UserError {
  const found = problems.toSorted((a, b) => a.offset - b.offset).map(({ where, text }) => `${where}: ${text}`)
  const heading = found.length === 1 ? 'There is a problem' : `There are ${found.length} problems`
  return new UserError([`${heading} in ${name}:`, ...found.map(line => `  ${line}`)].join('\n'), {
    kind: 'usage',
    hint: 'With the schema line that `pgverdict init` writes, an editor shows these while you type.',
  })
}
