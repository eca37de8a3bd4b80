import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { reportJsonSchema } from '../../src/report/schema.ts'

function committed(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))
}

describe('schema.json', () => {
  test('is what `npm run schema` writes', () => {
    expect(committed('schema.json')).toEqual(configJsonSchema())
  })

  test('and so is the report’s', () => {
    expect(committed('report.schema.json')).toEqual(reportJsonSchema())
  })

  test('says what each key means', () => {
    const silent: string[] = []
    const visit = (schema: object, path: string) => {
      if (!('properties' in schema)) return
      for (const [key, value] of Object.entries(schema.properties as Record<string, object>)) {
        if (!('description' in value)) silent.push(`${path}${key}`)
        visit(value, `${path}${key}.`)
      }
    }
    visit(configJsonSchema(), '')
    expect(silent).toEqual([])
  })

  test.each([
    [true, {}],
    [true, { seed: { files: 'a.sql', timeout: '30s' }, gate: { rules: { regression: 'warn' } } }],
    [false, { seed: { filez: [] } }],
    [false, { postgres: { version: 11 } }],
    [false, { replay: { timeout: '30x' } }],
  ])('%s: %j', (valid, value) => {
    const ajv = new Ajv2020({ allowUnionTypes: true })
    formats.default(ajv)
    expect(ajv.compile(configJsonSchema())(value)).toBe(valid)
  })
})
