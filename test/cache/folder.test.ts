import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderStore } from '../../src/cache/folder.ts'
import { temporaryDirectory } from '../support/git-repository.ts'

const keyOf = (number: number) => number.toString(16).padStart(64, '0')
const writing = (text: string) => async (folder: string) => writeFileSync(join(folder, 'file'), text)

test('what was kept is fetched, and a second one under its key takes its place', async () => {
  using root = temporaryDirectory()
  const store = folderStore(join(root.directory, 'new'))
  expect(await store.fetch(keyOf(1))).toBeUndefined()
  expect(await store.has(keyOf(1))).toBe(false)
  const folder = await store.keep(keyOf(1), writing('one'))
  expect(await store.fetch(keyOf(1))).toBe(folder)
  expect(await store.has(keyOf(1))).toBe(true)
  expect(await store.keep(keyOf(1), writing('two'))).toBe(folder)
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('two')
})

test('what fails in the midst leaves nothing, and what was there', async () => {
  using root = temporaryDirectory()
  const store = folderStore(root.directory)
  const folder = await store.keep(keyOf(1), writing('one'))
  const failing = store.keep(keyOf(1), async unfinished => {
    await writing('half')(unfinished)
    throw new Error('full')
  })
  await expect(failing).rejects.toThrow('full')
  expect(readdirSync(root.directory)).toEqual([keyOf(1)])
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('one')
})

test('the bases used last stay; nothing else in the folder is touched', async () => {
  using root = temporaryDirectory()
  const store = folderStore(root.directory)
  writeFileSync(join(root.directory, 'mine.txt'), '')
  for (let number = 0; number < 8; number++) {
    const folder = await store.keep(keyOf(number), writing('x'))
    utimesSync(folder, 1000 + number, 1000 + number)
  }
  await store.fetch(keyOf(0))
  await store.keep(keyOf(8), writing('x'))
  const left = Array.from({ length: 9 }, (_, number) => number).filter(number =>
    existsSync(join(root.directory, keyOf(number))),
  )
  expect(left).toEqual([0, 2, 3, 4, 5, 6, 7, 8])
  expect(existsSync(join(root.directory, 'mine.txt'))).toBe(true)
})
