#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { SERVER_KINDS, type ServerKind } from './config/schema.ts'
import { UserError } from './errors.ts'
import { type Interrupts, listenForInterrupts } from './interrupt.ts'
import { checkOutputFile, writeWhole } from './output-file.ts'
import { cleanText } from './report/clean.ts'
import type { Report } from './report/report.ts'
import { terminalProgress } from './terminal.ts'

const EXIT = { pass: 0, warn: 0, fail: 1, usage: 2, measurement: 3 } as const

interface RunFlags {
  readonly repo: string
  readonly base?: string
  readonly head?: string
  readonly config?: string
  readonly server?: ServerKind | 'auto'
  readonly postgresVersion?: number
  readonly json?: string
  readonly comment?: string
  readonly html?: string
  readonly cache?: string
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
  .option('--json <file>', 'write the report as JSON')
  .option('--comment <file>', 'write the pull request’s comment as Markdown')
  .option('--html <file>', 'write the report as a page that opens in a browser')
  .action(async (flags: RunFlags) => {
    process.exitCode = await interruptible(interrupts => judge(flags, interrupts.signal))
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

async function explain(wanted: string, file: string): Promise<number> {
  const { parseReport } = await import('./report/schema.ts')
  const { findStatements, renderStory } = await import('./report/story.ts')
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UserError(`The report ${file} could not be read`, { kind: 'usage', hint: error.message, cause: error })
  })
  const report = parseReport(text)
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

interface OutputFile {
  readonly option: '--json' | '--comment' | '--html'
  readonly what: string
  readonly path: string
  readonly render: (report: Report) => Promise<string | Iterable<string>>
}

function wantedFiles({ json, comment, html }: RunFlags): readonly OutputFile[] {
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
  const { folderStore } = await import('./cache/folder.ts')
  const { config, repo, cache, ...options } = flags
  const kept = cache === undefined ? undefined : ({ store: folderStore(cache), keeps: 'base' } as const)
  const report = await run(
    { ...options, repo: resolve(repo), configFile: config, cache: kept },
    { progress: terminalProgress(process.stderr), signal, env: process.env },
  )
  const { renderTerminal } = await import('./report/terminal.ts')
  const files = wantedFiles(flags)
  for (const { path, render } of files) await writeWhole(path, await render(report))
  const { columns = 100, isTTY } = process.stdout
  process.stdout.write(renderTerminal(report, { color: isTTY && !process.env.NO_COLOR, width: columns, files }))
  return EXIT[report.verdict]
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

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads our output may stop early, as `head` does.
  if (error.code !== 'EPIPE') throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.pass : EXIT.usage
}
