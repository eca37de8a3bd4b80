import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Room for the one build of a test run; whoever needs it makes it. */
export function setup(): () => void {
  const near = join(import.meta.dirname, '../../node_modules/.cache')
  mkdirSync(near, { recursive: true })
  const home = mkdtempSync(join(near, 'pgverdict-build-'))
  const action = mkdtempSync(join(tmpdir(), 'pgverdict-action-'))
  Object.assign(process.env, { PGVERDICT_TEST_BUILD: home, PGVERDICT_TEST_ACTION: action })
  return () => {
    for (const folder of [home, action]) rmSync(folder, { recursive: true, force: true })
  }
}
