import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DOCUMENTS, regenerate } from '../../scripts/docs/documents.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { configSchema, gateRules } from '../../src/config/schema.ts'
import { blocksOf, readFiles } from './files.ts'

const documents = readFiles('*.md', 'docs/**/*.md', 'examples/*/*.md')
const [readme] = readFiles('README.md')
const sources = readFiles('src/**/*.ts')
  .map(({ text }) => text)
  .join('\n')

test.each(DOCUMENTS)('the generated parts of %s are current', name => {
  const [document] = readFiles(name)
  expect(document?.text).toBe(regenerate(name))
})

test('how it decides has a section for each rule of the gate', () => {
  const [document] = readFiles('docs/how-it-decides.md')
  const sections = [...document!.text.matchAll(/^### `([\w-]+)`$/gm)].map(([, rule]) => rule)
  expect(sections.toSorted()).toEqual(Object.keys(gateRules.shape).toSorted())
})

test('how it decides names the thresholds that hold', () => {
  const [document] = readFiles('docs/how-it-decides.md')
  const rows = [...document!.text.matchAll(/^\| `(ratio|blocks|floor)` +\| ([\d.]+) /gm)]
  expect(Object.fromEntries(rows.map(([, name, value]) => [name, Number(value)]))).toEqual(
    configSchema.parse({}).gate.worse,
  )
})

describe('links', () => {
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-')

  test.each(documents)('$name points at what is there', ({ name, text }) => {
    const targets = [...text.matchAll(/(?:\]\(|src="|srcset=")(?!https?:)([^)"#]*)(?:#([^)"]*))?[)"]/g)]
    const broken = targets.flatMap(([, path = '', anchor]) => {
      const target = path === '' ? name : join(dirname(name), path)
      if (!existsSync(join(import.meta.dirname, '../..', target))) return [path]
      if (anchor === undefined) return []
      const [file] = readFiles(target)
      const headings = [...(file?.text.matchAll(/^#+ (.*)$/gm) ?? [])].map(([, heading = '']) => slug(heading))
      return headings.includes(anchor) ? [] : [`${path}#${anchor}`]
    })
    expect(broken).toEqual([])
  })
})

test('configurations that are shown hold', () => {
  const shown = documents.flatMap(file => blocksOf(file, 'yaml')).filter(({ text }) => !/^jobs:/m.test(text))
  expect(shown.length).toBeGreaterThan(2)
  for (const source of shown) expect(() => parseConfig(source)).not.toThrow()
})

test('the README quotes errors that exist', () => {
  const quoted = [...readme!.text.matchAll(/^\*\*“(.*)”\.\*\*/gm)].map(([, message = '']) => message)
  expect(quoted.length).toBeGreaterThan(5)
  const parts = quoted.flatMap(message => message.split(/“…”|…/).map(part => part.trim()))
  const missing = parts.filter(
    part => part.length > 3 && !sources.includes(part.replaceAll("'", '’')) && !sources.includes(part),
  )
  expect(missing).toEqual([])
})
