import type { SyntaxNode } from '@lezer/common'
import { parser as goParser } from '@lezer/go'
import { parser as javaParser } from '@lezer/java'
import { parser as javascriptParser } from '@lezer/javascript'
import { parser as pythonParser } from '@lezer/python'
import type { Call, Located } from './expression.ts'
import { childrenOf, createReader } from './expression-reader.ts'

/** A file of source code by its syntax tree. */
export interface SourceCode {
  readonly calls: readonly Call[]
  /** Local names and the modules that they come from. */
  readonly imports: ReadonlyMap<string, string>
  /** Local names whose module calls them otherwise: `import { Pool as PgPool }`. */
  readonly renamed: ReadonlyMap<string, string>
  /** Assignments at any level: `DATABASES = {…}`, `config.MaxConns = 5`. */
  readonly assignments: readonly (Located & { readonly name: string })[]
}

const PARSERS = {
  javascript: javascriptParser.configure({ dialect: 'ts' }),
  jsx: javascriptParser.configure({ dialect: 'ts jsx' }),
  python: pythonParser,
  go: goParser,
  java: javaParser,
}

export function languageOf(file: string): keyof typeof PARSERS | undefined {
  if (/\.[cm]?[jt]s$/.test(file)) return 'javascript'
  if (/\.[jt]sx$/.test(file)) return 'jsx'
  if (file.endsWith('.py')) return 'python'
  if (file.endsWith('.java')) return 'java'
  return file.endsWith('.go') ? 'go' : undefined
}

/** Reads calls, imports and assignments. Never fails: what the grammar does not know is left out. */
export function readSource(text: string, language: keyof typeof PARSERS): SourceCode {
  const reader = createReader(text)
  const calls: Call[] = []
  const imports = new Map<string, string>()
  const renamed = new Map<string, string>()
  const assignments: (Located & { name: string })[] = []
  const root = PARSERS[language].parse(text).topNode
  const nodes: SyntaxNode[] = []
  root.cursor().iterate(node => void nodes.push(node.node))
  // Constants first: they may stand below what uses them.
  for (const node of nodes) reader.define(node)
  for (const node of nodes) {
    if (IS_CALL.has(node.name)) calls.push(reader.call(node))
    else if (node.name.startsWith('Import')) {
      for (const [name, module] of importsOf(node, text)) imports.set(NAMELESS.has(name) ? module : name, module)
      for (const [, original = '', local = ''] of text.slice(node.from, node.to).matchAll(/([\w$]+)\s+as\s+([\w$]+)/g))
        renamed.set(local, original)
    } else assignments.push(...reader.assignment(node))
  }
  for (const [name, module, original] of requires(assignments)) {
    imports.set(name, module)
    if (original !== undefined) renamed.set(name, original)
  }
  return { calls, imports, renamed, assignments }
}

const IS_CALL = new Set(['CallExpression', 'NewExpression', 'CallExpr', 'MethodInvocation', 'ObjectCreationExpression'])

/** Go's imports for their effects, or into the file itself. */
const NAMELESS = new Set(['_', '.'])

function importsOf(node: SyntaxNode, text: string): readonly (readonly [string, string])[] {
  const source = text.slice(node.from, node.to)
  const module =
    /['"`]([^'"`]+)['"`]/.exec(source)?.[1] ??
    /^from\s+([\w.]+)\s+import/.exec(source)?.[1] ??
    /^import\s+([\w.]+)/.exec(source)?.[1]
  if (module === undefined) return []
  // Java's have no quotes.
  const scoped = childrenOf(node).find(({ name }) => name === 'ScopedIdentifier')
  if (scoped !== undefined) return [[module.slice(module.lastIndexOf('.') + 1), module]]
  const names = childrenOf(node).flatMap(child => (child.name === 'ImportGroup' ? childrenOf(child) : [child]))
  if (node.name === 'ImportSpec') {
    // Go's package is called like the end of its path, unless it is given a name.
    const alias = childrenOf(node).find(({ name }) => name === 'DefName')
    return [[alias === undefined ? goPackage(module) : text.slice(alias.from, alias.to), module]]
  }
  return names
    .filter(({ name }) => /^Variable(?:Name|Definition)$|^PropertyDefinition$|^Identifier$|^DefName$/.test(name))
    .map(({ from, to }) => [text.slice(from, to), module])
}

/** `pgx` of `github.com/jackc/pgx/v5`, as packages are mostly called. */
export function goPackage(path: string): string {
  return (
    path
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) ?? path
  )
}

/** `const { Pool } = require('pg')`, `const pg = require('pg')`, `const PgPool = require('pg').Pool`; the module's own name where it differs. */
function requires(
  assignments: readonly (Located & { readonly name: string })[],
): readonly (readonly [name: string, module: string, original: string | undefined])[] {
  return assignments.flatMap(({ name, value }) => {
    const found = value.kind === 'call' ? /^require(?:\.([\w$]+))?$/.exec(value.call.callee) : null
    if (found === null || value.kind !== 'call') return []
    const [module] = value.call.arguments
    if (module?.value.kind !== 'literal') return []
    const path = String(module.value.value)
    if (!name.startsWith('{')) return [[name, path, found[1]] as const]
    return [...name.matchAll(/([\w$]+)(?:\s*:\s*([\w$]+))?(?=\s*[,}])/g)].map(
      ([, original = '', local]) => [local ?? original, path, local === undefined ? undefined : original] as const,
    )
  })
}
