import picomatch from 'picomatch'
import { UserError } from '../errors.ts'
import { submoduleOf } from './submodules.ts'
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
      const submodule = await submoduleOf(tree, scan.base || scan.input)
      if (submodule !== undefined) {
        throw new UserError(`${key}: \`${pattern}\` lies in the submodule ${submodule}, which is another repository`, {
          kind: 'usage',
          hint: 'Submodules are not read: keep these files in the repository itself.',
        })
      }
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
