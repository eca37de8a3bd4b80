import { UserError } from '../errors.ts'
import type { Checkout, Tree } from './tree.ts'

/** A file as git lists it. */
export interface Entry {
  readonly path: string
  readonly isSymlink: boolean
  /** The id of its content, where git has it as an object. */
  readonly id: string | undefined
}

/** What the two kinds of tree do differently. */
export interface EntrySource {
  readonly label: string
  readonly commit: string | undefined
  /** All files, in any order. */
  entries(): Promise<readonly Entry[]>
  bytes(entry: Entry, maxBytes: number): Promise<{ readonly sizeBytes: number; readonly bytes: Buffer | undefined }>
  blobId(entry: Entry): Promise<string>
  checkout(): Promise<Checkout>
}

const MAX_FILE_MB = 50
const MAX_FILE_BYTES = MAX_FILE_MB * 1024 * 1024
const LFS_POINTER = 'version https://git-lfs.github.com/spec/'

/**
 * A tree over one kind of source. Symbolic links are listed, so that nobody takes a linked migration for a missing one, and
 * refused when they are read: they could lead out of the tree.
 */
export function treeOf(source: EntrySource): Tree {
  let listing: Promise<ReadonlyMap<string, Entry>> | undefined
  // Asking git once for all is less work than once for each of the paths that a run looks at.
  const all = () => {
    listing ??= source.entries().then(sorted)
    return listing
  }
  const wanted = async (path: string): Promise<Entry> => {
    const entry = (await all()).get(insidePath(path))
    if (entry === undefined) {
      throw new UserError(`There is no file ${path} in ${source.label}`, {
        kind: 'usage',
        hint: 'Paths are relative to the root of the repository; files that git ignores are not seen.',
      })
    }
    if (entry.isSymlink) throw symlinkError(path, source.label)
    return entry
  }

  return {
    label: source.label,
    commit: source.commit,
    checkout: source.checkout,
    list: async folder => {
      const inside = insidePath(folder)
      const paths = [...(await all()).keys()]
      return inside === '' ? paths : paths.filter(path => path === inside || path.startsWith(`${inside}/`))
    },
    checksum: async path => source.blobId(await wanted(path)),
    read: async path => {
      const { sizeBytes, bytes } = await source.bytes(await wanted(path), MAX_FILE_BYTES)
      if (bytes === undefined) {
        throw new UserError(`${path} in ${source.label} has ${Math.ceil(sizeBytes / 1024 / 1024)} MB`, {
          hint: `Files of more than ${MAX_FILE_MB} MB are not read; make such data by a command or by generate_series.`,
        })
      }
      const text = bytes.toString('utf8')
      if (text.startsWith(LFS_POINTER)) {
        throw new UserError(`${path} in ${source.label} is a Git LFS pointer, not the file itself`, {
          hint: 'Keep SQL and configuration files out of Git LFS.',
        })
      }
      return text
    },
  }
}

function sorted(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const inOrder = entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
  return new Map(inOrder.map(entry => [entry.path, entry]))
}

export function symlinkError(path: string, label: string): UserError {
  return new UserError(`${path} in ${label} is, or lies behind, a symbolic link`, {
    hint: 'Links are not followed, because they could lead out of the repository; put the file itself there.',
  })
}

/** The path as git spells it. Throws a UserError for one that leads out of the repository. */
function insidePath(path: string): string {
  const parts = path.split('/').filter(part => part !== '' && part !== '.')
  if (path.startsWith('/') || parts.includes('..')) {
    throw new UserError(`${path} is not a path inside the repository`, {
      kind: 'usage',
      hint: 'Write paths relative to the root of the repository, without `..`.',
    })
  }
  return parts.join('/')
}
