import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type Annotation, CommandReader } from './runner-commands.ts'

export interface RunnerOptions {
  /** The folder with action.yml. */
  readonly action: string
  /** Instead of the action's own `runs.main`. */
  readonly main?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly eventName?: string
  readonly event?: unknown
  readonly workspace?: string
  readonly apiUrl?: string
  readonly token?: string
  readonly runId?: number
  /** Cancels the step, as a user would, when this line appears in its log. */
  readonly cancelAt?: RegExp
}

export interface RunnerResult {
  readonly code: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly Annotation[]
  readonly summary: string
  /** The log as the web page shows it, secrets masked. */
  readonly log: readonly string[]
  readonly durationMs: number
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>
  readonly runs: { readonly using: string; readonly main: string }
}

/** The Node that the package pins: the one that GitHub's runner would use. */
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const

/** The runner drops a summary above this whole. */
const MAX_SUMMARY_BYTES = 1024 * 1024
const SIGTERM_AFTER_MS = 7500
const SIGKILL_AFTER_MS = 10_000

/** Runs a JavaScript action's step by the rules of actions/runner: inputs, command files, log commands, masks, limits, cancellation. */
export async function runAction(options: RunnerOptions): Promise<RunnerResult> {
  const folder = resolve(options.action)
  const action = parse(await readFile(join(folder, 'action.yml'), 'utf8')) as ActionFile
  const temp = await mkdtemp(join(tmpdir(), 'mini-runner-'))
  try {
    const workspace = options.workspace ?? join(temp, 'workspace')
    await mkdir(workspace, { recursive: true })
    await Promise.all(FILES.map(name => writeFile(join(temp, name), '')))
    await writeFile(join(temp, 'event.json'), JSON.stringify(options.event ?? {}))
    const env = { ...environment(options, temp, workspace), ...inputVariables(action, options) }
    const commands = new CommandReader([options.token ?? 'ghs_fake_token'])
    const start = performance.now()
    const child = spawn(NODE, [resolve(folder, options.main ?? action.runs.main)], { cwd: workspace, env })
    const code = await follow(child, commands, options.cancelAt)
    const durationMs = performance.now() - start
    const summary = await readFile(join(temp, 'GITHUB_STEP_SUMMARY'), 'utf8')
    return {
      code,
      outputs: { ...commands.outputs, ...keyValues(await readFile(join(temp, 'GITHUB_OUTPUT'), 'utf8')) },
      annotations: commands.annotations,
      summary: Buffer.byteLength(summary) > MAX_SUMMARY_BYTES ? '' : commands.mask(summary),
      log: commands.log,
      durationMs,
    }
  } finally {
    await rm(temp, { recursive: true, force: true })
  }
}

async function follow(
  child: ChildProcess,
  commands: CommandReader,
  cancelAt: RegExp | undefined,
): Promise<number | null> {
  const timers: NodeJS.Timeout[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', line => {
      commands.read(line)
      if (timers.length > 0 || !cancelAt?.test(line)) return
      child.kill('SIGINT')
      timers.push(setTimeout(() => child.kill('SIGTERM'), SIGTERM_AFTER_MS))
      timers.push(setTimeout(() => child.kill('SIGKILL'), SIGKILL_AFTER_MS))
    })
  }
  const code = await new Promise<number | null>((closed, failed) => {
    child.on('error', failed)
    child.on('close', closed)
  })
  timers.forEach(clearTimeout)
  return code
}

function environment(options: RunnerOptions, temp: string, workspace: string): Record<string, string> {
  const { eventName = 'pull_request', apiUrl = 'http://127.0.0.1:9', runId = 99 } = options
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_JOB: 'plans',
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: apiUrl,
    GITHUB_GRAPHQL_URL: `${apiUrl}/graphql`,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    ...Object.fromEntries(FILES.map(name => [name, join(temp, name)])),
    ...options.env,
  }
}

/** `INPUT_` names as the runner makes them: upper case, spaces become underscores, hyphens stay. */
function inputVariables(action: ActionFile, { inputs = {}, token = 'ghs_fake_token' }: RunnerOptions) {
  return Object.fromEntries(
    Object.entries(action.inputs ?? {}).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      String(inputs[name] ?? input?.default ?? '').replace(/^\$\{\{ github\.token \}\}$/, token),
    ]),
  )
}

/** The command files' two forms: `key=value`, and `key<<delimiter` with lines up to the delimiter. */
function keyValues(content: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = content.split('\n')
  for (let index = 0; index < lines.length; index += 1) {
    const [, key, delimiter] = /^([^=]+?)<<(.+)$/.exec(lines[index]!) ?? []
    if (key !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, index + 1)
      if (end < 0) throw new Error(`No closing delimiter for ${key}`)
      values[key] = lines.slice(index + 1, end).join('\n')
      index = end
    } else if (lines[index] !== '') {
      const [name = '', ...value] = lines[index]!.split('=')
      values[name] = value.join('=')
    }
  }
  return values
}
