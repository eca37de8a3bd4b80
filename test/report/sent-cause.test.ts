import { beforeAll, expect, test } from 'vitest'
import { parseEntry, toEntry } from '../../src/record/entry.ts'
import { renderRecordMarkdown } from '../../src/record/render-markdown.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderJson } from '../../src/report/json.ts'
import { rootPaths } from '../../src/report/root-paths.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { parseReport } from '../../src/report/schema.ts'
import { renderStory } from '../../src/report/story.ts'
import { suggestionsOf } from '../../src/report/suggestions.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { REPORTS, slower } from './fixtures.ts'

beforeAll(loadParser)

/** Of a migration command, where no file tells of the statement. */
const SQL = 'drop index orders_customer_id_idx'
const statement = { ...slower, cause: { sql: SQL, side: 'head' as const, earlier: [{ sql: 'drop index other' }] } }
const sent = {
  ...REPORTS.failing!,
  statements: [statement],
  migrations: [{ sql: SQL, durationMs: 1, locks: [], rewrites: [] }],
}

test('a cause without a file is told with its SQL', () => {
  const context = { repositoryUrl: 'https://github.com/acme/shop' }
  const comment = renderComment(sent, context)
  expect(comment).toContain('| the migration command |')
  expect(comment.replaceAll('&#95;', '_')).toContain(`Why: the migration command sent <code>${SQL}</code>.`)
  expect(renderTerminal(sent, { color: false, width: 100 })).toContain(`caused by the migration command: ${SQL}`)
  expect(renderStory(sent, statement)).toContain(`Caused by the migration command, on head: ${SQL}`)
  const summary = renderSummary(sent, context)
  expect(summary).toMatch(/^\| Migration \| Statement \| Duration \|$/m)
  expect(summary).toMatch(/^\| the migration command \| <code>drop index .*<\/code> \| 1 ms \|$/m)
})

test('and nowhere is a place made up for it', () => {
  expect(parseReport(renderJson(sent))).toMatchObject({ statements: [{ cause: statement.cause }] })
  expect(rootPaths(sent, 'app')).toMatchObject({
    migrations: sent.migrations,
    statements: [{ cause: statement.cause }],
  })
  expect(suggestionsOf(sent, () => SQL)).toEqual([])
  const [result] = JSON.parse(renderSarif(sent)).runs[0].results
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(slower.source!.file)
  const entry = toEntry(sent, { at: new Date('2026-01-01T00:00:00Z') })
  expect(entry).toMatchObject({ changes: [{ cause: { sql: SQL } }], migrations: [{ sql: SQL }] })
  expect(parseEntry(JSON.parse(JSON.stringify(entry)))).toEqual(entry)
  expect(renderRecordMarkdown([entry])).toMatch(/^- Migration <code>the migration command<\/code>: <code>drop index /m)
})

test('no SQL is suggested for a migration that is code', () => {
  const cause = { ...slower.cause!, file: 'db/migrate/0042_drop_idx.rb', line: 1 }
  const inRuby = { ...sent, statements: [{ ...slower, cause }] }
  expect(suggestionsOf(inRuby, () => `${SQL};\n`)).toEqual([])
})
