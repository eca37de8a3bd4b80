import { setFlagsFromString } from 'node:v8'
import { fingerprintSync, loadModule, type Node, parseSync } from 'libpg-query'
import { fold } from './fold.ts'

/** Beyond this the parser sees the folded text: the tree of a 100,000-row insert is hundreds of megabytes. */
const FOLDED_ABOVE_CHARACTERS = 50_000
const MAX_CHARACTERS = 2_000_000

/** The parser is WebAssembly in a file beside the program. Idempotent. */
export async function loadGrammar(): Promise<void> {
  // The optimising compiler takes 600 MB for the parser's tables, and longer than it ever saves here.
  for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
  await loadModule()
}

/** The statements' trees; undefined where libpg-query's grammar does not know the text. */
export function parse(text: string): readonly Node[] | undefined {
  return attempt(text, source => (parseSync(source).stmts ?? []).flatMap(({ stmt }) => (stmt ? [stmt] : [])))
}

/** libpg-query's fingerprint, 16 hex digits; undefined where its grammar does not know the text. */
export function parserFingerprint(text: string): string | undefined {
  const fingerprint = attempt(text, fingerprintSync)
  // On a syntax error the library returns the message in the fingerprint's place.
  return fingerprint !== undefined && /^[\da-f]{16}$/.test(fingerprint) ? fingerprint : undefined
}

function attempt<Result>(text: string, work: (source: string) => Result): Result | undefined {
  const source = text.length > FOLDED_ABOVE_CHARACTERS ? fold(text) : text
  if (source.trim() === '' || source.length > MAX_CHARACTERS) return undefined
  try {
    return work(source)
  } catch (error) {
    // Anything else is a syntax error, or nesting too deep for the stack.
    if (error instanceof Error && error.message.includes('not initialized')) throw error
    return undefined
  }
}

/** A node of a tree: the parser leaves out its type's name where the grammar allows one only. */
export type TreeNode = Readonly<Record<string, unknown>>

/** Visits every node of a tree, parents first, in the order of the text, with the key that it stands under. */
export function walk(tree: unknown, visit: (node: TreeNode, key: string) => void): void {
  const open: { key: string; value: unknown }[] = [{ key: '', value: tree }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { key, value } = next
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) visit(value as TreeNode, key)
    for (const [childKey, child] of Object.entries(value).toReversed()) open.push({ key: childKey, value: child })
  }
}

/** `schema.table` or `table`, as written, of a node that names a relation. */
export function relationName(node: TreeNode): string | undefined {
  if (typeof node.relname !== 'string') return undefined
  return typeof node.schemaname === 'string' ? `${node.schemaname}.${node.relname}` : node.relname
}

/** The parts of a list of names, such as a function's. */
export function nameParts(list: unknown): readonly string[] {
  const parts = Array.isArray(list) ? list : [list]
  return parts.flatMap((part: { String?: { sval?: string } } | undefined) => part?.String?.sval ?? [])
}
