import { readFile } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import { parseReport } from '../report/schema.ts'
import { loadGrammar } from '../sql/parse.ts'
import { type Entry, toEntry } from './entry.ts'
import { appendToFolder, HISTORY, readRecord, renderInto } from './folder.ts'
import { renderAnswer } from './render-answer.ts'

export interface RecordOptions {
  /** The folder that the record is kept in. */
  readonly dir: string
  /** A report to append. */
  readonly add?: string | undefined
  readonly pullRequest?: string | undefined
  /** A day, or a commit of the record. */
  readonly since?: string | undefined
  readonly statement?: string | undefined
  readonly now: Date
}

/** Appends to a record, answers from it, or renders its pages; returns what to print. */
export async function record({ dir, add, pullRequest, since, statement, now }: RecordOptions): Promise<string> {
  if (add !== undefined) {
    const text = await readFile(add, 'utf8').catch((cause: Error) => {
      throw new UserError(`The report ${add} could not be read`, { kind: 'usage', hint: cause.message, cause })
    })
    if (pullRequest !== undefined && !/^https?:\/\/\S+$/.test(pullRequest)) {
      throw new UserError('--pull-request: it is an address, https://…', { kind: 'usage' })
    }
    const isNew = await appendToFolder(dir, toEntry(parseReport(text), { at: now, pullRequest }))
    return isNew ? `Recorded in ${dir}\n` : 'This commit is in the record already\n'
  }
  const { history } = await readRecord(dir)
  if (history.length === 0) {
    throw new UserError(`There is no record in ${dir}: ${HISTORY} is missing or empty`, {
      kind: 'usage',
      hint: 'Begin one with `pgverdict record --add report.json`, or name its folder with --dir.',
    })
  }
  if (since !== undefined || statement !== undefined) {
    await loadGrammar()
    return renderAnswer(history, { since: since === undefined ? undefined : momentOf(since, history), statement })
  }
  await renderInto(dir, history)
  return `README.md and index.html are rendered in ${dir}\n`
}

function momentOf(since: string, history: readonly Entry[]): Date {
  const entry = /^[\da-f]{7,}$/.test(since) ? history.find(({ commit }) => commit?.startsWith(since)) : undefined
  const moment = new Date(entry?.at ?? since)
  if (entry !== undefined || (/^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(moment.getTime()))) return moment
  throw new UserError(`--since: ${since} is neither a day, such as 2026-11-24, nor a commit of the record`, {
    kind: 'usage',
  })
}
