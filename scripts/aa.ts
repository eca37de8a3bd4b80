import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { configSchema, type ServerKind } from '../src/config/schema.ts'
import { openServer } from '../src/postgres/open.ts'
import type { Server } from '../src/postgres/server.ts'
import type { Progress } from '../src/progress.ts'
import { run } from '../src/run.ts'
import { createExampleRepository } from '../test/support/example-repository.ts'

const KINDS = ['embedded', 'native', 'container', 'external'] as const
/** What Debian has and the local image holds; embedded servers come in every major. */
const MAJOR: Readonly<Record<ServerKind, number>> = { embedded: 17, native: 15, container: 15, external: 15 }

const signal = new AbortController().signal
const quiet: Progress = { stage: (_, work) => work(), step() {}, warn() {}, timings: [] }

process.exitCode = await compareWithItself(Number(process.argv[2] ?? 20), process.argv.slice(3))

/** Judges the example's base against itself, again and again; 0 when no run reports anything. */
async function compareWithItself(runs: number, wanted: readonly string[]): Promise<number> {
  let reports = 0
  for (const kind of KINDS.filter(kind => wanted.length === 0 || wanted.includes(kind))) {
    let silent = 0
    for (let each = 0; each < runs; each++) silent += (await reportsNothing(kind)) ? 1 : 0
    process.stdout.write(`${kind} ${MAJOR[kind]}: ${silent} of ${runs} runs report nothing\n`)
    reports += runs - silent
  }
  return reports === 0 ? 0 : 1
}

async function reportsNothing(kind: ServerKind): Promise<boolean> {
  await using cluster = kind === 'external' ? await startCluster() : undefined
  await using repository = await createExampleRepository('main')
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-aa-'))
  try {
    const config = parse(await readFile(join(repository.directory, 'pgverdict.yml'), 'utf8')) as Record<string, unknown>
    const configFile = join(folder, 'pgverdict.yml')
    await writeFile(configFile, stringify({ ...config, ...(cluster && { postgres: { url: '$CLUSTER' } }) }))
    const report = await run(
      {
        repo: repository.directory,
        base: repository.base,
        head: repository.head,
        configFile,
        server: kind,
        postgresVersion: MAJOR[kind],
      },
      { progress: quiet, signal, env: { ...process.env, ...(cluster && { CLUSTER: cluster.url }) } },
    )
    const loud = report.statements.filter(({ status, changes }) => status !== 'unchanged' || changes.length > 0)
    for (const { name, status, reason } of loud) process.stdout.write(`  ${kind}: ${name} is ${status}: ${reason}\n`)
    return loud.length === 0 && report.roster.length === 0 && report.verdict === 'pass'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A cluster as a workflow's `services:` would bring it: reached by a superuser's URL. */
async function startCluster(): Promise<{ url: string } & AsyncDisposable> {
  const config = configSchema.parse({ postgres: { server: 'native', version: MAJOR.external } })
  const server: Server = await openServer(config.postgres, { signal, progress: quiet, env: process.env })
  await server.admin.run(
    `create role chief login superuser password 'chief'; grant connect on database postgres to public`,
  )
  const url = new URL((await server.createDatabase('theirs')).url)
  url.username = 'chief'
  url.password = 'chief'
  url.pathname = '/postgres'
  return { url: url.href, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
