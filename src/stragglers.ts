import { readdirSync, readFileSync } from 'node:fs'

/** A process that forks faster than this is looked for is left to the operating system. */
const ROUNDS = 20
/** In the middle of an exec a process has no environment to read, so that one look is not enough. */
const QUIET_ROUNDS = 2

/**
 * Kills every process that has this `NAME=value` in its environment, which children inherit even where they leave their
 * parent's group and session, as daemons do. Needs Linux's /proc; elsewhere it does nothing. Synchronous, for exit handlers.
 */
export function killStragglers(variable: string): void {
  let quiet = 0
  for (let round = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round++) {
    const found = processes().filter(pid => environmentOf(pid).includes(variable))
    quiet = found.length === 0 ? quiet + 1 : 0
    for (const pid of found) kill(pid)
  }
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter(pid => pid > 0 && pid !== process.pid)
  } catch {
    return []
  }
}

/** Empty for processes of other users, and for those that have ended. */
function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
