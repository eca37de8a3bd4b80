import { posix } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { escapePattern, foldersUpwards, peek } from './files.ts'

const settingsSchema = z.object({
  pgSettings: z.record(z.string(), z.string()).default({}),
  placeholders: z.record(z.string(), z.string()).default({}),
})

export type GraphileSettings = z.output<typeof settingsSchema>

const FILE = '.gmrc'
/** A string, to be kept, or a comment. */
const STRING_OR_COMMENT = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

/** What `.gmrc`, which is JSON5, says above the migrations. */
export async function readGraphileSettings(tree: Tree, path: string): Promise<GraphileSettings> {
  for (const folder of foldersUpwards(path)) {
    await refuseCode(tree, folder)
    const file = posix.join(folder, FILE)
    if (!(await tree.list(file)).includes(file)) continue
    const parsed = settingsSchema.safeParse(parseJson5(await peek(tree, file)))
    if (parsed.success) return parsed.data
    throw new UserError(`${file} could not be read`, { kind: 'usage', hint: 'It must be JSON5 with string values.' })
  }
  return { pgSettings: {}, placeholders: {} }
}

/** `.gmrc.js` may compute its settings: only graphile-migrate itself knows them. */
async function refuseCode(tree: Tree, folder: string): Promise<void> {
  for (const name of [`${FILE}.js`, `${FILE}.cjs`]) {
    const file = posix.join(folder, name)
    if (!(await tree.list(file)).includes(file)) continue
    throw new UserError(`${file} is configuration in code, which pgverdict does not run`, {
      kind: 'usage',
      hint: 'Keep pgSettings and placeholders in a `.gmrc` of JSON5, or set `migrations.command: npx graphile-migrate migrate`.',
    })
  }
}

/** YAML's flow style is what remains of JSON5 without its comments. */
function parseJson5(text: string): unknown {
  try {
    return parse(text.replaceAll(STRING_OR_COMMENT, (_whole, string: string | undefined) => string ?? ' '))
  } catch {
    return undefined
  }
}

/** Replaces verbatim wherever a name stands, as graphile-migrate does. Throws a UserError where the environment holds the value. */
export function replaceGraphilePlaceholders(source: string, file: string, { placeholders }: GraphileSettings): string {
  const names = Object.keys(placeholders)
  if (names.length === 0) return source
  const pattern = new RegExp(`(?:${names.map(name => escapePattern(name)).join('|')})\\b`, 'g')
  return source.replaceAll(pattern, (name, at: number) => {
    const value = placeholders[name]!
    if (value !== '!ENV') return value
    const line = source.slice(0, at).split('\n').length
    throw new UserError(`${file}:${line}: the value of ${name} is in the environment`, {
      kind: 'usage',
      hint: 'Write it into .gmrc, and name a role that it stands for under `postgres.roles`; `migrations.command` lets graphile-migrate itself run.',
    })
  })
}
