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
  /** Files at or below the path, in any order; all files for an empty path. */
  entries(path: string): Promise<readonly Entry[]>
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
  const listings = new Map<string, Promise<readonly Entry[]>>()
  const known = new Map<string, Entry>()

  const load = async (path: string) => {
    const found = await source.entries(path)
    for (const entry of found) known.set(entry.path, entry)
    return found.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
  }
  const entriesAt = (path: string) => {
    const listing = listings.get(path) ?? load(path)
    listings.set(path, listing)
    return listing
  }
  const wanted = async (path: string): Promise<Entry> => {
    const inside = insidePath(path)
    if (!known.has(inside)) await entriesAt(inside)
    const entry = known.get(inside)
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
    list: async folder => (await entriesAt(insidePath(folder))).map(entry => entry.path),
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
