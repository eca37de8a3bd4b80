import { markdownTable } from 'markdown-table'
import { cleanLine, cleanText } from './clean.ts'

/** Markdown that was made here. Everything that is a plain string is hostile and is escaped when it is put into it. */
export interface Markdown {
  readonly source: string
}

export const EMPTY: Markdown = { source: '' }

/** A template of trusted Markdown: interpolated strings are escaped, `Markdown` goes in as it is. */
export function md(template: TemplateStringsArray, ...parts: readonly (string | number | Markdown)[]): Markdown {
  const source = template.map((own, index) => {
    const part = parts[index]
    if (part === undefined) return own
    return own + (typeof part === 'object' ? part.source : text(String(part)).source)
  })
  return { source: source.join('') }
}

export function join(parts: readonly Markdown[], separator: string): Markdown {
  return {
    source: parts
      .map(part => part.source)
      .filter(source => source !== '')
      .join(separator),
  }
}

/** Paragraphs: parts with an empty line between them. */
export function paragraphs(parts: readonly Markdown[]): Markdown {
  return join(parts, '\n\n')
}

/**
 * Inline text on one line. Every ASCII character that Markdown or HTML could read there is a numeric reference; a zero-width
 * space after `@`, `#` and `GH-` keeps GitHub from mentioning people and linking issues, which it does after rendering.
 */
function text(value: string, length = 400): Markdown {
  return plain(cleanLine(value, length))
}

function plain(line: string): Markdown {
  return { source: reference(line, PROSE).replace(/(&#(?:64|35);|GH&#45;)/gi, '$1&#8203;') }
}

/** What stays itself in prose: decimal points, ends of sentences and words, and marks that open nothing. */
const PROSE = /[A-Za-z0-9 ,;%()]|(?<=\d)\.(?=\d)|(?<=[A-Za-z)])\.(?= |$)|:(?= )|(?<=[A-Za-z])-(?=[A-Za-z])/

/** Inline code, safe in table cells and summaries too. */
export function code(value: string, length = 120): Markdown {
  const source = reference(cleanLine(value, length), /[A-Za-z0-9 ]/)
  return { source: source === '' ? '' : `<code>${source.replaceAll('&#64;', '&#64;&#8203;')}</code>` }
}

/** A name in running text: between backticks, quoted as SQL quotes, or one that only programs write. */
const NAME = /`[^`]+`|(?:[\w$]+\.)?"(?:[^"]|"")+"(?:\."(?:[^"]|"")+")*|[\w$./-]*\w_\w[\w$./-]*\w/u

/** A sentence of ours about things of the pull request: their names, and `known` ones, stand as code. */
export function prose(sentence: string, known: readonly string[] = []): Markdown {
  const line = cleanLine(sentence, 600)
  const names = known
    .filter(name => name !== '')
    .toSorted((a, b) => b.length - a.length)
    .map(name => `(?<![\\w.])${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\w])`)
  const pattern = new RegExp(`(${[...names, NAME.source].join('|')})`, 'u')
  const parts = line.split(pattern)
  return {
    source: parts
      .map((part, at) => (at % 2 === 0 ? plain(part) : code(part.replace(/^`(.+)`$/, '$1'))).source)
      .join(''),
  }
}

function reference(line: string, allowed: RegExp): string {
  const isAllowed = new RegExp(`(?:${allowed.source})|[^\\u0000-\\u007f]`, 'uy')
  let source = ''
  for (let at = 0; at < line.length; ) {
    const character = String.fromCodePoint(line.codePointAt(at)!)
    isAllowed.lastIndex = at
    source += isAllowed.test(line) ? character : `&#${character.codePointAt(0)};`
    at += character.length
  }
  return source
}

/**
 * A fenced block; the fence is longer than any run of backticks in the text. Mail quotes blocks as text, so what looks like
 * a mention is broken up, but SQL's operators with `@` are not.
 */
export function fenced(language: 'sql' | 'diff' | 'yaml' | 'bash' | 'text' | 'suggestion', value: string): Markdown {
  const block = cleanText(value).replace(/(?<![\w<>@|&!#~?=+*/%^-])@(?=[A-Za-z0-9])/g, '@\u200b')
  const longest = Math.max(2, ...[...block.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return { source: `${fence}${language}\n${block}\n${fence}` }
}

/**
 * Lines that one click puts in place of a migration's. What is committed must be what is shown, so a text in which something
 * would have to be replaced is none: undefined.
 */
export function suggested(lines: string): Markdown | undefined {
  const block = fenced('suggestion', lines)
  return block.source.includes(`\n${lines}\n`) ? block : undefined
}

/** A link whose address is built by us; anything but a plain http(s) URL without Markdown's own characters is left out. */
export function link(label: Markdown, url: string | undefined): Markdown {
  if (url === undefined || !/^https?:\/\/[\w.~:/?#@!$&+,;=%-]+$/.test(url)) return label
  return { source: `[${label.source}](${url})` }
}

/** As an element: asterisks next to a character reference do not always open emphasis. */
export function bold(label: Markdown): Markdown {
  return { source: `<strong>${label.source}</strong>` }
}

/** A section that opens on click. `<summary>` takes inline HTML, so Markdown's own marks do not work in it. */
export function fold(summary: Markdown, body: Markdown, isOpen = false): Markdown {
  return {
    source: `<details${isOpen ? ' open' : ''}>\n<summary>${summary.source}</summary>\n\n${body.source}\n\n</details>`,
  }
}

/** Lets long identifiers and paths wrap at `_` and `/`, where a cell would else be as wide as they are. */
export function breakable(label: Markdown): Markdown {
  return { source: label.source.replace(/&#(?:95|47);/g, '$&<wbr>') }
}

export type Alignment = 'l' | 'c' | 'r'

export function table(
  header: readonly string[],
  align: readonly Alignment[],
  rows: readonly (readonly Markdown[])[],
): Markdown {
  const cells = rows.map(row => row.map(cell => cell.source))
  return { source: markdownTable([header, ...cells], { align: [...align], alignDelimiters: false }) }
}
