import { cp, glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { readCases } from '../../test/corpus/case.ts'
import { createCaseRepository } from '../../test/corpus/case-repository.ts'
import { createRepository, type TestRepository } from '../../test/support/git-repository.ts'
import { layoutOf } from './layout.ts'
import type { TruthInput } from './truth.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/property-management')

/** A schema with data and workload to try things on. */
export interface Schema {
  readonly name: string
  /** The first major version of PostgreSQL that knows what it uses. */
  readonly since: number
  /** Whether it is the example, which is as large as an application's. */
  readonly isExample: boolean
  /** All that it is made of. */
  content(): Promise<string>
  /** A repository whose `main` has the schema and nothing else. */
  open(): Promise<TestRepository>
}

const configuration = z.object({
  seed: z.object({ files: z.string() }),
  workload: z.object({ files: z.string().optional() }),
  session: z.record(z.string(), z.coerce.string()).default({}),
  postgres: z.object({ roles: z.array(z.string()).default([]) }).default({ roles: [] }),
})

/** The base side of every case of the corpus, and the example. */
export async function readSchemas(): Promise<readonly Schema[]> {
  const cases = await readCases()
  return [
    ...cases.map(({ name, directory, expected }) => ({
      name,
      since: expected.since,
      isExample: false,
      content: () => readAll(directory),
      open: async () => {
        const repository = await createCaseRepository(directory)
        repository.git('switch', '--quiet', 'main')
        return repository
      },
    })),
    { name: 'property-management', since: 12, isExample: true, content: () => readAll(EXAMPLE), open: openExample },
  ]
}

/** Every file but those of the head side and those about the case, with its path. */
async function readAll(directory: string): Promise<string> {
  const files = await Array.fromAsync(glob('**/*.{sql,yml,toml}', { cwd: directory, exclude: ['head', 'branches'] }))
  const parts = files.toSorted().map(async file => `${file}\n${await readFile(join(directory, file), 'utf8')}`)
  return (await Promise.all(parts)).join('\n')
}

async function openExample(): Promise<TestRepository> {
  const repository = createRepository()
  await cp(EXAMPLE, repository.directory, { recursive: true, filter: path => path !== join(EXAMPLE, 'branches') })
  repository.commit({})
  return repository
}

/** The schema as plain SQL; undefined where a program sends the load, which the truth cannot name, or a dump is the schema. */
export async function readTruthInput({ directory }: TestRepository): Promise<TruthInput | undefined> {
  const text = (file: string) => readFile(join(directory, file), 'utf8')
  const { seed, workload, session, postgres } = configuration.parse(parse(await text('pgverdict.yml')))
  const layout = await layoutOf(directory)
  if (workload.files === undefined || layout === undefined) return undefined
  const migrations = await Promise.all(layout.files.map(async file => layout.upward(await text(file))))
  return {
    migrations,
    seed: await text(seed.files),
    workload: await text(workload.files),
    session,
    roles: postgres.roles,
  }
}
