import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CommandOptions, runCommand } from '../../src/command.ts'
import { childEnvironment } from '../../src/environment.ts'
import { UserError } from '../../src/errors.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pgverdict-command-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

async function run(command: string, options: Partial<CommandOptions> = {}): Promise<string[]> {
  const lines: string[] = []
  await runCommand({
    what: 'the seed command',
    command,
    directory,
    env: childEnvironment(process.env, [], {}),
    timeoutMs: 30_000,
    signal: new AbortController().signal,
    onLine: line => lines.push(line),
    ...options,
  })
  return lines
}

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

async function isRunning(pidFile: string): Promise<boolean> {
  const pid = Number(await readFile(join(directory, pidFile), 'utf8'))
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return status !== '' && !/\) Z /.test(status)
}

describe('output', () => {
  test('both streams arrive line by line, blank lines and carriage returns folded', async () => {
    expect(await run(`printf 'one\\n\\ntwo\\r50%%\\rthree\\n'; sleep 0.1; echo four >&2`)).toEqual([
      'one',
      'two',
      '50%',
      'three',
      'four',
    ])
  })

  test('of a driver’s error, as Node.js prints it, the message is told and not what it leaves open', async () => {
    const open = Array.from({ length: 30 }, (_, at) => `field${at}: undefined`).join(', ')
    const script = `const deep = n => { if (n === 0) throw Object.assign(new Error("not immutable"), { code: "42P17", ${open} }); deep(n - 1) }; deep(30)`
    const { message } = await failure(run(`node -e '${script}'`))
    expect(message).toContain('Error: not immutable')
    expect(message).toContain("code: '42P17'")
    expect(message).not.toMatch(/^ +(?:field1?\d: undefined|at deep\b)/m)
  })

  test('a line without an end is cut, not kept', async () => {
    const lines = await run(`head -c 3000000 /dev/zero | tr '\\0' x; echo; echo after`)
    expect(lines.map(line => line.length)).toEqual([2000, 5])
  })

  test('characters split over chunks stay whole', async () => {
    expect(await run(`printf '\\360\\237'; sleep 0.1; printf '\\220\\230\\n'`)).toEqual(['🐘'])
  })

  test('the password of the database is masked', async () => {
    const env = childEnvironment(process.env, [], { PGPASSWORD: 'p@ss/word' })
    expect(await run('echo "postgres://u:p%40ss%2Fword@h/d $PGPASSWORD"', { env })).toEqual([
      'postgres://u:***@h/d ***',
    ])
    const [encoded] = await run('printf "user:%s" "$PGPASSWORD" | base64', { env })
    expect(encoded).toContain('***')
  })
})

describe('failure', () => {
  test('shows exit code and the last twenty lines', async () => {
    const error = await failure(run('for i in $(seq 30); do echo "line $i"; done; exit 3'))
    expect(error.message).toMatch(/^The seed command `.*` failed with exit code 3 after \d+\.\d s:\n {2}line 11\n/)
    expect(error.message).toMatch(/ {2}line 30$/)
    expect(error.hint).toContain('environment')
    expect(error.kind).toBe('measurement')
  })

  test('the first failing line of several ends it', async () => {
    const lines: string[] = []
    await failure(run('echo before\nfalse\necho after', { onLine: line => lines.push(line) }))
    expect(lines).toEqual(['before'])
  })

  test('a program that does not exist points to the install command', async () => {
    const error = await failure(run('no-such-program-at-all'))
    expect(error.message).toContain('exit code 127')
    expect(error.hint).toContain('migrations.install')
  })

  test.each([
    ['ERROR:  permission denied to create database', 'Everything is measured in the one database'],
    ['FATAL: sorry, too many clients already', '`max_connections` under `postgres.settings`'],
  ])('what PostgreSQL said is explained: %s', async (said, hint) => {
    expect((await failure(run(`echo 'psql: ${said}' >&2; exit 1`))).hint).toContain(hint)
  })

  test('a signal is named', async () => {
    expect((await failure(run('kill -SEGV $$'))).message).toContain('was ended by SIGSEGV')
  })
})

describe('processes', () => {
  test('a timeout ends the whole group, also what ignores SIGTERM', async () => {
    const stubborn = `sh -c 'trap "" TERM; echo $$ > stubborn; while :; do sleep 1; done' & sleep 100 & echo $! > sleeper; wait`
    const error = await failure(run(stubborn, { timeoutMs: 700 }))
    expect(error.message).toContain('took longer than 0.7 s and was stopped')
    expect(error.hint).toContain('timeout')
    expect([await isRunning('stubborn'), await isRunning('sleeper')]).toEqual([false, false])
  })

  test('an abort ends the group and throws its reason', async () => {
    const controller = new AbortController()
    const reason = new UserError('Interrupted')
    const running = run('sleep 100 & echo $! > sleeper; echo ready; wait', {
      signal: controller.signal,
      onLine: () => controller.abort(reason),
    })
    await expect(running).rejects.toBe(reason)
    expect(await isRunning('sleeper')).toBe(false)
  })

  test('what a successful command left behind is ended', async () => {
    await run('sleep 100 & echo $! > sleeper')
    expect(await isRunning('sleeper')).toBe(false)
  })

  test('what left the group is ended as well', async () => {
    await run(`setsid sh -c 'echo $$ > daemon; exec sleep 100' & until [ -s daemon ]; do sleep 0.01; done`)
    expect(await isRunning('daemon')).toBe(false)
  })

  test('an aborted signal starts nothing', async () => {
    await expect(run('touch started', { signal: AbortSignal.abort(new UserError('Interrupted')) })).rejects.toThrow(
      'Inter',
    )
    await expect(readFile(join(directory, 'started'))).rejects.toThrow('ENOENT')
  })
})

describe('environment', () => {
  const source = {
    PATH: '/usr/bin:/bin',
    HOME: '/home/someone',
    LC_ALL: 'C.UTF-8',
    https_proxy: 'http://proxy:3128',
    'INPUT_GITHUB-TOKEN': 'canary',
    ACTIONS_RUNTIME_TOKEN: 'canary',
    GITHUB_TOKEN: 'canary',
    GITHUB_ENV: '/canary',
    NPM_TOKEN: 'canary',
    APP_MODE: 'test',
    UNSET: undefined,
  }

  test('a child sees the allow-list and nothing else', async () => {
    const env = childEnvironment(source, ['APP_MODE', 'UNSET'], { DATABASE_URL: 'postgres://x' })
    const lines = await run('tr "\\0" "\\n" < /proc/self/environ', { env })
    expect(lines.filter(line => !line.startsWith('PGVERDICT_COMMAND=')).toSorted()).toEqual(
      [
        'APP_MODE=test',
        'DATABASE_URL=postgres://x',
        'HOME=/home/someone',
        'LC_ALL=C.UTF-8',
        'PATH=/usr/bin:/bin',
        'PWD='.concat(directory),
        'https_proxy=http://proxy:3128',
      ].filter(line => !line.startsWith('PWD') || lines.includes(line)),
    )
    expect(lines.join()).not.toContain('canary')
  })

  test.each(['ACTIONS_RUNTIME_TOKEN', 'INPUT_GITHUB-TOKEN', 'GITHUB_TOKEN', 'GITHUB_ENV'])(
    '%s does not pass even when it is asked for',
    name => {
      expect(childEnvironment(source, [name], {})).not.toHaveProperty([name])
    },
  )
})
