import type { Configured, Range } from '../configured.ts'

/** One word of a command line and where it stands in the file; `range` is undefined where the file spells it otherwise. */
export interface Word {
  readonly text: string
  readonly line: number
  readonly range: Range | undefined
}

/** A shell's or Compose's variable. */
const VARIABLE = /\$\{|\$\(|\$[A-Za-z_]|\{\{/

/** The settings that `postgres -c name=value` and `postgres --name=value` give. */
export function readFlags(words: readonly Word[], file: string): readonly Configured[] {
  const settings: Configured[] = []
  for (const [at, word] of words.entries()) {
    const found = assignmentOf(word, words[at - 1])
    if (found === undefined) continue
    const { assignment, skip } = found
    const [, name = '', value = ''] = /^([\w.-]+)=([\s\S]*)$/.exec(assignment) ?? []
    if (name === '') continue
    settings.push({
      name: name.toLowerCase().replaceAll('-', '_'),
      value: VARIABLE.test(value) ? undefined : value,
      file,
      line: word.line,
      range: word.range && { start: word.range.start + skip + name.length + 1, end: word.range.end },
      scope: undefined,
    })
  }
  return settings
}

function assignmentOf({ text }: Word, before: Word | undefined): { assignment: string; skip: number } | undefined {
  if (before?.text === '-c' || before?.text === '--') return { assignment: text, skip: 0 }
  const prefix = /^(?:--(?=\w)|-c(?=\w))/.exec(text)?.[0]
  return prefix === undefined ? undefined : { assignment: text.slice(prefix.length), skip: prefix.length }
}

/** Splits a command line as a shell would; `offset` is where it begins in the file. Words with quotes have no range. */
export function splitWords(source: string, offset: number, lineOf: (offset: number) => number): readonly Word[] {
  return Array.from(source.matchAll(/(?:[^\s'"]|'[^']*'|"(?:[^"\\]|\\.)*")+/g), ({ 0: raw, index }) => {
    const text = raw.replace(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"/g,
      (_, single?: string, double?: string) => single ?? double ?? '',
    )
    const start = offset + index
    return { text, line: lineOf(start), range: text === raw ? { start, end: start + raw.length } : undefined }
  })
}
