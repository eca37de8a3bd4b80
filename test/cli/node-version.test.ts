import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { missingNode } from '../../src/node-version.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

test.each([
  ['20.20.2', '>=22.15', 'pgverdict needs Node.js 22.15 or later; this is 20.20.2.'],
  ['22.14.9', '>=22.15', 'pgverdict needs Node.js 22.15 or later; this is 22.14.9.'],
  ['22.15.0', '>=22.15', undefined],
  ['22.16.1', '>=22.15', undefined],
  ['24.0.0', '>=22.15', undefined],
  ['24.0.0', '>=22', undefined],
  ['18.0.0', '>=22', 'pgverdict needs Node.js 22 or later; this is 18.0.0.'],
])('%s for %s', (version, range, expected) => {
  expect(missingNode(version, range)).toBe(expected)
})

test('an older Node.js is told in one line', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "20.20.2" })'
  const run = promisify(execFile)(process.execPath, ['--import', older, CLI, 'run'])
  const [, wanted] = /^>=(.*)$/.exec(packageJson.engines.node) ?? []
  await expect(run).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: `pgverdict needs Node.js ${wanted} or later; this is 20.20.2.\n`,
  })
})
