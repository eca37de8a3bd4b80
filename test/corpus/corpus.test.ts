import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { adviceProblems } from './advice-problems.ts'
import { readCases } from './case.ts'
import { createCaseRepository } from './case-repository.ts'
import { deviations } from './deviations.ts'
import { POSTGRES_MAJOR, runRepository } from './run-case.ts'

vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 })

const cases = (await readCases()).filter(({ expected }) => expected.since <= POSTGRES_MAJOR)

/** For the cases in which indexes are advised. */
let adviceServer: Promise<Server> | undefined
const openAdviceServer = () => {
  adviceServer ??= startServer(LOCAL_SERVER)
  return adviceServer
}
afterAll(async () => (await adviceServer)?.[Symbol.asyncDispose]())

describe.concurrent('the verdict on', () => {
  it.each(cases)('$name: $about', async each => {
    using repository = await createCaseRepository(each.directory)
    const report = await runRepository(repository)
    expect(deviations(report, each.expected)).toEqual([])
    expect(await adviceProblems(report, repository, openAdviceServer)).toEqual([])
  })
})
