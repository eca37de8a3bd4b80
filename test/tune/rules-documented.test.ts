import { expect, test } from 'vitest'
import { RULES, TRIAL_RULES } from '../../src/tune/rules.ts'
import { readFiles } from '../docs/files.ts'

const ids = [...RULES.map(({ id }) => id), ...Object.keys(TRIAL_RULES)].toSorted()

test('every rule on settings has a row in the document, and a test that finds it', () => {
  const [document] = readFiles('docs/configuration-advice.md')
  const rows = [...document!.text.matchAll(/^\| `([a-z]+(?:-[a-z]+)*)` +\|/gm)].map(([, id]) => id!)
  expect(new Set(ids).size).toBe(ids.length)
  expect(rows.filter(row => ids.includes(row)).toSorted()).toEqual(ids)
  const tests = readFiles('test/tune/*.test.ts').map(({ text }) => text)
  expect(ids.filter(id => !tests.some(text => new RegExp(`['"\`/^ ]${id}['"\` (:]`).test(text)))).toEqual([])
})

test('nothing is said under another name', () => {
  const said = readFiles('src/tune/**/*.ts').flatMap(({ text }) =>
    [...text.matchAll(/rule: \(?(?:origin === 'branch' \? )?'([\w-]+)'(?: : '([\w-]+)')?/g)].flatMap(
      ([, ...named]) => named,
    ),
  )
  expect(new Set(said.filter(id => id !== undefined))).toEqual(new Set(Object.keys(TRIAL_RULES)))
})
