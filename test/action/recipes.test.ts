import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Server } from '../../src/postgres/server.ts'
import { parseHistory } from '../../src/record/history.ts'
import { renderJson } from '../../src/report/json.ts'
import { readFiles } from '../docs/files.ts'
import { isOurs, type Step, type Workflow } from '../docs/workflow.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
import { startServer } from '../postgres/start.ts'
import { REPORTS } from '../report/fixtures.ts'
import { built } from '../support/built.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { runAction } from '../support/mini-runner.ts'
import { zip } from '../support/zip.ts'
import { act } from './act.ts'
import { type Checkout, type Forge, openForge } from './forge.ts'
import { projectOf, TOOLS } from './recipe-projects.ts'
import { SMALL_SHOP } from './small-shop.ts'

const stack = new AsyncDisposableStack()
let action: string
let tools: string
let service: Server | undefined

beforeAll(async () => {
  action = (await built()).action
  tools = stack.use(temporaryDirectory()).directory
  // What a recipe's own scripts call to prepare a server that is prepared here already.
  const nothing = '#!/bin/sh\nexit 0\n'
  for (const [name, text] of Object.entries({ ...TOOLS, docker: nothing, pg_isready: nothing })) {
    writeFileSync(join(tools, name), text, { mode: 0o755 })
  }
  mkdirSync(join(tools, 'service'))
  writeFileSync(join(tools, 'service/psql'), nothing, { mode: 0o755 })
})
afterAll(() => stack.disposeAsync())

type Job = Workflow['jobs'][string] & {
  readonly env?: Readonly<Record<string, string>>
  readonly services?: unknown
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> }
}

/** The expressions that recipes have: a matrix's last value, and what stands in for an input that was not given. */
function evaluate(text: string, { strategy }: Job): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (expression, inner: string) => {
    const [, key] = /^matrix\.(\w+)$/.exec(inner) ?? []
    const [, fallback] = /^inputs\.\w+ \|\| '(.*)'$/.exec(inner) ?? []
    const value = key === undefined ? fallback : strategy?.matrix[key]?.at(-1)
    if (value === undefined) throw new Error(`Nothing here knows ${expression}`)
    return String(value)
  })
}

const inputsOf = (step: Step, job: Job) =>
  Object.fromEntries(Object.entries(step.with ?? {}).map(([name, value]) => [name, evaluate(String(value), job)]))

function checkOut(forge: Forge, on: object, branch: Readonly<Record<string, string>>): Checkout {
  if ('merge_group' in on) return forge.mergeGroup(branch)
  if ('schedule' in on) return forge.nightly(branch)
  return 'push' in on ? forge.push(branch) : forge.pullRequest(branch)
}

/** A server as `services:` gives one: somebody else's, in which pgverdict has a superuser's URL. */
async function serviceUrl(): Promise<string> {
  service ??= stack.use(await startServer(LOCAL_SERVER))
  await service.admin.run(`drop role if exists chief; create role chief login superuser password 'secret'`)
  const database = await service.createDatabase('theirs')
  const url = new URL(database.url)
  return Object.assign(url, { pathname: '/postgres', username: 'chief', password: 'secret' }).href
}

/** Several jobs, or a second workflow: tested by themselves. */
const ELSEWHERE = ['forks.yml', 'record.yml', 'shards.yml']

const recipes = readFiles('recipes/*.yml').map(({ name, text }) => ({ name: basename(name), text }))

test.each(recipes.filter(({ name }) => !ELSEWHERE.includes(name)))(
  '$name stops a slower query',
  async ({ name, text }) => {
    const workflow = parse(text) as Workflow
    const [job] = Object.values(workflow.jobs) as Job[]
    const [, header = ''] = /^# pgverdict\.yml:\n((?:# {3}.*\n)+)/m.exec(text) ?? []
    const config = header.replaceAll(/^# {3}/gm, '')
    const { base, branch } = projectOf(name)
    const ours = job!.steps.find(isOurs)!
    const inputs = inputsOf(ours, job!)
    const folder = inputs['working-directory'] ?? '.'
    await using forge = await openForge({ ...base, [join(folder, 'pgverdict.yml')]: config }, { isAlone: true })
    const checkout = checkOut(forge, workflow.on as object, branch)

    const isService = job!.services !== undefined
    const env = { ...job!.env, ...(isService ? { PGVERDICT_URL: await serviceUrl() } : {}) }
    const path = `${tools}:${process.env.PATH}`
    for (const { run } of job!.steps) {
      if (run === undefined) continue
      const script = { cwd: checkout.workspace, env: { ...env, PATH: `${tools}/service:${path}`, CONTAINER: 'c' } }
      execFileSync('bash', ['-e', '-o', 'pipefail', '-c', run], script)
    }
    const own: Readonly<Record<string, string>> = isService ? { server: '', 'postgres-version': '' } : {}
    const result = await act(action, forge, checkout, {
      inputs: { ...own, ...inputs },
      env: { ...env, PATH: path },
    })
    expect(result.outputs).toMatchObject({ verdict: 'fail', regressions: '1', broken: '0' })
    expect(result).toMatchObject({ code: 1, postCode: 0 })
    expect(Object.keys(branch)).toContain(result.annotations[0]?.properties.file)
    const comments = checkout.eventName === 'pull_request' ? 1 : 0
    expect(forge.github.comments).toHaveLength(comments)
  },
)

test('record.yml appends each push to the branch of the record, with its pull request', async () => {
  const { text } = recipes.find(({ name }) => name === 'record.yml')!
  const { steps } = Object.values((parse(text) as Workflow).jobs)[0]!
  const [take, commit] = steps.flatMap(({ run }) => run ?? [])
  const inputs = steps.find(isOurs)!.with as Readonly<Record<string, string>>
  await using forge = await openForge(SMALL_SHOP)
  using remote = temporaryDirectory()
  const git = (...args: string[]) => execFileSync('git', ['-C', remote.directory, ...args], { encoding: 'utf8' })
  git('init', '--quiet', '--bare')
  for (const [number, files] of [DROP_INDEX, { 'README.md': 'hello' }].entries()) {
    const checkout = forge.push(files)
    forge.github.addPull({ owner: 'octo', branch: 'feature', sha: checkout.sha.head, number: 12 + number })
    const env = { ...process.env, REMOTE: remote.directory, GITHUB_SHA: checkout.sha.head }
    const script = { cwd: checkout.workspace, env }
    execFileSync('bash', ['-e', '-o', 'pipefail', '-c', take!], script)
    const result = await act(action, forge, checkout, { inputs })
    expect(result.outputs.verdict).toBe(number === 0 ? 'fail' : 'pass')
    execFileSync('bash', ['-e', '-o', 'pipefail', '-c', commit!], script)
  }
  const history = parseHistory(git('show', 'database-record:history.jsonl'), 'history.jsonl')
  expect(history.map(({ pullRequest }) => pullRequest?.split('/').at(-1))).toEqual(['12', '13'])
  expect(history[0]!.changes).toContainEqual(expect.objectContaining({ status: 'regressed' }))
  expect(git('rev-list', '--count', 'database-record').trim()).toBe('2')
  expect(git('show', 'database-record:README.md')).toContain('regressed')
})

test('forks.yml comments on what the first workflow of a fork has found', async () => {
  const { text } = recipes.find(({ name }) => name === 'forks.yml')!
  const { jobs } = parse(text) as Workflow
  const [step] = Object.values(jobs)[0]!.steps
  await using forge = await openForge()
  const { github } = forge
  const sha = '0123456789abcdef0123456789abcdef01234567'
  github.addPull({ number: 7, owner: 'mallory', branch: 'patch-1', sha })
  github.addArtifact(
    41,
    'pgverdict-report',
    zip([{ name: 'report.json', content: Buffer.from(renderJson(REPORTS.failing!)) }]),
  )
  const event = {
    workflow_run: {
      id: 41,
      run_attempt: 1,
      event: 'pull_request',
      head_sha: sha,
      head_branch: 'patch-1',
      head_repository: { full_name: 'mallory/shop' },
      repository: { full_name: 'octo/shop' },
    },
  }
  const inputs = step!.with as Readonly<Record<string, string>>
  const result = await runAction({
    action,
    eventName: 'workflow_run',
    event,
    apiUrl: github.apiUrl,
    inputs,
  })
  expect(result.code).toBe(0)
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('Reported by a run on a fork')])
})
