import { posix } from 'node:path'
import { z } from 'zod'
import type { FileEdit } from '../advise/finding.ts'
import type { Tree } from '../checkout/tree.ts'
import { folderOf } from '../migrate/tools/files.ts'
import { changedFile, newFile } from './edits.ts'
import { namesAfter } from './next-version.ts'

const journal = z.looseObject({
  entries: z.array(z.looseObject({ idx: z.number(), version: z.string(), when: z.number(), tag: z.string() })),
})

/** The end of the last entry, as Drizzle Kit lays its journal out. */
const LAST_ENTRY_END = /\r?\n {4}\}\r?\n {2}\]/

/** What writes migrations into a folder of Drizzle Kit, one after the other. */
interface DrizzleFolder {
  add(slug: string, sql: string): readonly FileEdit[]
}

/**
 * A migration as `drizzle-kit generate --custom` makes it: a file, and an entry of the journal that is a millisecond younger than
 * the last one. Undefined where there is no journal, or nobody knows its layout.
 */
export async function openDrizzleFolder(tree: Tree, lastFile: string): Promise<DrizzleFolder | undefined> {
  const folder = folderOf(lastFile)
  const path = posix.join(folder, 'meta/_journal.json')
  if ((await tree.list(path)).length === 0) return undefined
  const text = await tree.read(path)
  const last = lastEntry(text)
  const end = LAST_ENTRY_END.exec(text)
  if (last === undefined || end === null) return undefined
  const line = text.slice(0, end.index + 1).split('\n').length
  const next = namesAfter(last.tag)
  let { idx, when } = last
  return {
    add(slug, sql) {
      const tag = next(slug)
      idx += 1
      when += 1
      const entry = [
        `"idx": ${idx}`,
        `"version": ${JSON.stringify(last.version)}`,
        `"when": ${when}`,
        `"tag": ${JSON.stringify(tag)}`,
        '"breakpoints": true',
      ]
      // Put before the brace that closes the last entry, which closes the new one from then on.
      const adds = ['    },', '    {', ...entry.map((each, at) => `      ${each}${at < entry.length - 1 ? ',' : ''}`)]
      return [newFile(posix.join(folder, `${tag}.sql`), sql), changedFile(path, text, [{ line, removes: 0, adds }])]
    },
  }
}

function lastEntry(text: string) {
  try {
    return journal.parse(JSON.parse(text)).entries.at(-1)
  } catch {
    return undefined
  }
}
