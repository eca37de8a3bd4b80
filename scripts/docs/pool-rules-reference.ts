import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { POOL_RULES } from '../../src/pooling/rules.ts'
import type { PoolRule } from '../../src/pooling/subject.ts'
import { quoteFinding } from './quote-finding.ts'

const found = z.array(
  z.object({ severity: z.string(), title: z.string(), why: z.string(), evidence: z.array(z.string()) }),
)

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: 'ts',
  sql: 'sql',
  json: 'json',
  yml: 'yml',
  ini: 'ini',
  prisma: 'prisma',
}

/** A section for each rule on pools: what it says of itself, and what it finds in its case. */
export function poolRulesReference(): string {
  return POOL_RULES.map(section).join('\n\n')
}

function section({ id, title, description }: PoolRule): string {
  const [finding] = found.parse(JSON.parse(readCaseFile(id, 'found.json')))
  if (finding === undefined) throw new Error(`test/pooling/cases/${id}/found.json holds no finding`)
  return [
    `### \`${id}\``,
    `**${title}.** ${description}`,
    'Found in',
    filesOf(id, 'bad.txt'),
    'as',
    quoteFinding(finding),
    'Not found in',
    filesOf(id, 'good.txt'),
  ].join('\n\n')
}

/** Each file of a case with its path as a heading of its own. */
function filesOf(rule: string, name: string): string {
  const parts = readCaseFile(rule, name).split(/^==> (\S+) <==\n/m)
  return parts
    .slice(1)
    .flatMap((path, at, all) => (at % 2 === 0 ? [`\`${path}\`:\n\n${fenced(path, all[at + 1] ?? '')}`] : []))
    .join('\n\n')
}

function fenced(path: string, text: string): string {
  // What the tool's own file says is checked as a configuration wherever a document shows one.
  const language = path === 'pgverdict.yml' ? 'yaml' : (LANGUAGES[path.split('.').at(-1) ?? ''] ?? '')
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``
}

function readCaseFile(rule: string, name: string): string {
  return readFileSync(new URL(`../../test/pooling/cases/${rule}/${name}`, import.meta.url), 'utf8')
}
