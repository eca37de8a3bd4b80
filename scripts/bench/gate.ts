import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Report } from '../../src/report/report.ts'

/** The built command line; another build than `dist/` is measured with PGVERDICT_DIST. */
export const CLI = resolve(process.env.PGVERDICT_DIST ?? join(import.meta.dirname, '../../dist'), 'cli.js')

/** Makes the gate write its own peak to the pipe that it inherits. */
const REPORT_PEAK = new URL('./report-peak.ts', import.meta.url).href

export interface Compared {
  readonly directory: string
  readonly base: string
  readonly head: string
}

export interface GateRun {
  /** From the start of the process to its end. */
  readonly seconds: number
  /** Of the Node process; PostgreSQL is not in it. */
  readonly peakBytes: number
  readonly report: Report
}

/** Runs the whole gate as its user would, with the embedded server. Throws when it could not measure. */
export async function runGate({ directory, base, head }: Compared, more: readonly string[] = []): Promise<GateRun> {
  const output = await mkdtemp(join(tmpdir(), 'pgverdict-bench-'))
  try {
    const json = join(output, 'report.json')
    const comment = join(output, 'comment.md')
    const sides = ['--repo', directory, '--base', base, '--head', head]
    const args = [CLI, 'run', ...sides, '--server', 'embedded', '--json', json, '--comment', comment, ...more]
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', REPORT_PEAK, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    const [said, peak, [code]] = await Promise.all([
      text(child.stdio[2] as Readable),
      text(child.stdio[3] as Readable),
      once(child, 'exit') as Promise<[number | null]>,
    ])
    const seconds = (performance.now() - started) / 1000
    if (code !== 0 && code !== 1) throw new Error(`The gate ended with ${code}\n${said}`)
    return { seconds, peakBytes: Number(peak), report: JSON.parse(await readFile(json, 'utf8')) as Report }
  } finally {
    await rm(output, { recursive: true, force: true })
  }
}
