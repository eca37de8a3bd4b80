import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A real repository in a temporary folder, with helpers that act on it as a developer would. */
export interface TestRepository extends Disposable {
  readonly directory: string
  git(...args: string[]): string
  write(files: Readonly<Record<string, string>>): void
  /** Writes the files, commits everything and returns the commit's id. */
  commit(files: Readonly<Record<string, string>>, message?: string): string
}

/** In one child of ours: a process of this size takes longer to fork than git to do all of it. */
const COMMIT = 'git add --all && git commit --quiet --allow-empty --message="$1" && git rev-parse HEAD'

export function temporaryDirectory(): { readonly directory: string } & Disposable {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgverdict-test-')))
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) }
}

export function createRepository(files?: Readonly<Record<string, string>>): TestRepository {
  const temporary = temporaryDirectory()
  const repository = repositoryAt(temporary)
  repository.git('init', '--quiet', '--initial-branch=main')
  if (files) repository.commit(files)
  return repository
}

export function cloneRepository(origin: string, ...options: string[]): TestRepository {
  const temporary = temporaryDirectory()
  execFileSync('git', ['clone', '--quiet', ...options, origin, temporary.directory], {
    stdio: 'pipe',
    env: environment(),
  })
  return repositoryAt(temporary)
}

function repositoryAt(temporary: ReturnType<typeof temporaryDirectory>): TestRepository {
  const { directory } = temporary
  const start = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: directory, encoding: 'utf8', stdio: 'pipe', env: environment() }).trim()
  const git = (...args: string[]) => start('git', args)
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
    }
  }
  return {
    directory,
    git,
    write,
    commit: (files, message = 'change') => {
      write(files)
      return start('/bin/sh', ['-c', COMMIT, 'sh', message])
    },
    [Symbol.dispose]: () => temporary[Symbol.dispose](),
  }
}

function environment(): NodeJS.ProcessEnv {
  const who = { NAME: 'Someone', EMAIL: 'someone@example.org', DATE: '2026-01-02T03:04:05Z' }
  const identity = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ])
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    // A collection in the background would still write while the folder is being removed.
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'maintenance.auto',
    GIT_CONFIG_VALUE_0: 'false',
    // No examples of hooks.
    GIT_CONFIG_KEY_1: 'init.templateDir',
    GIT_CONFIG_VALUE_1: '',
    ...Object.fromEntries(identity),
  }
}
