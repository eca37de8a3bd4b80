import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const FINGERPRINT = new URL('../../src/sql/fingerprint.ts', import.meta.url).href

/** In a process of its own: a peak belongs to the whole process. */
const PROGRAM = `
  const { classify, loadParser, statementKey } = await import(${JSON.stringify(FINGERPRINT)})
  await loadParser()
  for (let n = 0; n < 3000; n++) {
    statementKey('select a, b as c' + n + ' from t where key = $1 order by id limit 20')
    classify('update t set a = a + 1, b = b where key = ' + n)
    // Lets V8 put optimised code in place, as a run does that waits for the server all the time.
    if (n % 300 === 0) await new Promise(resolve => setTimeout(resolve, 20))
  }
  const { readFileSync } = await import('node:fs')
  // What getrusage tells counts what the process that started it had.
  console.log(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
`

it('parses thousands of statements in little memory', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM])
  expect(Number(stdout) / 1024).toBeLessThan(250)
}, 60_000)
