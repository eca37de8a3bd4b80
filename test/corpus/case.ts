import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { MIGRATION_COMMAND } from '../../src/report/place.ts'

const CASES = join(import.meta.dirname, '../cases')

const STATUSES = ['unchanged', 'improved', 'regressed', 'changed', 'added', 'removed', 'broken', 'unmeasured'] as const

const statement = z.strictObject({
  status: z.enum(STATUSES),
  /** Kinds of changes that must be among those found. */
  changes: z.array(z.string()).default([]),
  /** The line of a migration that did it, or `null` where no migration is to blame. */
  cause: z
    .union([z.strictObject({ file: z.string(), line: z.number().int().positive() }), z.literal(MIGRATION_COMMAND)])
    .nullable()
    .optional(),
  /** The rule of the gate that the statement is charged under; without one it must not be charged at all. */
  rule: z.string().optional(),
})

const expectation = z.strictObject({
  verdict: z.enum(['pass', 'warn', 'fail']),
  path: z.enum(['upgrade', 'fresh']).default('upgrade'),
  /** The first major version of PostgreSQL that knows what the case uses. */
  since: z.number().int().default(12),
  /** Statements by name; the others must be unchanged. */
  statements: z.record(z.string(), statement).default({}),
})

export type Expectation = z.output<typeof expectation>

export interface Case {
  readonly name: string
  readonly directory: string
  /** What the case shows: the first line of its README.md. */
  readonly about: string
  readonly expected: Expectation
}

/** The cases of the corpus, by name. Throws where a folder lacks `expected.json` or `README.md`, or has a mistake in it. */
export async function readCases(): Promise<readonly Case[]> {
  const names = (await readdir(CASES, { withFileTypes: true })).filter(entry => entry.isDirectory())
  return Promise.all(
    names
      .map(({ name }) => name)
      .toSorted()
      .map(readCase),
  )
}

async function readCase(name: string): Promise<Case> {
  const directory = join(CASES, name)
  const readme = await readFile(join(directory, 'README.md'), 'utf8')
  const parsed = expectation.safeParse(JSON.parse(await readFile(join(directory, 'expected.json'), 'utf8')))
  if (!parsed.success) throw new Error(`test/cases/${name}/expected.json: ${z.prettifyError(parsed.error)}`)
  return { name, directory, about: readme.split('\n', 1)[0]!.replace(/^#+\s*/, ''), expected: parsed.data }
}
