import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UserError } from './errors.ts'

/** Refuses a file that could not be written, before the minutes that it takes to have something to write. */
export async function checkOutputFile(file: string, option: string): Promise<void> {
  const existing = await stat(file).catch(() => undefined)
  if (existing?.isDirectory()) throw new UserError(`${option}: ${file} is a folder`, { kind: 'usage' })
  try {
    await access(dirname(file), constants.W_OK)
  } catch (error) {
    throw new UserError(`${option}: the folder ${dirname(file)} is not there, or may not be written`, {
      kind: 'usage',
      cause: error,
    })
  }
}

/** Whoever reads the file sees the whole of it or none. */
export async function writeWhole(file: string, text: string | Iterable<string>): Promise<void> {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}`)
  try {
    await writeFile(unfinished, text)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new UserError(`${file} could not be written`, {
      hint: error instanceof Error ? error.message : '',
      cause: error,
    })
  }
}
