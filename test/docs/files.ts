import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export interface TextFile {
  readonly name: string
  readonly text: string
}

/** Files of the project by globs, with their names from its root. */
export function readFiles(...patterns: readonly string[]): readonly TextFile[] {
  return globSync([...patterns], { cwd: ROOT })
    .sort()
    .map(name => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }))
}

/** The fenced blocks of a language, named by their document and number. */
export function blocksOf({ name, text }: TextFile, language: string): readonly TextFile[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((block, index) => ({
    name: `${name}, ${language} block ${index + 1}`,
    text: block[1] ?? '',
  }))
}
