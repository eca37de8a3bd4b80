import type { Readable } from 'node:stream'

/** Longer lines are cut: a line is for people, and a program that never breaks its line must not fill the memory. */
const MAX_LENGTH = 2000

/** Calls `onLine` for each line of UTF-8 text as it comes; carriage returns of progress bars end a line too, blank lines are left out. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let pending = ''
  const push = (piece: string) => {
    if (pending.length < MAX_LENGTH) pending = (pending + piece).slice(0, MAX_LENGTH)
  }
  const flush = () => {
    if (pending.trim() !== '') onLine(pending.trimEnd())
    pending = ''
  }
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const [first = '', ...rest] = chunk.split(/[\r\n]+/)
    push(first)
    for (const piece of rest) {
      flush()
      push(piece)
    }
  })
  stream.once('close', flush)
}
