import picomatch from 'picomatch'
import { UserError } from '../errors.ts'
import type { Tree } from './tree.ts'

/**
 * Files of a tree that match the patterns, pattern by pattern, each file once. A pattern without wildcards names one file
 * or a folder, whose `.sql` files are taken in byte order. Throws a UserError when a pattern matches nothing.
 */
export async function matchFiles(tree: Tree, patterns: readonly string[], key: string): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) {
    const scan = picomatch.scan(pattern.replace(/^\.\//, ''))
    const files = scan.isGlob
      ? (await tree.list(scan.base)).filter(matching(scan.input))
      : (await tree.list(scan.input)).filter(file => file === scan.input || file.endsWith('.sql'))
    if (files.length === 0) {
      throw new UserError(`${key}: nothing in ${tree.label} matches \`${pattern}\``, {
        kind: 'usage',
        hint: 'Paths are relative to the root of the repository; `**` and `*` work as in .gitignore.',
      })
    }
    for (const file of files) found.add(file)
  }
  return [...found]
}

function matching(pattern: string): (file: string) => boolean {
  const isMatch = picomatch(pattern, { dot: true })
  return file => isMatch(file)
}
