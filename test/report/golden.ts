import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Compares with a file that a reviewer reads; `UPDATE_GOLDENS=1` writes it. */
export function expectGolden(name: string, content: string): void {
  const file = new URL(`golden/${name}`, import.meta.url)
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(file, content)
  expect(content).toBe(readFileSync(file, 'utf8'))
}
