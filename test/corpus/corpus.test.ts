import { createHash } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import type { Report } from '../../src/report/report.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { adviceProblems } from './advice-problems.ts'
import { type Case, readCases } from './case.ts'
import { createCaseRepository } from './case-repository.ts'
import { deviations } from './deviations.ts'
import { POSTGRES_MAJOR, runRepository } from './run-case.ts'

vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 })

const cases = (await readCases()).filter(({ expected }) => expected.since <= POSTGRES_MAJOR)

/** All cases, or with `PGVERDICT_TEST_CORPUS=third` those of a third that is always the same. */
const wanted = process.env.PGVERDICT_TEST_CORPUS === 'third' ? cases.filter(isInThird) : cases

function isInThird({ name }: Case): boolean {
  return (createHash('sha256').update(name).digest()[0] as number) % 3 === 0
}

/** For the cases in which indexes are advised. */
let adviceServer: Promise<Server> | undefined
const openAdviceServer = () => {
  adviceServer ??= startServer(LOCAL_SERVER)
  return adviceServer
}
afterAll(async () => (await adviceServer)?.[Symbol.asyncDispose]())

describe.concurrent('the verdict on', () => {
  it.each(wanted)('$name: $about', async each => {
    using repository = await createCaseRepository(each.directory)
    const report = await runRepository(repository)
    expect(deviations(report, each.expected)).toEqual([])
    expect(await adviceProblems(report, repository, openAdviceServer)).toEqual([])
  })
})

describe('advice that does nothing is noticed:', () => {
  const members = cases.find(({ name }) => name === 'foreign-key-without-index')!
  it.each([
    ['of the primary key', ['create index concurrently a on members (id);'], ['a', 'members_pkey']],
    [
      'of another one',
      ['create index a on members (team_id);', 'create index b on members (team_id desc, name);'],
      ['a', 'b'],
    ],
    [
      'of none',
      ['create index a on members (team_id, name);', 'create index b on members (name) include (team_id);'],
      [],
    ],
  ])('an index that has all that it has %s', async (_, fixes, names) => {
    using repository = await createCaseRepository(members.directory)
    const findings = fixes.map(sql => ({ key: sql, fix: { sql, files: [] } }))
    const problems = await adviceProblems({ findings } as unknown as Report, repository, openAdviceServer)
    expect(problems.flatMap(text => [...text.matchAll(/INDEX (\w+)/g)].map(([, name]) => name))).toEqual(names)
  })

  it('a statement that does more work by its own figures', async () => {
    using repository = await createCaseRepository(members.directory)
    const effects = [{ statement: 's', buffersBefore: 10, buffersAfter: 12 }]
    const findings = [{ key: 'k', trial: { effects } }]
    const problems = await adviceProblems({ findings } as unknown as Report, repository, openAdviceServer)
    expect(problems).toEqual(['k: makes s worse'])
  })
})
