import { lineAt, type Range } from '../configured.ts'

/** A value that stands in the file as it is; what is made by an expression is `unknown`. */
export type HclValue = { readonly range: Range } & (
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclValue> }
  | { readonly kind: 'unknown' }
)

export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly attributes: ReadonlyMap<string, HclValue>
  readonly blocks: readonly HclBlock[]
  readonly range: Range
}

/** The line at which a file is no HCL. */
export class HclProblem extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line}`)
    this.line = line
  }
}

const BLANK = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy
const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false/y
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\n[\s\S]*?\n[ \t]*\1(?=\n|$)/uy
/** What may come after a value; anything else makes it a part of an expression. */
const VALUE_ENDS = /[ \t]*(?:#|\/\/|\/\*|\r?\n|[,}\]]|$)/y
const CLOSES: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/**
 * The blocks of a file in HashiCorp's configuration language (its specification, “HCL Native Syntax”), with the place of every
 * value, which its JavaScript ports do not give. Nothing is evaluated. Throws an `HclProblem`.
 */
export function parseHcl(text: string): readonly HclBlock[] {
  let at = 0
  const fail = (): never => {
    throw new HclProblem(lineAt(text, at))
  }
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text) ?? undefined
    if (found !== undefined) at = pattern.lastIndex
    return found
  }
  const blank = () => void match(BLANK)
  const endsAt = (offset: number): boolean => {
    VALUE_ENDS.lastIndex = offset
    return VALUE_ENDS.test(text)
  }

  /** Behind the quote that closes; a template holds expressions, and those hold strings. */
  const skipString = () => {
    for (at++; text[at] !== '"'; at++) {
      if (at >= text.length || text[at] === '\n') fail()
      if (text[at] === '\\') at++
      else if (/[$%]/.test(text[at]!) && text[at + 1] === '{' && text[at - 1] !== text[at]) {
        at++
        skipBrackets()
        at--
      }
    }
    at++
  }
  const skipBrackets = () => {
    const close = CLOSES[text[at]!]
    for (at++; text[at] !== close; ) {
      if (at >= text.length) fail()
      skipOne()
    }
    at++
  }
  const skipOne = () => {
    if (match(HEREDOC) !== undefined) return
    const before = at
    if (text[at] === '"') skipString()
    else if (text[at]! in CLOSES) skipBrackets()
    else blank()
    if (at === before) at++
  }
  const skipExpression = () => {
    while (at < text.length && !endsAt(at)) skipOne()
  }

  const string = (): string | undefined => {
    const start = at
    skipString()
    const raw = text.slice(start + 1, at - 1)
    return /[\\]|[$%]\{/.test(raw) ? undefined : raw
  }
  const value = (): HclValue => {
    const start = at
    const found = simpleValue()
    if (found !== undefined && endsAt(at)) return found
    at = start
    skipExpression()
    return { kind: 'unknown', range: { start, end: at } }
  }
  const simpleValue = (): HclValue | undefined => {
    const start = at
    if (text[at] === '"') {
      const inner = string()
      return inner === undefined
        ? undefined
        : { kind: 'literal', text: inner, range: { start: start + 1, end: at - 1 } }
    }
    if (text[at] === '[') return list()
    if (text[at] === '{') return object()
    const literal = match(LITERAL)?.[0]
    return literal === undefined ? undefined : { kind: 'literal', text: literal, range: { start, end: at } }
  }
  const list = (): HclValue | undefined => {
    const start = at
    const items: HclValue[] = []
    for (at++, blank(); text[at] !== ']'; blank()) {
      if (/\bfor\b/y.test(text.slice(at, at + 4)) || at >= text.length) return undefined
      items.push(value())
      blank()
      if (text[at] === ',') at++
      else if (text[at] !== ']') return undefined
    }
    at++
    return { kind: 'list', items, range: { start, end: at } }
  }
  const object = (): HclValue | undefined => {
    const start = at
    const entries = new Map<string, HclValue>()
    for (at++, blank(); text[at] !== '}'; blank()) {
      const key = text[at] === '"' ? string() : match(IDENTIFIER)?.[0]
      blank()
      if (key === undefined || !/[=:]/.test(text[at] ?? '')) return undefined
      at++
      blank()
      entries.set(key, value())
      blank()
      if (text[at] === ',') at++
    }
    at++
    return { kind: 'object', entries, range: { start, end: at } }
  }

  const body = (isOpen: boolean): Pick<HclBlock, 'attributes' | 'blocks'> => {
    const attributes = new Map<string, HclValue>()
    const blocks: HclBlock[] = []
    for (blank(); at < text.length && text[at] !== '}'; blank()) {
      const start = at
      const type = match(IDENTIFIER)?.[0] ?? fail()
      blank()
      if (text[at] === '=') {
        at++
        blank()
        attributes.set(type, value())
      } else blocks.push(block(type, start))
    }
    if (isOpen !== (text[at] === '}')) fail()
    return { attributes, blocks }
  }
  const block = (type: string, start: number): HclBlock => {
    const labels: string[] = []
    for (blank(); text[at] !== '{'; blank()) {
      const label = text[at] === '"' ? string() : match(IDENTIFIER)?.[0]
      labels.push(label ?? fail())
    }
    at++
    const inner = body(true)
    at++
    return { type, labels, ...inner, range: { start, end: at } }
  }
  return body(false).blocks
}
