import { lstat, mkdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join, posix, relative } from 'node:path'
import type { FileEdit } from '../advise/finding.ts'
import { UserError } from '../errors.ts'
import { writeWhole } from '../output-file.ts'
import { applyChanges, sha256Of } from './edits.ts'

/**
 * Carries the edits out below `root`: all files are looked at before the first one is written. Throws a UserError where one is not
 * what it was when the edit was made, or lies outside.
 */
export async function applyEdits(root: string, edits: readonly FileEdit[]): Promise<void> {
  const byPath = Map.groupBy(edits, ({ path }) => path)
  const written: { readonly file: string; readonly text: string }[] = []
  for (const [path, group] of byPath) {
    const file = await placeOf(root, path)
    const before = await contentOf(file, path)
    for (const { sha256 } of group) refuseChanged(path, sha256, before)
    const changes = group.flatMap(edit => edit.changes)
    refuseOverlaps(path, changes)
    written.push({ file, text: applyChanges(before?.toString('utf8') ?? '', changes) })
  }
  for (const { file, text } of written) {
    await mkdir(dirname(file), { recursive: true })
    await writeWhole(file, text)
  }
}

/** Reports are made from other people's branches: they do not get to choose files outside, or git's own. */
async function placeOf(root: string, path: string): Promise<string> {
  const parts = path.split('/')
  const isOwn = parts.every(part => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')
  const real = await realpath(root)
  const file = join(real, path)
  const isInside = isOwn && !posix.isAbsolute(path) && !/[\0\\]/.test(path) && (await isReached(real, file))
  if (isInside) return file
  throw new UserError(`The report would change ${JSON.stringify(path)}, which is no file of this folder`, {
    kind: 'usage',
  })
}

/** Whether the way from the root to the file has no symbolic link. */
async function isReached(root: string, file: string): Promise<boolean> {
  let at = root
  for (const part of relative(root, file).split('/')) {
    at = join(at, part)
    const found = await lstat(at).catch(() => undefined)
    if (found === undefined) return true
    if (found.isSymbolicLink()) return false
  }
  return true
}

async function contentOf(file: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UserError(`${path} could not be read`, { hint: (error as Error).message, cause: error })
  }
}

function refuseChanged(path: string, sha256: string | undefined, before: Buffer | undefined): void {
  if (sha256 === (before && sha256Of(before))) return
  const what =
    sha256 === undefined
      ? 'is there already'
      : before === undefined
        ? 'is gone'
        : 'has changed since the report was made'
  throw new UserError(`${path} ${what}`, {
    kind: 'usage',
    hint: 'Nothing was written. Run `pgverdict run --json …` again, and take the fix from the new report.',
  })
}

function refuseOverlaps(path: string, changes: FileEdit['changes']): void {
  const removing = changes.filter(({ removes }) => removes > 0).toSorted((a, b) => a.line - b.line)
  const isTwice = removing.some(
    (change, at) => at > 0 && removing[at - 1]!.line + removing[at - 1]!.removes > change.line,
  )
  if (!isTwice) return
  throw new UserError(`Two fixes change the same lines of ${path}`, {
    kind: 'usage',
    hint: 'Apply one, and run the gate again.',
  })
}
