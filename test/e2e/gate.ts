import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { parseReport } from '../../src/report/schema.ts'
import { built } from '../support/built.ts'
import { createRepository, type TestRepository } from '../support/git-repository.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { processesIn } from '../support/processes-in.ts'
import { SHOP } from './shop.ts'

const LOCAL = ['--server', LOCAL_SERVER.server, '--postgres-version', String(LOCAL_SERVER.version)]
/** Debian’s server, for what needs its binaries by name. */
export const DEBIAN = ['--server', 'native', '--postgres-version', '15']
const POLL_MS = 10
const GUARD_MS = 10_000
const MEMORY_FOLDER = '/dev/shm'

export type Files = Readonly<Record<string, string>>

/** A repository with the shop on `main`, and folders of its own for all that a run may write. */
export interface Shop extends TestRepository {
  readonly rooms: { readonly data: string; readonly temporary: string; readonly output: string }
}

export interface GateOptions {
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** The program; built anew unless given. */
  readonly cli?: string
  readonly server?: readonly string[]
  /** Looked at again and again, with all of standard error so far; the first time that it holds, `act` is called. */
  readonly when?: (stderr: string) => boolean
  readonly act?: (gate: ChildProcess) => void
}

export interface GateResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds from `act` to the end. */
  readonly lingeredMs: number
  readonly report: Report | undefined
  readonly comment: string | undefined
  /** Status by statement name. */
  readonly statuses: Readonly<Record<string, string>>
}

/** The shop with some files replaced or, where they are undefined, left out; removed after the test. */
export function openShop(files: Readonly<Record<string, string | undefined>> = {}): Shop {
  const all = Object.entries({ ...SHOP, ...files }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const repository = createRepository(Object.fromEntries(all))
  onTestFinished(() => repository[Symbol.dispose]())
  const root = mkdtempSync(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), 'gate-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  // The server's user must be able to enter.
  chmodSync(root, 0o755)
  const [data, temporary, output] = ['data', 'temporary', 'output'].map(name => join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [data, temporary, output]) {
    mkdirSync(folder)
    chmodSync(folder, 0o777)
  }
  return { ...repository, rooms: { data, temporary, output } }
}

/**
 * Runs the gate on a shop, head being the working tree unless `args` say otherwise. Throws when the run leaves a
 * process, a file or a worktree behind, or report and comment without a verdict.
 */
export async function runGate(shop: Shop, options: GateOptions = {}): Promise<GateResult> {
  const { args = [], env = {}, cli = (await built()).cli, server = LOCAL, when, act } = options
  const { data, temporary, output } = shop.rooms
  const [json, markdown] = [join(output, 'report.json'), join(output, 'comment.md')]
  const files = ['--json', json, '--comment', markdown]
  const gate = spawn(process.execPath, [cli, 'run', '--repo', shop.directory, ...server, ...files, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      TMPDIR: temporary,
      PGVERDICT_DATA_DIR: data,
      PGVERDICT_EMPTY_CLUSTERS: process.env.PGVERDICT_EMPTY_CLUSTERS,
      ...env,
    },
  })
  // A test that runs out of time must not leave its run to the others.
  onTestFinished(() => void gate.kill())
  let stdout = ''
  let stderr = ''
  let actedAt = Number.NaN
  gate.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  gate.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const watching = setInterval(() => {
    if (!when?.(stderr)) return
    clearInterval(watching)
    actedAt = performance.now()
    act?.(gate)
  }, POLL_MS)
  const code = await new Promise<number | null>((resolve, reject) => gate.once('error', reject).once('close', resolve))
  clearInterval(watching)
  const lingeredMs = performance.now() - actedAt
  const isJudged = code === 0 || code === 1
  // What guards a run that is killed needs a moment.
  const deadline = performance.now() + (gate.signalCode === 'SIGKILL' ? GUARD_MS : 0)
  while (leftovers(shop, isJudged).length > 0 && performance.now() < deadline) await wait(POLL_MS)
  const left = leftovers(shop, isJudged)
  if (left.length > 0) throw new Error(`The run left behind:\n${left.join('\n')}\n\n${stderr}`)
  const report = isJudged ? parseReport(readFileSync(json, 'utf8')) : undefined
  const comment = isJudged ? readFileSync(markdown, 'utf8') : undefined
  rmSync(json, { force: true })
  rmSync(markdown, { force: true })
  const statuses = Object.fromEntries((report?.statements ?? []).map(({ name, status }) => [name, status]))
  return { code, stdout, stderr, lingeredMs, report, comment, statuses }
}

/** The statement of a report. */
export function statementOf({ report }: GateResult, name: string) {
  const found = report?.statements.find(statement => statement.name === name)
  if (found === undefined) throw new Error(`The report has no ${name}`)
  return found
}

function leftovers({ directory, git, rooms }: Shop, isJudged: boolean): readonly string[] {
  const expected = isJudged ? ['comment.md', 'report.json'] : []
  return [
    ...processesIn([directory, ...Object.values(rooms)]),
    ...[rooms.data, rooms.temporary].flatMap(folder => readdirSync(folder).map(name => `file ${join(folder, name)}`)),
    ...readdirSync(rooms.output)
      .filter(name => !expected.includes(name))
      .map(name => `output ${name}`),
    ...worktrees(directory, git),
  ]
}

function worktrees(directory: string, git: Shop['git']): readonly string[] {
  if (!existsSync(join(directory, '.git'))) return []
  return git('worktree', 'list', '--porcelain')
    .split('\n')
    .filter(line => line.startsWith('worktree ') && line !== `worktree ${directory}`)
}

/** Whether one of the run's own processes shows such a command line; the server's show what they are doing. */
export function isRunning({ directory, rooms }: Shop, what: RegExp): boolean {
  return processesIn([directory, ...Object.values(rooms)]).some(process => what.test(process))
}
