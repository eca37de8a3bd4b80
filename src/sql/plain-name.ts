import { parse } from './parse.ts'

/** Whether a name means the same without quotes, as a table and as a column of an index. */
export function isPlainName(name: string): boolean {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && parse(`create index ${name} on ${name} (${name})`) !== undefined
}
