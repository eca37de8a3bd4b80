import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
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
  /** Kills the step's process at this line, as a machine short of memory does. */
  readonly killAt?: RegExp
}

export interface RunnerResult {
  readonly code: number | null
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly Annotation[]
  readonly summary: string
  /** The log as the web page shows it, secrets masked; the post step's too. */
  readonly log: readonly string[]
  readonly durationMs: number
  /** Milliseconds from the cancellation to the end of the main step. */
  readonly lingeredMs: number
  /** The file that the output `report-path` names. */
  readonly report: string | undefined
  /** Of the post step, where the action has one. */
  readonly postCode: number | null | undefined
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>
  readonly runs: {
    readonly using: string
    readonly main: string
    readonly post?: string
    readonly 'post-if'?: 'always()' | 'success()'
  }
}

/** The Node that the package pins: the one that GitHub's runner would use. */
const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const

/** The runner drops a summary above this whole. */
const MAX_SUMMARY_BYTES = 1024 * 1024
const SIGTERM_AFTER_MS = 7500
const SIGKILL_AFTER_MS = 10_000
/** The job's `timeout-minutes`: a step that hangs must not outlive its test. */
const TIMEOUT_MS = 110_000

/** Runs a JavaScript action's step by the rules of actions/runner: inputs, command files, log commands, masks, limits, cancellation, post step. */
export async function runAction(options: RunnerOptions): Promise<RunnerResult> {
  const folder = resolve(options.action)
  const { runs, inputs } = parse(await readFile(join(folder, 'action.yml'), 'utf8')) as ActionFile
  const temp = await mkdtemp(join(tmpdir(), 'mini-runner-'))
  try {
    // A server that the action starts may have a user of its own.
    await chmod(temp, 0o755)
    const workspace = options.workspace ?? join(temp, 'workspace')
    await mkdir(workspace, { recursive: true })
    await Promise.all(FILES.map(name => writeFile(join(temp, name), '')))
    await writeFile(join(temp, 'event.json'), JSON.stringify(options.event ?? {}))
    const env = { ...environment(options, temp, workspace), ...inputVariables(inputs, options) }
    const commands = new CommandReader([options.token ?? 'ghs_fake_token'])
    const start = performance.now()
    const step = (file: string, more: Record<string, string>) =>
      spawn(NODE, [resolve(folder, file)], { cwd: workspace, env: { ...env, ...more } })
    const { code, lingeredMs } = await follow(step(options.main ?? runs.main, {}), commands, options)
    const durationMs = performance.now() - start
    const summary = await readFile(join(temp, 'GITHUB_STEP_SUMMARY'), 'utf8')
    const outputs = { ...commands.outputs, ...keyValues(await readFile(join(temp, 'GITHUB_OUTPUT'), 'utf8')) }
    const report = outputs['report-path'] && (await readFile(outputs['report-path'], 'utf8'))
    const isPostDue = code === 0 || runs['post-if'] !== 'success()'
    const state = keyValues(await readFile(join(temp, 'GITHUB_STATE'), 'utf8'))
    const stateVariables = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))
    const post = runs.post !== undefined && isPostDue ? step(options.main ?? runs.post, stateVariables) : undefined
    return {
      code,
      outputs,
      annotations: commands.annotations,
      summary: Buffer.byteLength(summary) > MAX_SUMMARY_BYTES ? '' : commands.mask(summary),
      log: commands.log,
      durationMs,
      lingeredMs,
      report,
      postCode: post && (await follow(post, commands, {})).code,
    }
  } finally {
    await rm(temp, { recursive: true, force: true })
  }
}

async function follow(
  child: ChildProcess,
  commands: CommandReader,
  { cancelAt, killAt }: Pick<RunnerOptions, 'cancelAt' | 'killAt'>,
): Promise<{ readonly code: number | null; readonly lingeredMs: number }> {
  const timers: NodeJS.Timeout[] = []
  const timeout = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
  let cancelledAt = Number.NaN
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', line => {
      commands.read(line)
      if (killAt?.test(line)) child.kill('SIGKILL')
      if (timers.length > 0 || !cancelAt?.test(line)) return
      cancelledAt = performance.now()
      child.kill('SIGINT')
      timers.push(setTimeout(() => child.kill('SIGTERM'), SIGTERM_AFTER_MS))
      timers.push(setTimeout(() => child.kill('SIGKILL'), SIGKILL_AFTER_MS))
    })
  }
  const code = await new Promise<number | null>((closed, failed) => {
    child.on('error', failed)
    child.on('close', closed)
  })
  for (const timer of [timeout, ...timers]) clearTimeout(timer)
  return { code, lingeredMs: performance.now() - cancelledAt }
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
    GITHUB_GRAPHQL_URL: `${apiUrl.replace(/\/v3$/, '')}/graphql`,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    ...Object.fromEntries(FILES.map(name => [name, join(temp, name)])),
    ...options.env,
  }
}

/** `INPUT_` names as the runner makes them: upper case, spaces become underscores, hyphens stay. */
function inputVariables(declared: ActionFile['inputs'], { inputs = {}, token = 'ghs_fake_token' }: RunnerOptions) {
  return Object.fromEntries(
    Object.entries(declared ?? {}).map(([name, input]) => [
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
