import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { docTable, inlineCode } from './doc-table.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

function readAction(): Action {
  return parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'))
}

export function inputsTable(): string {
  const rows = Object.entries(readAction().inputs).map(([name, input]) => [
    inlineCode(name),
    inlineCode(input.default ?? ''),
    input.description,
  ])
  return docTable(['Input', 'Default', 'Meaning'], rows)
}

export function outputsTable(): string {
  const rows = Object.entries(readAction().outputs).map(([name, { description }]) => [inlineCode(name), description])
  return docTable(['Output', 'Meaning'], rows)
}
