import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLine, cleanText } from '../../src/report/clean.ts'
import { renderComment } from '../../src/report/comment.ts'
import { code, fenced, fold, link, md, table } from '../../src/report/markdown.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { decodeHtml, renderGfm, renderGfmPort } from '../support/cmark-gfm.ts'
import { entry, report, slower } from './fixtures.ts'

// biome-ignore format: one line each would be a page
const BITS = [
  '|', '`', '``', '```', '~~~', '\n', '\n\n', '@octocat', '@acme/team', '&#64;org', '&commat;x', '<b>', '</details>', '</summary>',
  '<img src=x>', '<script>', '-->', '<!--', '![x](http://e/x)', '[a](javascript:1)', '[x]: http://e', '*', '**', '_', '__', '~~', '#1',
  'GH-1', 'acme/shop#2', 'https://evil.example', 'www.evil.example', 'a@evil.example', '\\', '\\|', '::error::', '##[set-output name=a]b',
  'SELECT', '"', "'", '$1', '\t', '    ', '- ', '> ', '1. ', '# ', '| - |', '\u202e', '\u200b', '\u2066', '&lt;', '&', ';', '$$x$$', ':tada:',
  '\u0000', '\u001b[31m', '\r', '\r\n', 'é', '日本', '🎉', '\ud800', '=', '---', '===', '[ ]', '@>',
  '\u{e0041}\u{e007f}', '\u3164', '\u115f', '\u034f', '[^1]', '[^1]: x', '> [!CAUTION]', '$`x`$', '$$', '~~~math', '<!DOCTYPE x>', '<?php', '<![CDATA[',
  '<details open>', '<a name=x>', '<details><summary>', '&#x40;octocat', '&NewLine;', '&lt;', 'mailto:x@evil.example', 'ftp://evil.example', 'xmpp:x@y.z',
  '\\\n', '  \n', '\n\t', '\n    x', ':::', '+++', '- [x] ', '1) ', '***', '| x |\n| - |', '<br>', '</td></tr></table>', '`` ` ``', '%0A::error::', '\u0085', '\u2028',
  '0123456789abcdef0123456789abcdef01234567', '/issues/1', '!octo', '<svg/onload=x>', '\u00a0', '\ufe0f', '\u200d',
]
const hostile = fc.array(fc.constantFrom(...BITS), { minLength: 1, maxLength: 8 }).map(bits => bits.join(''))

/** Elements in order, apart from `<wbr>`, which every `_` and `/` of a table brings along. */
const elements = (html: string) => [...html.matchAll(/<(?!wbr>)(\w+)/g)].map(([, name]) => name).join(' ')
const plain = (html: string) => decodeHtml(html).replaceAll('\u200b', '')

function document(value: string): string {
  const cells = table(['a', 'b', 'c'], ['l', 'l', 'r'], [[code(value), md`x ${value} y`, md`1`]])
  const details = fold(md`s ${code(value)} t ${value}`, fenced('sql', `x${value}`))
  return `${cells.source}\n\n- ${md`b ${value}`.source}\n\n${details.source}\n\nend\n`
}

const STRUCTURE = elements(renderGfmPort(document('x')))

function expectContained(value: string, render: (markdown: string) => string): void {
  const html = render(document(value))
  const shown = cleanLine(value)
  const structure =
    shown === '' ? elements(renderGfmPort(document('\u0000')).replaceAll('<code>\ufffd</code>', '')) : STRUCTURE
  expect(elements(html)).toBe(structure)
  expect(html).not.toMatch(/<a |<img/)
  const codes = [...html.matchAll(/<code[^>]*>([\s\S]*?)<\/code>/g)].map(([, text]) => plain(text!))
  const inline = shown === '' ? [] : [shown, shown]
  expect(codes).toEqual([...inline, `${cleanText(`x${value}`).replaceAll('\u200b', '')}\n`])
  const outside = html.replaceAll(/<pre[\s\S]*?<\/pre>/g, '')
  expect(decodeHtml(outside)).not.toMatch(/@(?=\w)/)
  expect(decodeHtml(outside.replaceAll(/<code>[\s\S]*?<\/code>/g, ''))).not.toMatch(/#(?=\w)|GH-(?=\d)/i)
}

test('no hostile string breaks out of a cell, a summary, a list or a fence', () => {
  fc.assert(
    fc.property(hostile, value => expectContained(value.slice(0, 100), renderGfmPort)),
    { numRuns: 3000 },
  )
})

test('nor does any one of them with the system’s parser', () => {
  for (const bit of BITS) expectContained(`a${bit}b`, renderGfm)
})

test('nor do they anywhere in a comment or a summary', () => {
  const context = {
    repositoryUrl: 'https://github.com/acme/shop',
    runUrl: 'https://github.com/acme/shop/actions/runs/1',
  }
  const hostileReport = (value: string) => {
    const name = `n ${value}`
    const cause = { file: `db/${value}/m.sql`, line: 3, sql: value, side: 'head' as const }
    const change = { kind: 'other' as const, node: value, from: value, to: value, direction: 'worse' as const }
    const finding = {
      key: value,
      rule: 'r',
      area: 'schema' as const,
      evidence: [`e ${value}`],
      severity: 'warning' as const,
      title: `t ${value}`,
      why: `w ${value}`,
      fix: {
        sql: `select ${value}`,
        files: [
          { path: `m/${value}`, sha256: undefined, changes: [{ line: 1, removes: 0, adds: [`create ${value}`] }] },
          { path: `n/${value}`, sha256: 'a'.repeat(64), changes: [{ line: 3, removes: 2, adds: [value] }] },
        ],
      },
      statements: [name],
      trial: {
        effects: [{ statement: name, buffersBefore: 9, buffersAfter: 1, durationMsBefore: 2, durationMsAfter: 1 }],
        writes: [{ statement: name, buffersBefore: 1, buffersAfter: 2, walBytesBefore: 1, walBytesAfter: 2 }],
        unaffected: 1,
        sizeBytes: 1,
        buildMs: 1,
      },
    }
    return report({
      verdict: 'fail',
      base: { ...report().base, label: `b ${value}`, foundBy: value },
      roster: [entry({ statement: name, text: value })],
      statements: [{ ...slower, name, text: `select ${value}`, cause, changes: [change], reason: `r ${value}` }],
      migrations: [
        {
          file: cause.file,
          line: 1,
          sql: `s ${value}`,
          durationMs: 1,
          locks: [{ relation: `l ${value}`, mode: 'm' }],
          rewrites: [],
        },
      ],
      findings: [finding, { ...finding, severity: 'advice' }, { ...finding, fix: undefined }],
      notes: [`n ${value}`],
      policy: { ...report().policy, changed: [`p ${value}`] },
    })
  }
  // What looks like a name in a sentence becomes code, which is harmless anywhere.
  const structure = (value: string) =>
    [renderComment, renderSummary].map(render =>
      elements(renderGfmPort(render(hostileReport(value), context))).replace(/\bcode /g, ''),
    )
  const expected = structure('x')
  fc.assert(
    fc.property(hostile, value => {
      expect(structure(`x${value}x`)).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test.each(['\u{e0041}', '\u{e0100}', '\u3164', '\u115f', '\u034f', '\u200b', '\u00ad', '\u202e', '\u0085', '\ud800'])(
  'nothing that nobody sees is left in a text: %j',
  hidden => {
    expect(cleanLine(`a${hidden}b`)).toBe('a\ufffdb')
  },
)

test('emoji and other scripts stay as they are', () => {
  for (const seen of ['⚠️', '🎉', 'é', '日本', 'عربي', 'हिन्दी', '한국']) expect(cleanLine(seen)).toBe(seen)
})

test('SQL in a fence can be copied: operators with @ stay, mentions are broken up', () => {
  expect(fenced('sql', "tags @> '{}' and a <@b and @team").source).toContain("tags @> '{}' and a <@b and @\u200bteam")
})

test.each(['javascript:alert(1)', 'https://e/a b', 'https://e/)x', 'https://e/"', 'https://e/<x>', '//e'])(
  'no link goes to %s',
  url => {
    expect(link(md`x`, url).source).toBe('x')
  },
)
