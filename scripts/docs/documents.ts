import { readFileSync } from 'node:fs'
import { inputsTable, outputsTable } from './action-reference.ts'
import { commandReference } from './command-reference.ts'
import { configReference } from './config-reference.ts'
import { configurationRemarks, trialRules } from './configuration-rules.ts'
import { poolRulesReference } from './pool-rules-reference.ts'
import { rulesReference } from './rules-reference.ts'
import { codeToolsTable, sqlToolsTable } from './tools-reference.ts'

/** What stands between `<!-- <key> -->` and `<!-- /<key> -->`. */
const SECTIONS: Readonly<Record<string, () => string>> = {
  inputs: inputsTable,
  outputs: outputsTable,
  'sql-tools': sqlToolsTable,
  'code-tools': codeToolsTable,
  commands: commandReference,
  configuration: configReference,
  rules: rulesReference,
  'configuration-trials': trialRules,
  'configuration-remarks': configurationRemarks,
  'pool-rules': poolRulesReference,
}

/** Documents with parts that are made from the code. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'docs/configuration.md',
  'docs/configuration-advice.md',
  'docs/pooling.md',
  'docs/rules.md',
]

export const documentUrl = (name: string): URL => new URL(`../../${name}`, import.meta.url)

/** A document with its generated parts made anew. Throws for a part that has no end or that nothing makes. */
export function regenerate(name: string): string {
  const text = readFileSync(documentUrl(name), 'utf8')
  return text.replace(
    /<!-- ([\w-]+) -->\n[\s\S]*?(?:<!-- \/(\1) -->|$)/g,
    (_, key: string, end: string | undefined) => {
      const make = SECTIONS[key]
      if (make === undefined || end === undefined) throw new Error(`${name}: no such part, or no end of it: ${key}`)
      return `<!-- ${key} -->\n\n${make()}\n\n<!-- /${key} -->`
    },
  )
}
