import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { sourceText } from '../../src/report/place.ts'
import type { Report } from '../../src/report/report.ts'
import { parseReport } from '../../src/report/schema.ts'
import { openShop, runGate } from '../e2e/gate.ts'
import { DROP_INDEX, NAMES, SHOP } from '../e2e/shop.ts'
import { temporaryDirectory } from '../support/git-repository.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

const merge = (...args: string[]) =>
  promisify(execFile)(process.execPath, [CLI, 'merge', ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )

/** What was found, without how long it took and where a number comes from that another sample of the rows would change. */
const essence = ({ statements, roster, verdict, migrations }: Report) => ({
  verdict,
  roster,
  migrations: migrations.map(sourceText),
  statements: statements.map(({ name, status, base, head }) => [name, status, base?.buffers, head?.buffers]),
})

test('two shards come to what the whole comes to', async () => {
  const budgets = 'gate: { statements: { purchase.open: { max-buffers: 1 }, nobody.sends: { max-buffers: 1 } } }\n'
  const shop = openShop({ 'pgverdict.yml': `${SHOP['pgverdict.yml']}${budgets}` })
  shop.git('switch', '--quiet', '--create', 'feature')
  shop.commit(DROP_INDEX)
  const args = ['--base', 'main']
  const whole = await runGate(shop, { args })
  using output = temporaryDirectory()
  const files: string[] = []
  for (const index of [1, 2]) {
    const { code, stdout, report } = await runGate(shop, { args: [...args, '--shard', `${index}/2`] })
    expect(code).toBe(0)
    expect(stdout).toContain(`This is part ${index} of 2`)
    expect(report!.statements.length).toBeLessThan(NAMES.length)
    files.push(join(output.directory, `${index}.json`))
    writeFileSync(files.at(-1)!, renderJson(report!))
  }
  const [json, comment] = [join(output.directory, 'all.json'), join(output.directory, 'comment.md')]
  const { code, stdout } = await merge(...files, '--json', json, '--comment', comment)
  expect(code).toBe(1)
  expect(stdout).toContain('purchase.byCustomer')
  const merged = parseReport(readFileSync(json, 'utf8'))
  expect(essence(merged)).toEqual(essence(whole.report!))
  expect(merged.roster.map(({ rule }) => rule)).toEqual(['regression', 'budget', 'budget'])
  expect(readFileSync(comment, 'utf8')).toContain('### ❌ Plan check failed')

  const alone = await merge(files[0]!)
  expect(alone).toMatchObject({ code: 3, stderr: expect.stringContaining('The report of shard 2/2 is missing') })
}, 400_000)
