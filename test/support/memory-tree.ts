import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Tree } from '../../src/checkout/tree.ts'
import { UserError } from '../../src/errors.ts'

/** A tree of files given by path and content; its checkouts are temporary folders. */
export function memoryTree(contents: Readonly<Record<string, string>>, label = 'memory'): Tree {
  const paths = Object.keys(contents).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const contentOf = (path: string): string => {
    const content = contents[path]
    if (content === undefined) throw new UserError(`There is no file ${path} in ${label}`, { kind: 'usage' })
    return content
  }
  return {
    label,
    commit: undefined,
    list: async folder => {
      const inside = folder
        .split('/')
        .filter(part => part !== '' && part !== '.')
        .join('/')
      return paths.filter(path => inside === '' || path === inside || path.startsWith(`${inside}/`))
    },
    read: async path => contentOf(path),
    checksum: async path => createHash('sha256').update(contentOf(path)).digest('hex'),
    checkout: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'memory-tree-'))
      for (const path of paths) {
        await mkdir(dirname(join(directory, path)), { recursive: true })
        await writeFile(join(directory, path), contentOf(path))
      }
      return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
    },
  }
}
