import { createHash } from 'node:crypto'
import { type Entry, treeOf } from './entries.ts'
import { openInside } from './files.ts'
import type { Objects } from './objects.ts'
import type { Repository } from './repository.ts'
import type { Tree } from './tree.ts'

/** The files on disk as a commit of everything would hold them: changed and new ones, without those that git ignores. */
export function workingTree(repository: Repository, objects: Objects): Tree {
  const label = 'working tree'
  const onDisk = (entry: Entry) => openInside(repository.git.directory, entry.path, label, entry.id !== undefined)
  return treeOf({
    label,
    commit: undefined,
    entries: () => findEntries(repository),
    bytes: async (entry, maxBytes) => {
      await using file = await onDisk(entry)
      if (file === undefined) return objects.read(entry.id!, maxBytes)
      const { size } = await file.stat()
      return { sizeBytes: size, bytes: size > maxBytes ? undefined : await file.readFile() }
    },
    blobId: async entry => {
      await using file = await onDisk(entry)
      if (file === undefined) return entry.id!
      const hash = createHash(repository.hash).update(`blob ${(await file.stat()).size}\0`)
      for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk)
      return hash.digest('hex')
    },
    checkout: async () => ({ directory: repository.git.directory, [Symbol.asyncDispose]: async () => undefined }),
  })
}

/** Tracked files, new files, and what a sparse checkout left out: that has an id, to be read from git's objects. */
async function findEntries({ git }: Repository): Promise<readonly Entry[]> {
  const list = async (...args: string[]) => (await git.text(['ls-files', '-z', ...args])).split('\0')
  const [tracked, others, deleted] = await Promise.all([
    list('--stage', '-t'),
    list('--others', '--exclude-standard'),
    list('--deleted'),
  ])
  const gone = new Set(deleted)
  const entries = new Map<string, Entry>()
  for (const line of tracked) {
    const [, tag, mode, id, name] = /^(\S) (\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? []
    if (name === undefined || mode === '160000' || gone.has(name)) continue
    entries.set(name, { path: name, id: tag === 'S' ? id : undefined, isSymlink: mode === '120000' })
  }
  for (const name of others) {
    // A repository inside this one is listed as a folder.
    if (name !== '' && !name.endsWith('/')) entries.set(name, { path: name, id: undefined, isSymlink: false })
  }
  return [...entries.values()]
}
