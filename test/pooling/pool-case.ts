import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Finding } from '../../src/advise/finding.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { configSchema } from '../../src/config/schema.ts'
import { parseWorkload } from '../../src/load/workload.ts'
import { stateIn } from '../../src/pooling/advise-pooling.ts'
import { readPools } from '../../src/pooling/read/read-pools.ts'
import type { SessionFigures } from '../../src/pooling/sessions.ts'
import type { PoolSubject } from '../../src/pooling/subject.ts'
import { memoryTree } from '../support/memory-tree.ts'

const FOLDER = join(import.meta.dirname, 'cases')
/** Not of the repository that is looked at: what the load sends, what was measured of it, and the configuration. */
const OURS = ['load.sql', 'sessions.json', 'pgverdict.yml']

const figures = z.strictObject({
  sessions: z.number(),
  transactions: z.number(),
  statements: z.number(),
  spanMs: z.number(),
  heldMs: z.number(),
  busyMs: z.number(),
  peak: z.number(),
  unfinished: z.number(),
  namedStatements: z.number(),
  longestIdleMs: z.number().default(0),
})

/** The rules that have a case. */
export const poolCases = (): readonly string[] =>
  globSync('*/bad.txt', { cwd: FOLDER }).map(path => path.split('/')[0]!)

/** The files of one half of a case, which stand below each other after `==> path <==`. */
function caseFiles(rule: string, which: 'bad' | 'good'): Readonly<Record<string, string>> {
  const parts = readFileSync(join(FOLDER, rule, `${which}.txt`), 'utf8').split(/^==> (\S+) <==\n/m)
  return Object.fromEntries(
    parts.slice(1).flatMap((path, at, all) => (at % 2 === 0 ? [[path, all[at + 1] ?? '']] : [])),
  )
}

/** What the rules see of it, with a server that takes what PostgreSQL does by default. */
export async function caseSubject(rule: string, which: 'bad' | 'good'): Promise<PoolSubject> {
  const files = caseFiles(rule, which)
  const tree = memoryTree(Object.fromEntries(Object.entries(files).filter(([path]) => !OURS.includes(path))))
  const text = files['pgverdict.yml']
  const { target } = text === undefined ? configSchema.parse({}) : parseConfig({ name: 'pgverdict.yml', text })
  const state = stateIn(await parseWorkload(files['load.sql'] ?? '', 'load.sql'))
  const sessions: SessionFigures | undefined =
    files['sessions.json'] === undefined ? undefined : { ...figures.parse(JSON.parse(files['sessions.json'])), state }
  const server = { maxConnections: 100, reserved: 3, from: 'PostgreSQL’s default' }
  return { reading: await readPools(tree, target.cpus), target, server, sessions, state }
}

const recordFile = (rule: string) => join(FOLDER, rule, 'found.json')

export const readPoolRecord = (rule: string): unknown => JSON.parse(readFileSync(recordFile(rule), 'utf8'))

export function writePoolRecord(rule: string, findings: readonly Finding[]): void {
  writeFileSync(recordFile(rule), `${JSON.stringify(findings.map(toPoolRecord), null, 2)}\n`)
}

export function toPoolRecord({ severity, title, why, evidence }: Finding) {
  return { severity, title, why, evidence }
}
