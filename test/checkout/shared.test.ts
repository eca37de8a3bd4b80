import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shareCheckout } from '../../src/checkout/shared.ts'
import { memoryTree } from '../support/memory-tree.ts'

test('all commands share one checkout, prepared once, gone at the end', async () => {
  const prepared: string[] = []
  let directory: string
  {
    await using tree = shareCheckout(memoryTree({ 'a.sql': 'select 1' }), async folder => {
      prepared.push(folder)
    })
    {
      await using first = await tree.checkout()
      directory = first.directory
    }
    await using second = await tree.checkout()
    expect(second.directory).toBe(directory)
    expect(existsSync(directory)).toBe(true)
  }
  expect(prepared).toEqual([directory])
  expect(existsSync(directory)).toBe(false)
})

test('nothing is left when it cannot be prepared', async () => {
  let directory = ''
  await using tree = shareCheckout(memoryTree({ 'a.sql': '' }), async folder => {
    directory = folder
    throw new Error('no network')
  })
  await expect(tree.checkout()).rejects.toThrow('no network')
  expect(existsSync(directory)).toBe(false)
})

test('nothing is written where no command runs', async () => {
  const plain = memoryTree({ 'a.sql': 'select 1' })
  await using tree = shareCheckout(
    { ...plain, checkout: () => Promise.reject(new Error('not wanted')) },
    async () => undefined,
  )
  expect(await tree.read('a.sql')).toBe('select 1')
})
