import type { FileEdit } from '../../advise/finding.ts'
import type { Tree } from '../../checkout/tree.ts'
import { changedFile, newFile } from '../../fix/edits.ts'
import type { PgbouncerFile } from '../pool.ts'
import type { PgbouncerProposal, ProposedSetting } from './propose-pgbouncer.ts'

const NEW_FILE = 'pgbouncer.ini'

/** The proposed settings as changes of the user's own file, and of what it includes; or a new file. */
export async function writePgbouncer(
  { pooler, settings }: PgbouncerProposal,
  { tree, isJdbc }: { readonly tree: Tree; readonly isJdbc: boolean },
): Promise<readonly FileEdit[]> {
  const { written, file } = pooler ?? {}
  if (written === undefined || file === undefined) return [newFile(NEW_FILE, newText(settings, isJdbc))]
  const byFile = Map.groupBy(settings, ({ name }) => written.settings.get(name)?.file ?? file)
  return Promise.all(
    [...byFile].map(async ([path, own]) => {
      const text = await tree.read(path)
      return changedFile(path, text, changesOf(own, text, written))
    }),
  )
}

function changesOf(settings: readonly ProposedSetting[], text: string, { settings: places, head }: PgbouncerFile) {
  const lines = text.split('\n')
  const inPlace = settings.flatMap(({ name, value }) => {
    const place = places.get(name)
    if (place === undefined) return []
    const before = /^(\s*\w+\s*[=:]\s*)/.exec(lines[place.line - 1] ?? '')?.[1] ?? `${name} = `
    return [{ line: place.line, removes: 1, adds: [`${before}${value}`] }]
  })
  const added = settings.filter(({ name }) => !places.has(name)).map(({ name, value }) => `${name} = ${value}`)
  if (added.length === 0) return inPlace
  const end = lines.at(-1) === '' ? lines.length : lines.length + 1
  const insertion =
    head === undefined
      ? { line: end, removes: 0, adds: ['', '[pgbouncer]', ...added] }
      : { line: head.line + 1, removes: 0, adds: added }
  return [...inPlace, insertion].toSorted((a, b) => a.line - b.line)
}

function newText(settings: readonly ProposedSetting[], isJdbc: boolean): string {
  return `${[
    '; Applications connect here, to port 6432, in place of the server.',
    '[databases]',
    '; The server’s own address.',
    '* = host=127.0.0.1 port=5432',
    '',
    '[pgbouncer]',
    'listen_addr = *',
    'listen_port = 6432',
    'auth_type = scram-sha-256',
    '; A line for each user: "name" "password or SCRAM secret".',
    'auth_file = userlist.txt',
    ...settings.map(({ name, value }) => `${name} = ${value}`),
    // What the JDBC driver sends at the start and PgBouncer does not follow.
    ...(isJdbc ? ['ignore_startup_parameters = extra_float_digits'] : []),
  ].join('\n')}\n`
}
