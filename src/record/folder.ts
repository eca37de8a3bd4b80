import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../output-file.ts'
import { loadGrammar } from '../sql/parse.ts'
import type { Entry } from './entry.ts'
import { lineFor, parseHistory } from './history.ts'
import { renderRecordHtml } from './render-html.ts'
import { renderRecordMarkdown } from './render-markdown.ts'

/** JSON lines, which all else is made from. */
export const HISTORY = 'history.jsonl'

/** What a record consists of, by file name. */
async function renderRecord(history: readonly Entry[]): Promise<Readonly<Record<string, string>>> {
  await loadGrammar()
  return { 'README.md': renderRecordMarkdown(history), 'index.html': renderRecordHtml(history) }
}

/** The entries of a record in a folder; none where there is no record yet. */
export async function readRecord(
  folder: string,
): Promise<{ readonly text: string; readonly history: readonly Entry[] }> {
  const file = join(folder, HISTORY)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return { text, history: parseHistory(text, file) }
}

/** Appends an entry and renders the pages anew. Whether it was news. */
export async function appendToFolder(folder: string, entry: Entry): Promise<boolean> {
  const { text, history } = await readRecord(folder)
  const line = lineFor(entry, history)
  if (line === undefined) return false
  await mkdir(folder, { recursive: true })
  const whole = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}`
  await writeWhole(join(folder, HISTORY), whole)
  await renderInto(folder, parseHistory(whole, HISTORY))
  return true
}

/** Writes the pages of a record beside its history. */
export async function renderInto(folder: string, history: readonly Entry[]): Promise<void> {
  for (const [name, text] of Object.entries(await renderRecord(history))) await writeWhole(join(folder, name), text)
}
