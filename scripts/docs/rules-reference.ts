import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Rule } from '../../src/advise/draft.ts'
import type { Area } from '../../src/advise/finding.ts'
import { RULES } from '../../src/advise/rules.ts'
import { quoteFinding } from './quote-finding.ts'

const AREAS: Readonly<Record<Area, string>> = {
  index: 'Indexes',
  query: 'Queries',
  schema: 'Schema',
  bloat: 'Bloat',
  configuration: 'Configuration',
  partitioning: 'Partitioning',
  pooling: 'Connection pools',
  outlook: 'Outlook',
}

const found = z.array(
  z.object({
    severity: z.string(),
    title: z.string(),
    why: z.string(),
    evidence: z.array(z.string()),
    fix: z.string().optional(),
  }),
)

/** A section for each rule: what it says of itself, and what it found in its case when that was last run. */
export function rulesReference(): string {
  return Object.entries(AREAS)
    .map(([area, heading]) => [heading, RULES.filter(rule => rule.area === area)] as const)
    .filter(([, rules]) => rules.length > 0)
    .map(([heading, rules]) => [`## ${heading}`, ...rules.map(ruleSection)].join('\n\n'))
    .join('\n\n')
}

function ruleSection({ id, title, description }: Rule): string {
  const [finding] = found.parse(JSON.parse(readCaseFile(id, 'found.json')))
  if (finding === undefined) throw new Error(`test/rules/${id}/found.json holds no finding`)
  return [
    `### \`${id}\``,
    `**${title}.** ${description}`,
    'Found in',
    fenced(readCaseFile(id, 'bad.sql')),
    'as',
    quoteFinding(finding),
    ...(finding.fix === undefined ? [] : ['with the fix', fenced(finding.fix)]),
    'Not found in',
    fenced(readCaseFile(id, 'good.sql')),
  ].join('\n\n')
}

function readCaseFile(rule: string, name: string): string {
  return readFileSync(new URL(`../../test/rules/${rule}/${name}`, import.meta.url), 'utf8')
}

const fenced = (sql: string) => `\`\`\`sql\n${sql.trim()}\n\`\`\``
