import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rule } from '../../src/advise/draft.ts'
import { RULES } from '../../src/advise/rules.ts'
import type { Server } from '../../src/postgres/server.ts'
import { readFiles } from '../docs/files.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from '../trial/advised.ts'
import { hasFile, readCase, readRecord, ruleCases, toRecord, withoutTimes, writeRecord } from './rule-case.ts'

/** The major version whose figures are recorded. */
const RECORDED = 17

const ids = RULES.map(({ id }) => id)

test('every rule has a file, a case and a section, and nothing else has', () => {
  const sources = readFiles('src/advise/rules/**/*.ts').map(({ text }) => text)
  const declared = ids.filter(id => sources.some(text => text.includes(`'${id}'`)))
  const [document] = readFiles('docs/rules.md')
  const sections = [...document!.text.matchAll(/^### `([\w-]+)`$/gm)].map(([, id]) => id)
  const sorted = ids.toSorted()
  expect(new Set(ids).size).toBe(ids.length)
  expect(declared.toSorted()).toEqual(sorted)
  expect(ruleCases().toSorted()).toEqual(sorted)
  expect(sections.toSorted()).toEqual(sorted)
  for (const id of ids) expect([id, hasFile(id, 'good.sql'), hasFile(id, 'found.json')]).toEqual([id, true, true])
})

describe('each rule on a real server', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer(LOCAL_SERVER)
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  /** Remarks on statements give way to indexes that prove themselves, so none is tried for them. */
  const found = async ({ id, area }: Rule, which: 'bad' | 'good') => {
    const { findings } = await advised(server, {
      ...(await readCase(id, which)),
      candidates: area === 'index' ? 20 : 0,
    })
    return findings.filter(finding => finding.rule === id)
  }

  test.each(RULES)('$id is found where it is and not once it is mended', async rule => {
    const { id } = rule
    const findings = await found(rule, 'bad')
    if (process.env.UPDATE_GOLDENS === '1' && LOCAL_SERVER.version === RECORDED) writeRecord(id, findings)
    expect(findings).not.toEqual([])
    if (LOCAL_SERVER.version === RECORDED)
      expect(withoutTimes(findings.map(toRecord))).toEqual(withoutTimes(readRecord(id)))
    expect((await found(rule, 'good')).map(({ title }) => title)).toEqual([])
  })
})
