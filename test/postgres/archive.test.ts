import { describe, expect, test } from 'vitest'
import { fingerprintContents } from '../../src/cache/contents.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import { findServer } from '../../src/postgres/open.ts'
import { isContainerWanted } from '../support/container-wanted.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

async function packAndStartAgain(server: string, version: number): Promise<void> {
  using folder = temporaryDirectory()
  const text = `postgres: { server: ${server}, version: ${version}, roles: [app], settings: { work_mem: 1MB } }`
  const { postgres } = parseConfig({ name: 'pgverdict.yml', text })
  const { signal } = new AbortController()
  const source = await findServer(postgres, { signal, progress: recordedProgress(), env: process.env })
  const archive = `${folder.directory}/base.tar.zst`
  let contents: string
  {
    await using first = await source.open({ isPacked: true })
    const base = await first.createDatabase('base')
    {
      await using owner = await base.connect('owner')
      await owner.run('create unlogged table t as select generate_series(1, 5000) as i')
      await owner.run('create index on t (i)')
    }
    await freeze(first, base)
    contents = await fingerprintContents(base)
    await first.pack?.(archive)
  }
  await using again = await source.open({ archive })
  const base = await again.openDatabase('base')
  expect(await fingerprintContents(base)).toBe(contents)
  const head = await again.createDatabase('head', base)
  await using owner = await head.connect('owner')
  expect(
    await owner.rows(`select count(*), current_setting('work_mem') as memory, pg_has_role('app', 'member') as "isMember",
      current_setting('default_text_search_config') as search from t`),
  ).toEqual([{ count: '5000', memory: '1MB', isMember: true, search: expect.stringContaining('pg_catalog.') }])
}

describe('a server that was packed starts again as it was', () => {
  test('here', () => packAndStartAgain(LOCAL_SERVER.server, LOCAL_SERVER.version))

  test.runIf(isContainerWanted)('in a container', () => packAndStartAgain('container', 15))
})
