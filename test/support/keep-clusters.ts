import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One initdb for all tests of a version: the hundreds of servers that they start begin with a copy. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'pgverdict-clusters-'))
  process.env.PGVERDICT_EMPTY_CLUSTERS = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
