import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isForbiddenVariable } from '../environment.ts'

/** Names the file with what was taken out, to the program that goes on. */
const HANDED_ON = 'PGVERDICT_HANDED_ON'

/**
 * Every process of the same user can read in `/proc` the environment that this one was started with, whatever is deleted
 * from it since. So the program starts again in the same process, without the runner's credentials and command files; it gets
 * those by a file that is gone before there is any child. To the runner nothing has happened: process, streams and signals
 * stay. Where a process cannot replace its program it goes on as it is.
 */
export function sealEnvironment(environment: NodeJS.ProcessEnv): void {
  const file = environment[HANDED_ON]
  if (file !== undefined) {
    Object.assign(environment, JSON.parse(readFileSync(file, 'utf8')))
    rmSync(dirname(file), { recursive: true })
    delete environment[HANDED_ON]
    return
  }
  if (process.platform === 'win32' || process.execve === undefined) return
  const isTaken = ([name]: readonly [string, unknown]) => isForbiddenVariable(name)
  const all = Object.entries(environment)
  const folder = mkdtempSync(join(environment.RUNNER_TEMP ?? tmpdir(), 'pgverdict-'))
  const taken = join(folder, 'environment.json')
  writeFileSync(taken, JSON.stringify(Object.fromEntries(all.filter(isTaken))), { mode: 0o600 })
  const rest = Object.fromEntries(all.filter(entry => !isTaken(entry)))
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    ...rest,
    [HANDED_ON]: taken,
  })
}
