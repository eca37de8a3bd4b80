import { type Entry, treeOf } from './entries.ts'
import type { Objects } from './objects.ts'
import type { Repository } from './repository.ts'
import type { Tree } from './tree.ts'
import { addWorktree } from './worktree.ts'

/** A commit's files, read from git's objects: no checkout, hooks, filters or submodules are involved. */
export function gitTree(repository: Repository, objects: Objects, commit: string, label: string): Tree {
  return treeOf({
    label,
    commit,
    entries: async () => {
      const { prefix } = repository
      const pathspec = prefix === '' ? [] : ['--', prefix]
      const listing = await repository.git.text(
        ['ls-tree', '-r', '-z', '--full-tree', commit, ...pathspec],
        repository.objectAccess,
      )
      return listing.split('\0').flatMap(line => parseEntry(line, prefix))
    },
    bytes: (entry, maxBytes) => objects.read(entry.id!, maxBytes),
    blobId: async entry => entry.id!,
    checkout: () => addWorktree(repository, commit),
  })
}

/** `<mode> <type> <id>\t<path>`; submodules have the type `commit`. */
function parseEntry(line: string, prefix: string): Entry[] {
  const [, mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
  if (path === undefined || type !== 'blob') return []
  return [{ path: path.slice(prefix.length), id, isSymlink: mode === '120000' }]
}
