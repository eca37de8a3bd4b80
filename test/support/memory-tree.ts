import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Tree } from '../../src/checkout/tree.ts'
import { UserError } from '../../src/errors.ts'

/** A tree of files given as path and content; its checkout is a temporary folder. */
export function memoryTree(files: Readonly<Record<string, string>>): Tree {
  const paths = Object.keys(files).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const contentOf = (path: string) => {
    const content = files[path]
    if (content === undefined) throw new UserError(`memory has no file “${path}”`)
    return content
  }
  return {
    label: 'memory',
    commit: undefined,
    list: async folder => paths.filter(path => folder === '' || path === folder || path.startsWith(`${folder}/`)),
    read: async path => contentOf(path),
    checksum: async path => createHash('sha256').update(contentOf(path)).digest('hex'),
    checkout: async () => {
      const directory = await mkdtemp(join(tmpdir(), 'pgverdict-tree-'))
      for (const path of paths) {
        await mkdir(dirname(join(directory, path)), { recursive: true })
        await writeFile(join(directory, path), contentOf(path))
      }
      return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
    },
  }
}
