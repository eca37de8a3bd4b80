import { describe, expect, test } from 'vitest'
import { terminalProgress } from '../../src/terminal.ts'

function stream(isTTY: boolean, columns = 40) {
  const written: string[] = []
  return { isTTY, columns, written, write: (text: string) => written.push(text) }
}

describe('lines in a log', () => {
  test('name each stage when it begins and how long it took', async () => {
    const log = stream(false)
    const progress = terminalProgress(log)
    expect(await progress.stage('seed', async () => 7)).toBe(7)
    expect(log.written.join('')).toMatch(/^seed …\nseed took [\d.]+ m?s\n$/)
    expect(progress.timings).toEqual([{ stage: 'seed', seconds: expect.any(Number) as number }])
  })

  test('a failing stage is named and timed, and its error passes', async () => {
    const log = stream(false)
    const progress = terminalProgress(log)
    const error = new Error('no')
    await expect(progress.stage('seed', () => Promise.reject(error))).rejects.toBe(error)
    expect(log.written.join('')).toMatch(/^seed …\nseed failed after [\d.]+ m?s\n$/)
    expect(progress.timings).toHaveLength(1)
  })

  test('steps come at most once a second', async () => {
    const log = stream(false)
    const progress = terminalProgress(log)
    await progress.stage('seed', async () => {
      for (let row = 0; row < 10_000; row += 1) progress.step(`row ${row}`)
    })
    expect(log.written.filter(line => line.includes('row')).length).toBeLessThanOrEqual(1)
  })

  test('a step that lasts is shown, though others came just before it', async () => {
    const log = stream(false)
    const progress = terminalProgress(log)
    await progress.stage('seed', async () => {
      progress.step('short')
      progress.step('long')
      await expect.poll(() => log.written, { timeout: 20_000 }).toContain('  long\n')
    })
    expect(log.written).not.toContain('  short\n')
  })

  test('hostile text stays on its line and says nothing to the terminal', () => {
    const log = stream(false)
    terminalProgress(log).warn('a\u001b[2J\nb\u202ec\u0000')
    expect(log.written).toHaveLength(1)
    expect(log.written[0]).toMatch(/^warning: [^\u0000-\u001f\u202e]+\n$/)
  })
})

describe('a terminal', () => {
  test('shows a spinner within the line, with the step, until the stage is over', async () => {
    const terminal = stream(true)
    const progress = terminalProgress(terminal)
    await progress.stage('seed', async () => {
      progress.step(`${'x'.repeat(100)}\u001b[2J`)
      const drawn = terminal.written.length
      await expect.poll(() => terminal.written.length).toBeGreaterThan(drawn)
    })
    const [first, second] = terminal.written.map(text => text.replace('\r\u001b[2K', ''))
    expect(first).toMatch(/^⠋ seed 0 s$/)
    expect(second).toMatch(/^⠙ seed \d+ s x+…$/)
    expect(second!.length).toBeLessThan(40)
    expect(terminal.written.at(-1)).toMatch(/^✓ seed [\d.]+ m?s\n$/)
    const total = terminal.written.length
    expect(await progress.stage('next', async () => terminal.written.length)).toBe(total + 1)
  })
})
