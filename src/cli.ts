#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { SERVER_KINDS, type ServerKind } from './config/schema.ts'
import { UserError } from './errors.ts'
import { type Interrupts, listenForInterrupts } from './interrupt.ts'
import { keepHeapSmall } from './memory.ts'
import { parseShard, type Shard } from './merge/shard.ts'
import { missingNode } from './node-version.ts'
import { checkOutputFile, writeWhole } from './output-file.ts'
import type { RecordOptions } from './record/record.ts'
import { cleanText } from './report/clean.ts'
import type { Report } from './report/report.ts'
import type { StatisticsOptions } from './scale/statistics-command.ts'
import { terminalProgress } from './terminal.ts'

const EXIT = { pass: 0, warn: 0, fail: 1, usage: 2, measurement: 3 } as const

interface ReportFlags {
  readonly json?: string
  readonly comment?: string
  readonly html?: string
}

interface RunFlags extends ReportFlags {
  readonly repo: string
  readonly base?: string
  readonly head?: string
  readonly config?: string
  readonly server?: ServerKind | 'auto'
  readonly postgresVersion?: number
  readonly cache?: string
  readonly shard?: Shard
}

const program = new Command('pgverdict')
  .description('Compares the query plans of a change with those of its base on real PostgreSQL')
  .version(packageJson.version)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Exit codes:
  0  the gate passes, perhaps with warnings
  1  the gate fails
  2  wrong usage or configuration
  3  it could not be measured`,
  )

program
  .command('run')
  .description('measure both sides and judge the change')
  .option('--repo <dir>', 'a folder in the git repository', '.')
  .option('--base <ref>', 'compare with this commit (default: the merge base with the default branch)')
  .option('--head <ref>', 'judge this commit (default: the working tree with its uncommitted changes)')
  .option('--config <file>', 'read this configuration in place of the repository’s pgverdict.yml')
  .addOption(new Option('--server <kind>', 'where PostgreSQL comes from').choices(SERVER_KINDS))
  .option('--postgres-version <major>', 'the major version that production runs', majorVersion)
  .option(
    '--cache <dir>',
    'keep base’s database in this folder, and take it from there where nothing of it has changed',
  )
  .option('--shard <i/n>', 'replay one of n parts of the statements; `merge` makes the verdict of all of them', shardOf)
  .option('--json <file>', 'write the report as JSON')
  .option('--comment <file>', 'write the pull request’s comment as Markdown')
  .option('--html <file>', 'write the report as a page that opens in a browser')
  .action(async (flags: RunFlags) => {
    process.exitCode = await interruptible(interrupts => judge(flags, interrupts.signal))
  })

program
  .command('merge')
  .description('join the reports of all shards of a run, and judge the change')
  .argument('<report...>', 'the JSON reports that `pgverdict run --shard` wrote')
  .option('--json <file>', 'write the report of the whole as JSON')
  .option('--comment <file>', 'write the pull request’s comment as Markdown')
  .option('--html <file>', 'write the report as a page that opens in a browser')
  .action(async (reports: readonly string[], flags: ReportFlags) => {
    process.exitCode = await interruptible(() => merge(reports, flags))
  })

program
  .command('init')
  .description('write a pgverdict.yml and a workflow for what is in the repository')
  .option('--repo <dir>', 'a folder in the git repository', '.')
  .option('--force', 'replace files that are there', false)
  .action(async (flags: { repo: string; force: boolean }) => {
    process.exitCode = await interruptible(async ({ signal }) => {
      const { init } = await import('./init/init.ts')
      process.stdout.write(cleanText(await init(flags, { env: process.env, signal, version: packageJson.version })))
      return EXIT.pass
    })
  })

program
  .command('explain')
  .description('tell one statement’s full story from a JSON report')
  .argument('<statement>', 'its name, or the beginning of its fingerprint')
  .requiredOption('--json <file>', 'the report that `pgverdict run --json` wrote')
  .action(async (statement: string, { json }: { json: string }) => {
    process.exitCode = await interruptible(() => explain(statement, json))
  })

program
  .command('fix')
  .description('apply tried fixes of a JSON report in the working tree')
  .argument('<key...>', 'keys of findings, or how they begin')
  .requiredOption('--report <file>', 'the report that `pgverdict run --json` wrote')
  .option('--repo <dir>', 'a folder in the git repository', '.')
  .action(async (keys: readonly string[], flags: { report: string; repo: string }) => {
    process.exitCode = await interruptible(async ({ signal }) => {
      const { fix } = await import('./fix/fix.ts')
      process.stdout.write(cleanText(await fix({ ...flags, keys }, { env: process.env, signal })))
      return EXIT.pass
    })
  })

program
  .command('record')
  .description('keep a record of what every change did to the database, and ask it')
  .option('--dir <dir>', 'the folder that it is kept in', 'docs/database-record')
  .option('--add <file>', 'append the report that `pgverdict run --json` wrote')
  .option('--pull-request <url>', 'where the change that is appended was discussed')
  .option('--since <when>', 'tell which queries turned since a day or a commit, and what did it')
  .option('--statement <name>', 'tell of this one only: its name, or the beginning of its fingerprint')
  .action(async (flags: Omit<RecordOptions, 'now'>) => {
    process.exitCode = await interruptible(async () => {
      const { record } = await import('./record/record.ts')
      process.stdout.write(cleanText(await record({ ...flags, now: new Date() })))
      return EXIT.pass
    })
  })

program
  .command('statistics')
  .description('write production’s statistics, without any value, so that plans are compared at its size')
  .option('--url <url>', 'the database to read, or `$NAME` to take its URL from the environment variable NAME')
  .option('--output <file>', 'where to write them', 'production-statistics.json')
  .option('--sql', 'only print the query, for `psql --no-psqlrc --tuples-only --no-align`', false)
  .action(async (flags: StatisticsOptions) => {
    process.exitCode = await interruptible(async () => {
      const { statistics } = await import('./scale/statistics-command.ts')
      process.stdout.write(cleanText(await statistics(flags, process.env)))
      return EXIT.pass
    })
  })

async function explain(wanted: string, file: string): Promise<number> {
  const { findStatements, renderStory } = await import('./report/story.ts')
  const report = await readReport(file)
  const found = findStatements(report, wanted)
  if (found.length === 0) {
    throw new UserError(`The report has no statement named ${wanted}, nor a fingerprint that begins so`, {
      kind: 'usage',
      hint: `It has ${report.statements.length}, for example ${report.statements[0]?.name ?? 'none'}.`,
    })
  }
  process.stdout.write(found.map(statement => renderStory(report, statement)).join('\n'))
  return EXIT.pass
}

async function merge(reports: readonly string[], flags: ReportFlags): Promise<number> {
  for (const { option, path } of wantedFiles(flags)) await checkOutputFile(path, option)
  const { mergeShards } = await import('./merge/merge-shards.ts')
  const shards: Report[] = []
  for (const file of reports) shards.push(await readReport(file))
  const report = mergeShards(shards)
  await show(report, flags)
  return EXIT[report.verdict]
}

async function readReport(file: string): Promise<Report> {
  const { parseReport } = await import('./report/schema.ts')
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UserError(`The report ${file} could not be read`, { kind: 'usage', hint: error.message, cause: error })
  })
  return parseReport(text)
}

interface OutputFile {
  readonly option: '--json' | '--comment' | '--html'
  readonly what: string
  readonly path: string
  readonly render: (report: Report) => Promise<string | Iterable<string>>
}

function wantedFiles({ json, comment, html }: ReportFlags): readonly OutputFile[] {
  const files: readonly (Omit<OutputFile, 'path'> & { readonly path: string | undefined })[] = [
    {
      option: '--json',
      what: 'Report',
      path: json,
      render: async report => (await import('./report/json.ts')).jsonParts(report),
    },
    {
      option: '--comment',
      what: 'Comment',
      path: comment,
      render: async report => (await import('./report/comment.ts')).renderComment(report),
    },
    {
      option: '--html',
      what: 'Page',
      path: html,
      render: async report => (await import('./report/html/render.ts')).renderHtml(report),
    },
  ]
  return files.flatMap(file => (file.path === undefined ? [] : [{ ...file, path: file.path }]))
}

/** Measuring loads a parser and drivers, which `--help` and a mistyped option need not wait for. */
async function judge(flags: RunFlags, signal: AbortSignal): Promise<number> {
  for (const { option, path } of wantedFiles(flags)) await checkOutputFile(path, option)
  const { run } = await import('./run.ts')
  keepHeapSmall()
  const { folderStore } = await import('./cache/folder.ts')
  const { config, repo, cache, ...options } = flags
  const kept = cache === undefined ? undefined : ({ store: folderStore(cache), keeps: 'base' } as const)
  const report = await run(
    { ...options, repo: resolve(repo), configFile: config, cache: kept },
    { progress: terminalProgress(process.stderr), signal, env: process.env },
  )
  await show(report, flags)
  if (report.shard === undefined) return EXIT[report.verdict]
  const { index, count } = report.shard
  process.stdout.write(`This is part ${index} of ${count}: \`pgverdict merge\` makes the verdict of all of them.\n`)
  return EXIT.pass
}

async function show(report: Report, flags: ReportFlags): Promise<void> {
  const { renderTerminal } = await import('./report/terminal.ts')
  const files = wantedFiles(flags)
  for (const { path, render } of files) await writeWhole(path, await render(report))
  const { columns = 100, isTTY } = process.stdout
  process.stdout.write(renderTerminal(report, { color: isTTY && !process.env.NO_COLOR, width: columns, files }))
}

async function interruptible(work: (interrupts: Interrupts) => Promise<number>): Promise<number> {
  using interrupts = listenForInterrupts(code => process.exit(code))
  try {
    return await work(interrupts)
  } catch (error) {
    process.stderr.write(`${cleanText(failureText(error))}\n`)
    if (interrupts.exitCode !== undefined) return interrupts.exitCode
    return error instanceof UserError ? EXIT[error.kind] : EXIT.measurement
  }
}

function failureText(error: unknown): string {
  if (error instanceof UserError) return [error.message, ...(error.hint ? [error.hint] : [])].join('\n')
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `This is a bug of pgverdict ${packageJson.version}, please report it with these lines:\n${trace}`
}

function majorVersion(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number such as 17.')
}

function shardOf(text: string): Shard {
  const shard = parseShard(text)
  if (shard !== undefined) return shard
  throw new InvalidArgumentError('It is a part and how many there are, such as 2/4.')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads our output may stop early, as `head` does.
  if (error.code !== 'EPIPE') throw error
})

const missing = missingNode(process.versions.node, packageJson.engines.node)
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`)
  process.exit(EXIT.usage)
}
try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.pass : EXIT.usage
}
