import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { type Configured, NAME, type Source, VALUE } from '../configured.ts'
import { parseConf } from './postgresql-conf.ts'

/** `postgresql.conf`, `postgres.conf`, `postgresql.prod.conf`, `prod.postgresql.conf`; not the `.sample`. */
const CONF_FILE = /(?:^|\/)(?:[\w.-]+[.-])?postgres(?:ql)?(?:[.-][\w.-]+)?\.conf$/
const AUTO_CONF = 'postgresql.auto.conf'
/** PostgreSQL's own limit (`CONF_FILE_MAX_DEPTH`). */
const MAX_DEPTH = 10
/** Files that include each other many times over come to millions, which PostgreSQL would read. */
const MAX_INCLUDED = 100

interface Walk {
  readonly tree: Tree
  readonly files: readonly string[]
  readonly settings: Configured[]
  readonly notes: string[]
  readonly included: Set<string>
  /** How many files are read for it so far, each as often as it is included. */
  read: number
}

/** Reads every postgresql.conf of the tree with what it includes, and the ALTER SYSTEM file beside it. */
export async function readConfFiles(
  tree: Tree,
  files: readonly string[],
): Promise<{ readonly sources: readonly Source[]; readonly notes: readonly string[] }> {
  const roots = files.filter(file => CONF_FILE.test(file) && posix.basename(file) !== AUTO_CONF)
  const read = []
  for (const root of roots) {
    const walk: Walk = { tree, files, settings: [], notes: [], included: new Set(), read: 0 }
    const text = await readFile(walk, root, [])
    if (text === undefined) {
      read.push({ root, source: undefined, walk })
      continue
    }
    const auto = posix.join(posix.dirname(root), AUTO_CONF)
    if (files.includes(auto)) await readFile(walk, auto, [])
    const addition = {
      file: root,
      offset: text.length - (text.endsWith('\n') ? 1 : 0),
      text: `${text === '' ? '' : '\n'}${NAME} = ${VALUE}`,
    }
    const source: Source = { kind: 'postgresql.conf', file: root, settings: walk.settings, addition, isBare: false }
    read.push({ root, source, walk })
  }
  // What another one includes is no server's configuration of its own.
  const inner = new Set(read.flatMap(({ walk }) => [...walk.included]))
  const outer = read.filter(({ root }) => !inner.has(root))
  return {
    sources: outer.flatMap(({ source }) => (source === undefined || source.settings.length === 0 ? [] : [source])),
    notes: outer.flatMap(({ walk }) => walk.notes),
  }
}

/** Adds a file's settings; `open` are the files that led to it. Returns its text where it could be read. */
async function readFile(walk: Walk, file: string, open: readonly string[]): Promise<string | undefined> {
  const text = await walk.tree.read(file).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
    walk.notes.push(`${file} could not be read.`)
    return undefined
  })
  if (text === undefined) return undefined
  for (const entry of parseConf(text, file)) {
    if (entry.kind === 'setting') walk.settings.push(entry.setting)
    else if (entry.kind === 'error') walk.notes.push(`${file}:${entry.line} is no line that PostgreSQL can read.`)
    else await follow(walk, { ...entry, file }, [...open, file])
  }
  return text
}

async function follow(
  walk: Walk,
  from: { readonly include: string; readonly path: string; readonly file: string; readonly line: number },
  open: readonly string[],
): Promise<void> {
  const where = `${from.file}:${from.line}`
  if (open.length >= MAX_DEPTH) {
    walk.notes.push(`${where} includes files more than ${MAX_DEPTH} deep.`)
    return
  }
  const path = posix.normalize(posix.join(posix.dirname(from.file), from.path))
  if (posix.isAbsolute(from.path) || path.startsWith('..')) {
    walk.notes.push(`${where} includes what is outside the repository: its settings are not known.`)
    return
  }
  const found =
    from.include === 'include_dir'
      ? walk.files.filter(file => posix.dirname(file) === path && /^[^.].*\.conf$/.test(posix.basename(file)))
      : walk.files.filter(file => file === path)
  if (found.length === 0 && from.include === 'include')
    walk.notes.push(`${where} includes a file that is not in the repository.`)
  for (const file of found) {
    if (open.includes(file)) {
      walk.notes.push(`${where} includes a file that includes it.`)
      continue
    }
    walk.included.add(file)
    walk.read += 1
    if (walk.read === MAX_INCLUDED + 1)
      walk.notes.push(`${where} is where more than ${MAX_INCLUDED} files are included: the rest is not known.`)
    if (walk.read > MAX_INCLUDED) return
    await readFile(walk, file, open)
  }
}
