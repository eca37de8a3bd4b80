import { describe, expect, test } from 'vitest'
import { POOL_RULES } from '../../src/pooling/rules.ts'
import { readFiles } from '../docs/files.ts'
import { caseSubject, poolCases, readPoolRecord, toPoolRecord, writePoolRecord } from './pool-case.ts'

const ids = POOL_RULES.map(({ id }) => id)

test('every rule on pools has a file, a case and a section, and nothing else has', () => {
  const sources = readFiles('src/pooling/rules/*.ts').map(({ text }) => text)
  const named = sources.flatMap(text => [...text.matchAll(/^ {2}id: '([\w-]+)',$/gm)].map(([, id]) => id))
  const [document] = readFiles('docs/pooling.md')
  const sections = [...document!.text.matchAll(/^### `([\w-]+)`$/gm)].map(([, id]) => id)
  const sorted = ids.toSorted()
  expect(new Set(ids).size).toBe(ids.length)
  expect(named.toSorted()).toEqual(sorted)
  expect(poolCases().toSorted()).toEqual(sorted)
  expect(sections.toSorted()).toEqual(sorted)
})

describe('each rule on pools', () => {
  test.each(POOL_RULES)('$id is found where it is and not once it is mended', async rule => {
    const findings = rule.find(await caseSubject(rule.id, 'bad'))
    if (process.env.UPDATE_GOLDENS === '1') writePoolRecord(rule.id, findings)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.map(toPoolRecord)).toEqual(readPoolRecord(rule.id))
    expect(findings.map(finding => finding.rule)).toEqual(findings.map(() => rule.id))
    // What the rule asked for leaves nothing else to say but figures and what is not known.
    const mended = await caseSubject(rule.id, 'good')
    expect(rule.find(mended)).toEqual([])
    const others = POOL_RULES.flatMap(other => other.find(mended)).filter(({ severity }) => severity !== 'info')
    expect(others.map(({ title }) => title)).toEqual([])
  })
})
