import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { gitTree } from '../../src/checkout/git-tree.ts'
import { matchFiles } from '../../src/checkout/match.ts'
import { openObjects } from '../../src/checkout/objects.ts'
import { openRepository } from '../../src/checkout/repository.ts'
import type { Tree } from '../../src/checkout/tree.ts'
import { workingTree } from '../../src/checkout/working-tree.ts'
import { UserError } from '../../src/errors.ts'
import { cloneRepository, createRepository, type TestRepository } from '../support/git-repository.ts'

let stack = new AsyncDisposableStack()
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
})

async function trees(repository: TestRepository, folder = '') {
  const controller = new AbortController()
  const opened = await openRepository(join(repository.directory, folder), {
    env: { PATH: process.env.PATH },
    signal: controller.signal,
  })
  const objects = stack.use(openObjects(opened))
  return {
    controller,
    commit: gitTree(opened, objects, repository.git('rev-parse', 'HEAD'), 'main@abc'),
    disk: workingTree(opened, objects),
  }
}

function create(files: Readonly<Record<string, string>>): TestRepository {
  return stack.use(createRepository(files))
}

async function readAll(tree: Tree): Promise<Record<string, string>> {
  const files = await tree.list('')
  return Object.fromEntries(await Promise.all(files.map(async file => [file, await tree.read(file)])))
}

describe('both kinds of tree', () => {
  const odd = {
    'm/001.sql': 'select 1;\n',
    'm/a "b"\n🐘\t.sql': "select '🐘';\n",
    'm/*.sql': '',
    ':(top)x': 'magic',
    'm-sibling.sql': 'x',
    '-option': 'y',
  }

  test('hold every file, whatever its name, in byte order', async () => {
    const { commit, disk } = await trees(create(odd))
    const sorted = Object.keys(odd).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    for (const tree of [commit, disk]) {
      expect(await readAll(tree)).toEqual(odd)
      expect(await tree.list('.')).toEqual(sorted)
      expect(await tree.list('m')).toEqual(['m/*.sql', 'm/001.sql', 'm/a "b"\n🐘\t.sql'])
      expect(await tree.list('./m/001.sql')).toEqual(['m/001.sql'])
      expect(await tree.list('m/*.sql')).toEqual(['m/*.sql'])
      expect(await tree.list('none')).toEqual([])
    }
  })

  test('ask git once', async () => {
    const repository = create(odd)
    const { commit, disk } = await trees(repository)
    for (const tree of [commit, disk]) expect(await tree.list('none')).toEqual([])
    rmSync(join(repository.directory, '.git'), { recursive: true })
    for (const tree of [commit, disk]) expect(await tree.list('m')).toHaveLength(3)
  })

  test.each(['sha1', 'sha256'])('have the same checksum for the same content (%s)', async format => {
    const repository = create(odd)
    rmSync(join(repository.directory, '.git'), { recursive: true })
    repository.git('init', '--quiet', '--initial-branch=main', `--object-format=${format}`)
    repository.commit({})
    const { commit, disk } = await trees(repository)
    for (const file of Object.keys(odd)) expect(await disk.checksum(file)).toBe(await commit.checksum(file))
    repository.write({ 'm/001.sql': 'select 2;\n' })
    expect(await disk.checksum('m/001.sql')).not.toBe(await commit.checksum('m/001.sql'))
  })

  test('a folder below the root can be the whole tree', async () => {
    const repository = create({ 'services/api/m/1.sql': 'a', 'services/other/m/1.sql': 'b', 'm/1.sql': 'c' })
    const { commit, disk } = await trees(repository, 'services/api')
    for (const tree of [commit, disk]) {
      expect(await readAll(tree)).toEqual({ 'm/1.sql': 'a' })
      await using checkout = await tree.checkout()
      expect(readdirSync(checkout.directory)).toEqual(['m'])
    }
  })

  test.each(['../x', 'm/../../x', '/etc/passwd'])('%s is refused', async path => {
    const { commit, disk } = await trees(create(odd))
    for (const tree of [commit, disk]) {
      await expect(tree.read(path)).rejects.toThrow(UserError)
      await expect(tree.list(path)).rejects.toThrow('is not a path inside the repository')
    }
  })

  test('a missing file is named', async () => {
    const { commit, disk } = await trees(create(odd))
    await expect(commit.read('m/2.sql')).rejects.toThrow('There is no file m/2.sql in main@abc')
    await expect(disk.read('m/2.sql')).rejects.toThrow('There is no file m/2.sql in working tree')
  })

  test('a symbolic link is listed and refused', async () => {
    const repository = create(odd)
    symlinkSync('/etc/passwd', join(repository.directory, 'm/002.sql'))
    repository.commit({})
    const { commit, disk } = await trees(repository)
    for (const tree of [commit, disk]) {
      expect(await tree.list('m')).toContain('m/002.sql')
      await expect(tree.read('m/002.sql')).rejects.toThrow('m/002.sql in')
      await expect(tree.read('m/002.sql')).rejects.toThrow('symbolic link')
      await expect(tree.checksum('m/002.sql')).rejects.toThrow('symbolic link')
    }
  })

  test('a Git LFS pointer and a file of more than 50 MB are refused', async () => {
    const repository = create({
      'l.sql': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      big: '',
    })
    truncateSync(join(repository.directory, 'big'), 50 * 1024 * 1024 + 1)
    repository.commit({ after: 'still readable' })
    const { commit, disk } = await trees(repository)
    for (const tree of [commit, disk]) {
      await expect(tree.read('l.sql')).rejects.toThrow('is a Git LFS pointer')
      await expect(tree.read('big')).rejects.toThrow('has 51 MB')
      expect(await tree.read('after')).toBe('still readable')
    }
  })

  test('submodules are no files', async () => {
    const repository = create(odd)
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},vendored`)
    repository.git('commit', '--quiet', '--message=submodule')
    const { commit, disk } = await trees(repository)
    for (const tree of [commit, disk]) expect(await tree.list('vendored')).toEqual([])
  })

  test('seeds in a submodule are told', async () => {
    const { commit, disk } = await trees(create({ ...odd, '.gitmodules': '[submodule "data"]\n\tpath = data\n' }))
    for (const tree of [commit, disk]) {
      for (const pattern of ['data/seed.sql', 'data/**/*.sql', './data']) {
        await expect(matchFiles(tree, [pattern], 'seed.files')).rejects.toThrow(
          `seed.files: \`${pattern}\` lies in the submodule data, which is another repository`,
        )
      }
    }
  })

  test('ten thousand files are read in one go', async () => {
    const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f/${index}`, `content ${index}`]))
    const { commit } = await trees(create(files))
    expect(await readAll(commit)).toEqual(files)
  }, 60_000)
})

describe('the working tree', () => {
  test('has what is changed, new and deleted, but not what is ignored', async () => {
    const repository = create({ kept: '1', changed: '1', deleted: '1', '.gitignore': 'ignored\n' })
    repository.write({ changed: '2', untracked: '3', ignored: '4', 'nested/file': '5' })
    rmSync(join(repository.directory, 'deleted'))
    const { disk, commit } = await trees(repository)
    expect(await readAll(disk)).toEqual({
      '.gitignore': 'ignored\n',
      changed: '2',
      kept: '1',
      'nested/file': '5',
      untracked: '3',
    })
    expect(await commit.read('changed')).toBe('1')
  })

  test('has what a sparse checkout left out', async () => {
    const origin = create({ 'a/1': 'one', 'b/2': 'two' })
    const clone = stack.use(cloneRepository(`file://${origin.directory}`))
    clone.git('sparse-checkout', 'set', 'a')
    expect(readdirSync(clone.directory)).not.toContain('b')
    const { disk, commit } = await trees(clone)
    expect(await readAll(disk)).toEqual({ 'a/1': 'one', 'b/2': 'two' })
    expect(await disk.checksum('b/2')).toBe(await commit.checksum('b/2'))
  })

  const lines = (end: string) => `create function f() returns int as $$${end}select 1$$ language sql;${end}`
  test.each<[string, string | undefined, string, boolean]>([
    ['eol=crlf', '* text=auto eol=crlf\n', 'false', true],
    ['a text attribute', '*.sql text\n', 'false', true],
    ['autocrlf', undefined, 'true', true],
    ['autocrlf=input', undefined, 'input', true],
    ['no conversion', undefined, 'false', false],
    ['-text against autocrlf', '*.sql -text\n', 'true', false],
  ])('has the ends of lines that git would store: %s', async (_what, attributes, autocrlf, isSame) => {
    const repository = create({ 'a.sql': lines('\n'), ...(attributes && { '.gitattributes': attributes }) })
    repository.git('config', 'core.autocrlf', autocrlf)
    repository.write({ 'a.sql': lines('\r\n'), 'new.sql': lines('\r\n') })
    const { disk, commit } = await trees(repository)
    expect((await disk.checksum('a.sql')) === (await commit.checksum('a.sql'))).toBe(isSame)
    expect(await disk.read('a.sql')).toBe(lines(isSame ? '\n' : '\r\n'))
    expect(await disk.read('new.sql')).toBe(lines(isSame ? '\n' : '\r\n'))
    expect(await disk.checksum('new.sql')).toBe(repository.git('hash-object', 'new.sql'))
  })

  test('leaves what was stored with CRLF as it is, however git converts unasked', async () => {
    const repository = create({ 'a.sql': lines('\r\n') })
    repository.git('config', 'core.autocrlf', 'true')
    const { disk, commit } = await trees(repository)
    expect(await disk.checksum('a.sql')).toBe(await commit.checksum('a.sql'))
    expect(await disk.read('a.sql')).toBe(lines('\r\n'))
  })

  test('an untracked link and a folder replaced by a link are refused', async () => {
    const repository = create({ 'm/1.sql': 'select 1' })
    symlinkSync('/etc/passwd', join(repository.directory, 'evil.sql'))
    const { disk } = await trees(repository)
    await expect(disk.read('evil.sql')).rejects.toThrow('symbolic link')
    expect(await disk.list('m')).toEqual(['m/1.sql'])
    const outside = create({ '1.sql': 'stolen' })
    rmSync(join(repository.directory, 'm'), { recursive: true })
    symlinkSync(outside.directory, join(repository.directory, 'm'))
    await expect(disk.read('m/1.sql')).rejects.toThrow('symbolic link')
  })

  test('commands run in it where it is', async () => {
    const repository = create({ a: '1' })
    const { disk } = await trees(repository)
    await using checkout = await disk.checkout()
    expect(checkout.directory).toBe(repository.directory)
  })
})

describe('a partial clone', () => {
  const cloneWithoutBlobs = (origin: TestRepository) => {
    origin.git('config', 'uploadpack.allowFilter', 'true')
    origin.commit({ 'm/1.sql': 'select 2' })
    return stack.use(cloneRepository(`file://${origin.directory}`, '--filter=blob:none'))
  }

  test('fetches what it lacks', async () => {
    const clone = cloneWithoutBlobs(create({ 'm/1.sql': 'select 1' }))
    const opened = await openRepository(clone.directory, { env: process.env, signal: new AbortController().signal })
    const objects = stack.use(openObjects(opened))
    const base = gitTree(opened, objects, clone.git('rev-parse', 'HEAD~'), 'base')
    expect(await base.read('m/1.sql')).toBe('select 1')
    await using checkout = await base.checkout()
    expect(readFileSync(join(checkout.directory, 'm/1.sql'), 'utf8')).toBe('select 1')
  })

  test('says what it lacks and cannot fetch', async () => {
    const origin = create({ 'm/1.sql': 'select 1' })
    const clone = cloneWithoutBlobs(origin)
    rmSync(origin.directory, { recursive: true })
    const opened = await openRepository(clone.directory, { env: process.env, signal: new AbortController().signal })
    const objects = stack.use(openObjects(opened))
    const base = gitTree(opened, objects, clone.git('rev-parse', 'HEAD~'), 'base')
    const failure = await base.read('m/1.sql').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UserError)
    expect(failure).toMatchObject({ message: expect.stringContaining('is not in this partial clone, and the remote') })
    await expect(base.checkout()).rejects.toThrow(
      /^The files of [0-9a-f]+ could not be checked out for commands: git wor/,
    )
  })
})

describe('a worktree', () => {
  function left(): readonly string[] {
    return readdirSync(tmpdir()).filter(name => name.startsWith('pgverdict-tree-'))
  }

  test('holds the whole commit, also from a sparse checkout, and removes itself', async () => {
    const repository = create({ 'a/1': 'one', 'b/2': 'two' })
    repository.git('sparse-checkout', 'set', 'a')
    const config = readFileSync(join(repository.directory, '.git/config'), 'utf8')
    const { commit } = await trees(repository)
    const before = left()
    const checkout = await commit.checkout()
    expect(readFileSync(join(checkout.directory, 'b/2'), 'utf8')).toBe('two')
    writeFileSync(join(checkout.directory, 'litter'), 'left by a command')
    await checkout[Symbol.asyncDispose]()
    expect(left()).toEqual(before)
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1)
    expect(readFileSync(join(repository.directory, '.git/config'), 'utf8')).toBe(config)
  })

  test('runs no hook, and is removed after the run was aborted', async () => {
    const repository = create({ a: '1' })
    const hook = join(repository.directory, '.git/hooks/post-checkout')
    mkdirSync(join(repository.directory, '.git/hooks'), { recursive: true })
    writeFileSync(hook, `#!/bin/sh\ntouch ${repository.directory}/hooked\n`)
    chmodSync(hook, 0o755)
    const { commit, controller } = await trees(repository)
    const before = left()
    const checkout = await commit.checkout()
    expect(readdirSync(repository.directory)).not.toContain('hooked')
    controller.abort(new UserError('Interrupted'))
    await checkout[Symbol.asyncDispose]()
    expect(left()).toEqual(before)
    expect(readdirSync(join(repository.directory, '.git'))).not.toContain('worktrees')
  })

  test('that could not be made leaves nothing', async () => {
    const repository = create({ a: '1' })
    const { controller } = await trees(repository)
    const opened = await openRepository(repository.directory, {
      env: { PATH: process.env.PATH },
      signal: controller.signal,
    })
    const objects = stack.use(openObjects(opened))
    const before = left()
    await expect(gitTree(opened, objects, 'f'.repeat(40), 'x').checkout()).rejects.toThrow('git worktree')
    expect(left()).toEqual(before)
  })
})

describe('a worktree of a run that was killed', () => {
  const kept = (repository: TestRepository) => join(repository.directory, '.git/worktrees')

  /** As `addWorktree` leaves it, and its folder. */
  function abandon(repository: TestRepository, name: string, owner: string): string {
    const parent = mkdtempSync(join(tmpdir(), 'pgverdict-tree-'))
    stack.defer(() => rmSync(parent, { recursive: true, force: true }))
    const before = existsSync(kept(repository)) ? readdirSync(kept(repository)) : []
    repository.git('worktree', 'add', '--quiet', '--detach', join(parent, name), 'HEAD')
    const made = readdirSync(kept(repository)).find(each => !before.includes(each))!
    writeFileSync(join(kept(repository), made, 'pgverdict-owner'), owner)
    return parent
  }

  test('is removed by the next one, where its process is gone and no other', async () => {
    const repository = create({ a: '1' })
    const { pid: gone } = spawnSync('true')
    const abandoned = [
      abandon(repository, 'tree', `${gone} ${hostname()}\n`),
      abandon(repository, 'tree', `${gone} ${hostname()}\n`),
    ]
    rmSync(abandoned[1]!, { recursive: true })
    const others = [
      abandon(repository, 'tree', `${process.ppid} ${hostname()}\n`),
      abandon(repository, 'tree', `${gone} elsewhere\n`),
      abandon(repository, 'somewhere', `${gone} ${hostname()}\n`),
      abandon(repository, 'tree', ''),
    ]
    const { commit } = await trees(repository)
    await using _checkout = await commit.checkout()
    expect(abandoned.map(parent => existsSync(parent))).toEqual([false, false])
    expect(others.map(parent => existsSync(parent))).toEqual([true, true, true, true])
    expect(readdirSync(kept(repository))).toHaveLength(others.length + 1)
  })

  test('of ours is known by its process', async () => {
    const repository = create({ a: '1' })
    const { commit } = await trees(repository)
    await using _first = await commit.checkout()
    await using _second = await commit.checkout()
    expect(readdirSync(kept(repository))).toHaveLength(2)
    for (const name of readdirSync(kept(repository))) {
      expect(readFileSync(join(kept(repository), name, 'pgverdict-owner'), 'utf8')).toBe(
        `${process.pid} ${hostname()}\n`,
      )
    }
  })
})

describe('git', () => {
  test('sees nothing of this process beyond the allow-list', async () => {
    const repository = create({ a: '1' })
    const opened = await openRepository(repository.directory, {
      env: { PATH: process.env.PATH, ACTIONS_RUNTIME_TOKEN: 'canary', GIT_DIR: '/canary', SECRET: 'canary' },
      signal: new AbortController().signal,
      token: 'canary',
    })
    const alias = ['-c', 'alias.env=!env', 'env']
    expect(await opened.git.text(alias)).not.toContain('canary')
    const withToken = await opened.git.text(alias, 'network')
    expect(withToken).toContain(Buffer.from('x-access-token:canary').toString('base64'))
    expect(withToken).not.toContain('canary')
  })
})
