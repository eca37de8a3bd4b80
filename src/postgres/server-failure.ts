import { open } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import type { SqlError } from './client.ts'

const TAIL_BYTES = 64 * 1024
const SHOWN_LINES = 8
const DISK_FULL = '53100'
const NO_SPACE = /No space left on device/
const IO_ERROR = '58030'
/** The server tells the reason of a failed checkpoint to its log alone. */
const CHECKPOINT_FAILED = 'checkpoint request failed'
/** What every server says that is asked before it is ready, and what it says of its log. */
const NO_REASON = /FATAL: the database system is starting up|redirecting log output|Future log output will appear/

/** The end of a file, or nothing where there is none. */
export async function readTail(path: string): Promise<string> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    const start = Math.max(0, size - TAIL_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), 0, undefined, start)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return ''
  }
}

/** What a server's csvlog says about its own trouble: no statement and no value is in it. */
export function seriousLines(csv: string, standardError: string): string {
  const serious = [...csv.matchAll(/,(PANIC|FATAL),[0-9A-Z]{5},"((?:[^"]|"")*)"/g)].map(
    ([, severity, message]) => `${severity}: ${message}`,
  )
  const reasons = [...csv.matchAll(REASON)].map(match => match[1] ?? '')
  const logged = [...reasons, ...serious].map(line => line.replaceAll('""', '"'))
  // A server that is started anew on another port writes to the same log.
  const all = [...standardError.trim().split('\n'), ...logged]
  const lines = new Set(all.filter(line => line !== '' && !NO_REASON.test(line)))
  return [...lines].slice(-SHOWN_LINES).join('\n')
}

const REASON =
  /,LOG,[0-9A-Z]{5},"((?:could not bind|server process \(PID \d+\) was terminated by signal)(?:[^"]|"")*)"/g

export function isConnectionLoss(error: SqlError): boolean {
  return error.code.startsWith('08') || error.code.startsWith('57P')
}

export function isDiskFull(error: SqlError): boolean {
  return error.code === DISK_FULL
}

/** Whether the server failed to write or read its own files; its log knows why. */
export function isStorageFailure(error: SqlError): boolean {
  return error.code === IO_ERROR || error.message === CHECKPOINT_FAILED
}

/** `log` is the end of the server's log, as far as it can be read. */
export function storageError(error: SqlError, log: string, where: string): UserError {
  if (NO_SPACE.test(log)) return diskFullError(where, error)
  return new UserError(`The server cannot use its own files (${where}): ${error.message}`, {
    hint: 'Is there room on the disk, and in memory?',
    cause: error,
  })
}

/** For an error that says the disk is full, or for the last words of a server that died of it. */
export function diskFullError(where: string, cause: unknown): UserError {
  return new UserError(`The disk with the server’s files is full (${where})`, {
    hint: 'Seed less data, or let PGVERDICT_DATA_DIR name a folder with more room.',
    cause,
  })
}

export function serverDiedError(words: string, where: string, cause: unknown): UserError {
  if (NO_SPACE.test(words)) return diskFullError(where, cause)
  return new UserError(`The PostgreSQL server stopped in mid-run: ${words}`, {
    hint: 'It was killed, or it crashed: is there enough memory?',
    cause,
  })
}
