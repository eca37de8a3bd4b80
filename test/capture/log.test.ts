import { describe, expect, it } from 'vitest'
import { parseParameters, readLog } from '../../src/capture/log.ts'
import type { ServerLog } from '../../src/postgres/server.ts'

describe('values of a logged statement', () => {
  it.each([
    ["parameters: $1 = '42', $2 = NULL", ['42', null]],
    ["Parameters: $1 = 'it''s', $2 = ''", ["it's", '']],
    ["parameters: $1 = '{a,b}', $2 = 'two\nlines', $3 = '$2 = ''x'''", ['{a,b}', 'two\nlines', "$2 = 'x'"]],
    ['', []],
    ['prepare: prepare p as select 1', []],
  ])('%j', (detail, values) => {
    expect(parseParameters(detail)).toEqual(values)
  })
})

function csv(fields: Readonly<Record<number, string>>): string {
  const row = Array.from({ length: 26 }, (_, column) => `"${(fields[column] ?? '').replaceAll('"', '""')}"`)
  return `${row.join(',')}\n`
}

function logOf(text: string, chunk: number): ServerLog {
  const bytes = Buffer.from(text)
  return {
    position: async () => bytes.length,
    async *read(from, to) {
      for (let at = from; at < to; at += chunk) yield bytes.subarray(at, Math.min(at + chunk, to))
    },
  }
}

describe('reading the log', () => {
  const text = [
    csv({
      2: 'shop',
      5: 's1',
      11: 'LOG',
      13: 'duration: 1.5 ms  statement: select "é\n" from t',
      25: '-9007199254740993',
    }),
    csv({ 2: 'other', 5: 's2', 11: 'LOG', 13: 'duration: 1.5 ms  statement: select 2', 25: '2' }),
    csv({ 2: 'shop', 5: 's1', 11: 'LOG', 13: 'duration: 0.1 ms  parse <unnamed>: select $1', 25: '3' }),
    csv({
      2: 'shop',
      5: 's1',
      11: 'LOG',
      13: 'duration: 0.2 ms  execute s_1: select $1',
      14: "parameters: $1 = '7'",
      25: '3',
    }),
    csv({
      2: 'shop',
      5: 's1',
      11: 'ERROR',
      12: '42P01',
      13: 'relation "x" does not exist',
      18: "unnamed portal with parameters: $1 = '7', $2 = NULL",
      19: 'select * from x',
    }),
    csv({ 2: 'shop', 5: 's1', 11: 'LOG', 13: 'duration: 0.2 ms  plan:\n{\n"Plan": {}}', 25: '3' }),
  ].join('')

  it.each([1, 7, 100_000])(
    'gives executions and failures of one database, whatever the chunks (%i bytes)',
    async chunk => {
      const events = []
      for await (const event of readLog(logOf(text, chunk), 0, Buffer.byteLength(text), 'shop')) events.push(event)
      expect(events).toEqual([
        {
          kind: 'execution',
          queryid: '-9007199254740993',
          session: 's1',
          durationMs: 1.5,
          sql: 'select "é\n" from t',
          values: [],
        },
        { kind: 'execution', queryid: '3', session: 's1', durationMs: 0.2, sql: 'select $1', values: ['7'] },
        {
          kind: 'failure',
          session: 's1',
          code: '42P01',
          message: 'relation "x" does not exist',
          sql: 'select * from x',
          values: ['7', null],
        },
        { kind: 'plan', queryid: '3', session: 's1', json: '{\n"Plan": {}}' },
      ])
    },
  )
})
