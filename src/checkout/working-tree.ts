import { createHash } from 'node:crypto'
import { type Entry, treeOf } from './entries.ts'
import { openInside } from './files.ts'
import { replaceCrLf, storesLf, withLf } from './line-endings.ts'
import type { Objects } from './objects.ts'
import type { Repository } from './repository.ts'
import type { Tree } from './tree.ts'

/**
 * The files on disk as a commit of everything would hold them: changed and new ones, without those that git ignores, with the
 * ends of lines that git would store.
 */
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
      if (size > maxBytes) return { sizeBytes: size, bytes: undefined }
      const bytes = await file.readFile()
      const stored = replaceCrLf(bytes)
      const isStored = stored !== bytes && (await storesLf(repository.git, entry.path))
      return { sizeBytes: size, bytes: isStored ? stored : bytes }
    },
    blobId: async entry => {
      await using file = await onDisk(entry)
      if (file === undefined) return entry.id!
      const read = () => file.createReadStream({ autoClose: false, start: 0 })
      const { size } = await file.stat()
      let storedSize = 0
      for await (const chunk of withLf(read())) storedSize += chunk.length
      const isStored = storedSize < size && (await storesLf(repository.git, entry.path))
      const hash = createHash(repository.hash).update(`blob ${isStored ? storedSize : size}\0`)
      for await (const chunk of isStored ? withLf(read()) : read()) hash.update(chunk)
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
