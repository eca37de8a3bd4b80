import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'

/** A file that the branch added or changed. */
export interface BranchFile {
  readonly path: string
  readonly text: string
  readonly isAdded: boolean
}

/** Migrations are small; what is larger was generated, or holds data. */
const MAX_CHARACTERS = 500_000
const MAX_CHARACTERS_IN_ALL = 8_000_000

/** The branch's own text files: those that it added first, and of these and the others those whose path speaks of migrations. */
export async function readBranchFiles(trees: {
  readonly base: Tree
  readonly head: Tree
}): Promise<readonly BranchFile[]> {
  const ofBase = new Set(await trees.base.list(''))
  const files: BranchFile[] = []
  let left = MAX_CHARACTERS_IN_ALL
  for (const path of (await trees.head.list('')).toSorted((a, b) => rankOf(a, ofBase) - rankOf(b, ofBase))) {
    const isAdded = !ofBase.has(path)
    const text = await orUndefined(async () => {
      const isSame = !isAdded && (await trees.base.checksum(path)) === (await trees.head.checksum(path))
      return isSame ? undefined : await trees.head.read(path)
    })
    if (text === undefined || text.includes('\0') || text.length > Math.min(left, MAX_CHARACTERS)) continue
    files.push({ path, text, isAdded })
    left -= text.length
  }
  return files
}

function rankOf(path: string, ofBase: ReadonlySet<string>): number {
  return (ofBase.has(path) ? 2 : 0) + (/migrat|change-?log|versions/i.test(path) ? 0 : 1)
}

/** Undefined for what cannot be read, as a link, a file of Git LFS or one that is gone. */
async function orUndefined(read: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
