import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { checkOutputFile, writeWhole } from '../../src/output-file.ts'
import { createRepository, temporaryDirectory } from '../support/git-repository.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

let stack = new DisposableStack()
afterEach(() => {
  stack.dispose()
  stack = new DisposableStack()
})

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function pgverdict(...args: string[]) {
  const child = start(...args)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', chunk => {
    stdout += chunk
  })
  child.stderr?.on('data', chunk => {
    stderr += chunk
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

describe('help', () => {
  test('--version and --help', async () => {
    expect(await pgverdict('--version')).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' })
    const help = await pgverdict('run', '--help')
    expect(help.code).toBe(0)
    for (const option of ['repo', 'base', 'head', 'config', 'server', 'postgres-version', 'json', 'comment']) {
      expect(help.stdout).toContain(`--${option} <`)
    }
    expect((await pgverdict('--help')).stdout).toContain('could not be measured')
  })
})

describe('wrong usage ends with 2', () => {
  test.each([
    ['no command', [], 'Usage: pgverdict'],
    ['an unknown command', ['rum'], "unknown command 'rum'"],
    ['an unknown option', ['run', '--haed', 'x'], 'Did you mean --head'],
    ['an unknown server', ['run', '--server', 'postgres'], 'Allowed choices are auto, embedded'],
    ['no number', ['run', '--postgres-version', 'latest'], 'a whole number such as 17'],
    ['no folder', ['run', '--repo', '/nonexistent'], 'There is no folder /nonexistent'],
    ['nowhere to write', ['run', '--json', '/nonexistent/report.json'], '--json: the folder /nonexistent is not there'],
    ['a folder to write to', ['run', '--comment', '/tmp'], '--comment: /tmp is a folder'],
  ])('%s', async (_what, args, message) => {
    const { code, stderr } = await pgverdict(...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test('no repository, an unknown ref, a wrong configuration', async () => {
    const { directory } = stack.use(temporaryDirectory())
    expect(await pgverdict('run', '--repo', directory)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not in the working tree of a git repository') as string,
    })
    const repository = stack.use(createRepository({ 'pgverdict.yml': 'sed: {}' }))
    expect(await pgverdict('run', '--repo', repository.directory, '--base', 'mian')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `main`?') as string,
    })
    expect(await pgverdict('run', '--repo', repository.directory)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pgverdict.yml:1:1 sed: unknown key; did you mean `seed`?') as string,
    })
  })
})

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the run with %d, after cleaning up', async (signal, expected) => {
    const repository = stack.use(
      createRepository({
        'pgverdict.yml': 'migrations: { command: "echo $$ > pid; touch ready; sleep 600" }\nworkload: { files: q.sql }',
        'q.sql': '-- name: one\nselect 1;\n',
      }),
    )
    const child = start('run', '--repo', repository.directory, '--server', 'embedded', '--postgres-version', '17')
    let stderr = ''
    child.stderr?.on('data', chunk => {
      stderr += chunk
    })
    const closed = once(child, 'close')
    await Promise.race([expect.poll(() => stderr, { timeout: 60_000 }).toContain('migrate base'), closed])
    child.kill(signal)
    expect(await closed).toEqual([expected, null])
    expect(stderr).toContain(`Interrupted by ${signal}`)
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)
  })
})

describe('files', () => {
  test('are written whole, replacing what was there', async () => {
    const { directory } = stack.use(temporaryDirectory())
    const file = join(directory, 'report.json')
    await writeFile(file, 'before')
    await writeWhole(file, 'after')
    expect(await readFile(file, 'utf8')).toBe('after')
  })

  test('that cannot be written leave nothing behind', async () => {
    const { directory } = stack.use(temporaryDirectory())
    await expect(writeWhole(join(directory, 'none', 'file'), 'x')).rejects.toThrow('could not be written')
    await expect(stat(join(directory, 'none'))).rejects.toThrow('ENOENT')
    await expect(checkOutputFile(directory, '--json')).rejects.toThrow('is a folder')
  })
})
