import { RULES, TRIAL_RULES } from '../../src/tune/rules.ts'
import { docTable, inlineCode } from './doc-table.ts'

/** What a trial of settings may say. */
export function trialRules(): string {
  const rows = Object.entries(TRIAL_RULES).map(([id, description]) => [inlineCode(id), description])
  return docTable(['Rule', 'What it says'], rows)
}

/** What is said of settings from the files and the load's figures. */
export function configurationRemarks(): string {
  return docTable(
    ['Rule', 'What it says'],
    RULES.map(({ id, description }) => [inlineCode(id), description]),
  )
}
