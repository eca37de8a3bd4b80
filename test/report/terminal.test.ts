import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { renderTerminal } from '../../src/report/terminal.ts'
import { entry, REPORTS, report, slower } from './fixtures.ts'
import { expectGolden } from './golden.ts'

test.each(['failing', 'improved', 'broken', 'swept'])('a terminal shows a run: %s', name => {
  expectGolden(`terminal-${name}.txt`, renderTerminal(REPORTS[name]!, { color: false, width: 100 }))
})

test('colours change nothing but colours', () => {
  const options = { width: 80, files: [{ what: 'Report', path: 'report.json' }] }
  const colored = renderTerminal(REPORTS.failing!, { ...options, color: true })
  expect(colored).toContain('\u001b[31m')
  expect(stripVTControlCharacters(colored)).toBe(renderTerminal(REPORTS.failing!, { ...options, color: false }))
})

test('names cannot steer the terminal', () => {
  const name = 'a\u001b[2Jb\rc\nd'
  const text = renderTerminal(
    report({ roster: [entry({ statement: name })], statements: [{ ...slower, name, reason: '\u001b]0;x\u0007' }] }),
    { color: false, width: 80 },
  )
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  expect(text).toContain('a\ufffd[2Jb c d')
})
