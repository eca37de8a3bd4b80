import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from './errors.ts'
import { startGuard } from './guard.ts'
import { readLines } from './lines.ts'
import { formsOf } from './secret-forms.ts'
import { killStragglers } from './stragglers.ts'

export interface CommandOptions {
  /** Who is speaking, for messages: `the seed command`. */
  readonly what: string
  /** Run by `sh -e`, so that of several lines the first that fails ends it. */
  readonly command: string
  readonly directory: string
  /** Complete: nothing of this process is added but a variable by which the command's processes are known. */
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Standard output and standard error, line by line; the database's password is masked. */
  readonly onLine: (line: string) => void
}

const TAIL_LINES = 20
/** Of an error that Node.js prints: its stack, and what a driver's error leaves open. They would push the message out of the tail. */
const NOISE = /^\s+(?:at (?:async |new )?\S+.*:\d+:\d+\)?( \{)?|\w+: undefined,?)$/
/** A cancelled job gets 7.5 seconds after SIGINT before the runner goes on, so children have less. */
const GRACE_MS = 3000
const POLL_MS = 50
const MARK = 'PGVERDICT_COMMAND'

/** Where this process is killed: the command's group, then what left it and still bears the mark. */
const GUARD_SCRIPT = `while read -r line; do :; done
kill -s KILL -- "-$1"
for _ in 1 2 3; do
  for process in /proc/[0-9]*; do
    if grep -qsFxz -- "$2" "$process/environ"; then kill -s KILL "\${process#/proc/}"; fi
  done
done`

/**
 * Runs one of the user's shell commands to its end. It has a process group of its own, and neither that group nor what left it
 * survives the call, whether it succeeds, fails, takes longer than `timeoutMs` or is aborted, nor this process where that is
 * killed. Throws a UserError with the last lines of output, or the signal's reason.
 */
export async function runCommand(options: CommandOptions): Promise<void> {
  const { signal, timeoutMs } = options
  signal.throwIfAborted()
  const started = performance.now()
  const id = randomUUID()
  const child = spawn('/bin/sh', ['-ec', options.command], {
    cwd: options.directory,
    env: { ...options.env, [MARK]: id },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const tail = collectOutput(child, options)
  const guard = child.pid === undefined ? undefined : startGuard(GUARD_SCRIPT, String(child.pid), `${MARK}=${id}`)
  const killAll = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
    killStragglers(`${MARK}=${id}`)
    guard?.dismiss()
  }
  process.once('exit', killAll)
  const closed = once(child, 'close')
  closed.catch(() => undefined)
  const timeout = AbortSignal.timeout(timeoutMs)
  let isTimeout = false
  try {
    await once(child, 'exit', { signal: AbortSignal.any([signal, timeout]) })
  } catch (error) {
    if (!signal.aborted && !timeout.aborted) throw error
    isTimeout = timeout.aborted
  } finally {
    if (child.pid !== undefined) await endGroup(child.pid)
    killAll()
    process.off('exit', killAll)
    // A process that left the group may hold the pipes open for ever.
    await Promise.race([closed.catch(() => undefined), delay(GRACE_MS, undefined, { ref: false })])
    child.stdout.destroy()
    child.stderr.destroy()
  }
  signal.throwIfAborted()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (child.exitCode === 0 && !isTimeout) return
  throw commandFailure(options, ending(child, isTimeout, timeoutMs, seconds), tail, child.exitCode)
}

function collectOutput(child: ChildProcess, { env, onLine }: CommandOptions): readonly string[] {
  const password = env.PGPASSWORD ?? ''
  const secrets = password === '' ? [] : formsOf(password)
  const tail: string[] = []
  const take = (line: string) => {
    const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line)
    if (!NOISE.test(masked) && tail.push(masked) > TAIL_LINES) tail.shift()
    onLine(masked)
  }
  for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, take)
  return tail
}

function ending(child: ChildProcess, isTimeout: boolean, timeoutMs: number, seconds: string): string {
  if (isTimeout) return `took longer than ${timeoutMs / 1000} s and was stopped`
  if (child.signalCode) return `was ended by ${child.signalCode} after ${seconds} s`
  return `failed with exit code ${child.exitCode} after ${seconds} s`
}

function commandFailure(options: CommandOptions, how: string, tail: readonly string[], exitCode: number | null) {
  const output = tail.length === 0 ? ', without any output' : `:\n${tail.map(line => `  ${line}`).join('\n')}`
  const who = options.what.charAt(0).toUpperCase() + options.what.slice(1)
  return new UserError(`${who} \`${options.command.trim()}\` ${how}${output}`, { hint: hintFor(how, exitCode, tail) })
}

/** What PostgreSQL says, in whatever words the command's driver wraps it. */
const KNOWN_TROUBLE = [
  {
    said: /permission denied to create database/,
    hint: 'Everything is measured in the one database that DATABASE_URL names: let the command use that, and create none of its own.',
  },
  {
    said: /too many clients already|remaining connection slots are reserved|too many connections for role/,
    hint: 'The server takes 200 connections at a time: let the command open fewer, or set `max_connections` under `postgres.settings`.',
  },
]

function hintFor(how: string, exitCode: number | null, tail: readonly string[]): string {
  if (how.startsWith('took')) return 'Raise its `timeout` in pgverdict.yml, or find out what it waits for.'
  if (exitCode === 127) {
    return 'A program was not found. `migrations.install` (for example `npm ci`) runs once in each side’s tree before its commands.'
  }
  const known = KNOWN_TROUBLE.find(({ said }) => tail.some(line => said.test(line)))
  if (known !== undefined) return known.hint
  return 'It sees only DATABASE_URL, PG* and an allow-listed environment; name what else it needs under `environment` in pgverdict.yml.'
}

async function endGroup(leader: number): Promise<void> {
  if (!signalGroup(leader, 'SIGTERM')) return
  const deadline = performance.now() + GRACE_MS
  while (performance.now() < deadline) {
    await delay(POLL_MS)
    if (!signalGroup(leader, 0)) return
  }
  signalGroup(leader, 'SIGKILL')
}

/** False when nothing of the group is left. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal)
    return true
  } catch {
    return false
  }
}
