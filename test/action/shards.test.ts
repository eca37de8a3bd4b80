import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseReport } from '../../src/report/schema.ts'
import { readFiles } from '../docs/files.ts'
import { isOurs, type Workflow } from '../docs/workflow.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
import { built } from '../support/built.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { act } from './act.ts'
import { type Checkout, type Forge, openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

const [recipe] = readFiles('recipes/shards.yml')
const { jobs } = parse(recipe!.text) as Workflow
const { strategy } = jobs.replay as Workflow['jobs'][string] & {
  readonly strategy: { readonly matrix: { readonly part: readonly number[] } }
}
const inputsOf = (job: 'replay' | 'verdict') => jobs[job]!.steps.find(isOurs)!.with as Record<string, string>

/** The recipe's matrix, a job after the other. */
async function replayAll(forge: Forge, checkout: Checkout) {
  const results = []
  for (const part of strategy.matrix.part) {
    const shard = inputsOf('replay').shard!.replace(/\$\{\{ matrix\.part \}\}/, String(part))
    results.push(await act(action, forge, checkout, { inputs: { shard } }))
  }
  return results
}

test('shards.yml: parts without a verdict, then one verdict and one comment of all of them', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const { github } = forge
  const checkout = forge.pullRequest(DROP_INDEX)
  const parts = await replayAll(forge, checkout)
  for (const { code, outputs, annotations, log } of parts) {
    expect(code, log.join('\n')).toBe(0)
    expect(outputs).toMatchObject({ 'base-sha': checkout.sha.base })
    expect(outputs).not.toHaveProperty('verdict')
    expect(annotations).toEqual([])
  }
  expect(github.comments).toEqual([])
  const reports = parts.map(({ report }) => parseReport(report ?? ''))
  expect(reports.flatMap(({ statements }) => statements.map(({ name }) => name))).toEqual(['purchase.byCustomer'])
  expect(github.artifacts.map(({ name }) => name)).toEqual(
    [1, 2, 3, 4].map(part => `pgverdict-report-shard-${part}-of-4`),
  )

  const merged = await act(action, forge, checkout, { inputs: inputsOf('verdict') })
  expect(merged).toMatchObject({ code: 1, outputs: { verdict: 'fail', regressions: '1' } })
  expect(merged.annotations).toMatchObject([
    { level: 'error', properties: { file: 'migrations/004_tidy.sql', title: 'pgverdict: regression' } },
  ])
  expect(github.comments).toHaveLength(1)
  expect(github.comments[0]!.body).toContain('### ❌ Plan check failed: 1 query got a slower plan')

  using folder = temporaryDirectory()
  for (const [at, { report }] of parts.entries()) {
    mkdirSync(join(folder.directory, String(at)))
    writeFileSync(join(folder.directory, String(at), 'report.json'), report ?? '')
  }
  const again = { mode: 'merge', reports: folder.directory }
  const fromFiles = await act(action, forge, checkout, { runId: 100, inputs: again })
  expect(fromFiles).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  expect(github.comments).toHaveLength(1)

  writeFileSync(join(folder.directory, '2/report.json'), parts[0]!.report ?? '')
  const torn = await act(action, forge, checkout, { runId: 101, inputs: again })
  expect(torn).toMatchObject({ code: 1, outputs: { verdict: 'error' } })
  expect(torn.log.join('\n')).toContain('The report of shard 3/4 is missing')
  expect(github.comments[0]!.body).toContain('### ⛔')
}, 300_000)
