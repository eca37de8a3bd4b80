import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** How a repository keeps its migrations. */
export interface Layout {
  /** In the order in which they are applied. */
  readonly files: readonly string[]
  /** What a file does when it is applied. */
  upward(text: string): string
  /** Where a further migration goes. */
  readonly next: string
  /** The lines that the tool wants above it. */
  readonly head: readonly string[]
  /** The tool's list of its migrations, with the further one in it. */
  journal(): Promise<Readonly<Record<string, string>>>
}

interface Tool {
  readonly files: string
  readonly next: string
  /** The lines that begin what is applied and what is taken back. */
  readonly marks?: { readonly up: string; readonly down: string }
  /** Where Drizzle Kit lists its migrations. */
  readonly journal?: string
}

const LATE = '20991231000000'

/** The first that matches is it, so the narrower patterns come first. */
const TOOLS: readonly Tool[] = [
  { files: 'prisma/migrations/*/migration.sql', next: `prisma/migrations/${LATE}_mutation/migration.sql` },
  { files: 'db/migration/V*__*.sql', next: 'db/migration/V999__mutation.sql' },
  {
    files: 'db/migrations/*.sql',
    next: `db/migrations/${LATE}_mutation.sql`,
    marks: { up: '-- migrate:up', down: '-- migrate:down' },
  },
  { files: 'supabase/migrations/*.sql', next: `supabase/migrations/${LATE}_mutation.sql` },
  { files: 'migrations/*/up.sql', next: 'migrations/2099-12-31-000000_mutation/up.sql' },
  { files: 'drizzle/*.sql', next: 'drizzle/9999_mutation.sql', journal: 'drizzle/meta/_journal.json' },
  { files: 'migrations/*.up.sql', next: 'migrations/999999_mutation.up.sql' },
  {
    files: 'migrations/?????_*.sql',
    next: 'migrations/99999_mutation.sql',
    marks: { up: '-- +goose Up', down: '-- +goose Down' },
  },
  { files: 'migrations/*.sql', next: 'migrations/999_mutation.sql' },
]

/** Finds the migrations of a corpus repository; undefined where its schema is a dump, to which no migration can be added. */
export async function layoutOf(directory: string): Promise<Layout | undefined> {
  for (const { files: pattern, next, marks, journal } of TOOLS) {
    const files = await Array.fromAsync(glob(pattern, { cwd: directory }))
    if (files.length === 0) continue
    return {
      files: files.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
      upward: text => (marks === undefined ? text : text.split(marks.down)[0]!),
      next,
      head: marks === undefined ? [] : [marks.up],
      journal: async () =>
        journal === undefined ? {} : { [journal]: await withEntry(join(directory, journal), basename(next, '.sql')) },
    }
  }
  return undefined
}

async function withEntry(file: string, tag: string): Promise<string> {
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { idx: number; when: number }[] }
  const last = journal.entries.at(-1)!
  const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag }
  return JSON.stringify({ ...journal, entries: [...journal.entries, entry] })
}
