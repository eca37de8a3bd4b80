import { spawn } from 'node:child_process'
import { BARE_ENVIRONMENT } from './environment.ts'

/** Another process that puts away what this one leaves if it is killed before it can do so itself. */
export interface Guard {
  /** Hands it a line more. */
  tell(line: string): void
  /** All is gone, or somebody else's to take away. */
  dismiss(): void
}

/**
 * Starts a POSIX shell script whose standard input ends when this process does, however that comes about: it reads on until
 * then. It has a session of its own, so that what is sent to our whole group does not reach it.
 */
export const startGuard = (script: string, ...args: readonly string[]): Guard =>
  startGuardProgram('/bin/sh', ['-c', script, 'pgverdict-guard', ...args])

/** The same for a program of any kind. */
export function startGuardProgram(file: string, args: readonly string[]): Guard {
  const child = spawn(file, args, {
    cwd: '/',
    env: BARE_ENVIRONMENT,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a guard the run goes on as well.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  child.unref()
  return {
    tell: line => void child.stdin.write(`${line}\n`),
    dismiss: () => {
      child.kill('SIGKILL')
      child.stdin.destroy()
    },
  }
}

/** What works in the folders may take a moment to die as well. */
const REMOVE = `while read -r line; do set -- "$@" "$line"; done
for _ in 1 2 3 4 5 6; do
  rm -rf -- "$@"
  sleep 0.5
done`

/** Removes the folder if this process is killed before it can do so itself, and each one that the guard is told of. */
export function guardFiles(folder: string): Guard {
  return startGuard(REMOVE, folder)
}
