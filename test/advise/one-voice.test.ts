import { expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import { speakOnceOfMemory } from '../../src/advise/one-voice.ts'

const finding = (key: string, rule: string, statements: readonly string[], isFixed = false): Finding => ({
  key,
  rule,
  area: 'query',
  severity: 'info',
  title: key,
  why: '',
  evidence: [],
  fix: isFixed ? { sql: `set ${key}`, files: [] } : undefined,
  statements,
  trial: undefined,
})
const keysOf = ({ observed, settings }: ReturnType<typeof speakOnceOfMemory>) =>
  [...observed, ...settings].map(({ key }) => key)

test('a setting that was tried speaks in place of the spills that it ends, and of no other', () => {
  const spills = [finding('spill:a', 'spill', ['a']), finding('spill:b', 'spill', ['b'])]
  const setting = finding('setting:work_mem', 'setting', ['a'], true)
  expect(keysOf(speakOnceOfMemory(spills, [setting]))).toEqual(['spill:b', 'setting:work_mem'])
})

test('without a fix the spill speaks', () => {
  const spill = finding('spill:a', 'spill', ['a'])
  const remark = finding('spills', 'spills-beyond-memory', ['a'])
  const other = finding('jit', 'setting', ['a'])
  expect(keysOf(speakOnceOfMemory([spill], [remark, other]))).toEqual(['spill:a', 'jit'])
})
