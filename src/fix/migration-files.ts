import { posix } from 'node:path'
import type { FileEdit } from '../advise/finding.ts'
import type { Tree } from '../checkout/tree.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import { folderOf } from '../migrate/tools/files.ts'
import { commitsWithin } from '../sql/transaction.ts'
import { openDrizzleFolder } from './drizzle-files.ts'
import { newFile } from './edits.ts'
import { type NameNext, namesAfter } from './next-version.ts'
import type { SchemaChange } from './schema-change.ts'

type SqlSet = Extract<MigrationSet, { kind: 'sql' }>

/** The statements of one migration. */
type Step = readonly SchemaChange[]

/** Writes changes as migrations after those that are there; each call goes on from the one before. */
export interface MigrationWriter {
  write(changes: readonly SchemaChange[]): readonly FileEdit[]
}

interface Place {
  readonly folder: string
  readonly next: NameNext
  /** Whether migrations have a file that undoes them. */
  readonly hasDown: boolean
}

type WriteStep = (step: Step, place: Place) => readonly FileEdit[]

const sqlOf = (step: Step) => step.map(({ sql }) => `${sql};\n`).join('')
const isAlone = (step: Step) => step.some(change => change.isAlone)
const slugOf = (step: Step) =>
  step
    .map(({ slug }) => slug)[0]!
    .replace(/[^\w]+/g, '_')
    .slice(0, 80)

/** Goose cuts at each semicolon, but not within these marks. */
const whole = (sql: string) => (/\$\w*\$/.test(sql) ? `-- +goose StatementBegin\n${sql}-- +goose StatementEnd\n` : sql)

/** Newest first; where one cannot be undone the file says so, and does nothing. */
function undoOf(step: Step): string {
  return step
    .toReversed()
    .map(({ undo }) => (undo === undefined ? '-- Nothing undoes this by itself.\n' : `${undo};\n`))
    .join('')
}

const oneFile =
  (toText: (step: Step) => string): WriteStep =>
  (step, { folder, next }) => [newFile(posix.join(folder, `${next(slugOf(step))}.sql`), toText(step))]

const upAndDown =
  (up: (name: string) => string, down: (name: string) => string): WriteStep =>
  (step, { folder, next }) => {
    const name = next(slugOf(step))
    return [newFile(posix.join(folder, up(name)), sqlOf(step)), newFile(posix.join(folder, down(name)), undoOf(step))]
  }

const FLYWAY_WAITS =
  '-- Flyway holds a lock in a transaction while it migrates, which a concurrent build waits for: set\n-- flyway.postgresql.transactional.lock=false.\n'

/** Sends the whole file as one transaction, of which a statement that must be in none can be the first. */
const ONE_BATCH: SqlSet['tool'] = 'supabase'
/** Begins a transaction for each file, whatever the file says. */
const ALWAYS_WITHIN: SqlSet['tool'] = 'hasura'

/**
 * Each tool's file for a step, with what the tool needs to run it outside of a transaction. Tools that are not here run code, or
 * keep no migrations.
 */
const WRITERS: Readonly<Partial<Record<SqlSet['tool'], WriteStep>>> = {
  sql: oneFile(sqlOf),
  supabase: oneFile(sqlOf),
  flyway: (step, { folder, next }) => {
    const file = posix.join(folder, `${next(slugOf(step))}.sql`)
    // Flyway sees by itself what may not run in a transaction (manual, "Transactions"), but not what commits within.
    if (step.some(({ sql }) => commitsWithin(sql)))
      return [newFile(file, sqlOf(step)), newFile(`${file}.conf`, 'executeInTransaction=false\n')]
    return [newFile(file, `${isAlone(step) ? FLYWAY_WAITS : ''}${sqlOf(step)}`)]
  },
  prisma: (step, { folder, next }) => [newFile(posix.join(folder, next(slugOf(step)), 'migration.sql'), sqlOf(step))],
  'golang-migrate': upAndDown(
    name => `${name}.up.sql`,
    name => `${name}.down.sql`,
  ),
  hasura: upAndDown(
    name => `${name}/up.sql`,
    name => `${name}/down.sql`,
  ),
  goose: oneFile(
    step =>
      `${isAlone(step) ? '-- +goose NO TRANSACTION\n' : ''}-- +goose Up\n${whole(sqlOf(step))}\n-- +goose Down\n${whole(undoOf(step))}`,
  ),
  dbmate: oneFile(step => {
    const option = isAlone(step) ? ' transaction:false' : ''
    return `-- migrate:up${option}\n${sqlOf(step)}\n-- migrate:down${option}\n${undoOf(step)}`
  }),
  sqlx: (step, { folder, next, hasDown }) => {
    const name = next(slugOf(step))
    const mark = isAlone(step) ? '-- no-transaction\n' : ''
    if (!hasDown) return [newFile(posix.join(folder, `${name}.sql`), mark + sqlOf(step))]
    return [
      newFile(posix.join(folder, `${name}.up.sql`), mark + sqlOf(step)),
      newFile(posix.join(folder, `${name}.down.sql`), mark + undoOf(step)),
    ]
  },
  diesel: (step, { folder, next }) => {
    const at = posix.join(folder, next(slugOf(step)))
    return [
      newFile(`${at}/up.sql`, sqlOf(step)),
      newFile(`${at}/down.sql`, undoOf(step)),
      ...(isAlone(step) ? [newFile(`${at}/metadata.toml`, 'run_in_transaction = false\n')] : []),
    ]
  },
  atlas: oneFile(step => (isAlone(step) ? '-- atlas:txmode none\n\n' : '') + sqlOf(step)),
  'node-pg-migrate': oneFile(step => `-- Up Migration\n${sqlOf(step)}\n-- Down Migration\n${undoOf(step)}`),
}

const IN_FOLDERS = new Set<SqlSet['tool']>(['prisma', 'hasura', 'diesel'])

/** Undefined where the project's migrations are no SQL files that one could be added to. */
export async function migrationWriter(set: MigrationSet, tree: Tree): Promise<MigrationWriter | undefined> {
  if (set.kind !== 'sql') return undefined
  const last = set.migrations.findLast(({ repeatable }) => !repeatable)
  if (last === undefined) return undefined
  const arrange = (changes: readonly SchemaChange[]) =>
    toSteps(
      set.transaction === 'all' ? changes.map(withinTransaction) : changes.map(change => adapted(change, set.tool)),
    )
  if (set.tool === 'drizzle') {
    const folder = await openDrizzleFolder(tree, last.file)
    const toText = (step: Step) => step.map(({ sql }) => `${sql};\n`).join('--> statement-breakpoint\n')
    return folder && { write: changes => arrange(changes).flatMap(step => folder.add(slugOf(step), toText(step))) }
  }
  const write = WRITERS[set.tool]
  if (write === undefined) return undefined
  const own = folderOf(last.file)
  const isFolder = IN_FOLDERS.has(set.tool)
  const name = isFolder ? posix.basename(own) : posix.basename(last.file).replace(/(?:\.up)?\.sql$/i, '')
  const place = {
    folder: isFolder ? folderOf(own) : own,
    next: namesAfter(name),
    hasDown: last.file.endsWith('.up.sql'),
  }
  return { write: changes => arrange(changes).flatMap(step => write(step, place)) }
}

/** What must not run in a transaction has a migration of its own; the rest shares them. */
function toSteps(changes: readonly SchemaChange[]): readonly Step[] {
  const steps: SchemaChange[][] = []
  for (const change of changes) {
    const last = steps.at(-1)
    if (last === undefined || change.isAlone || isAlone(last)) steps.push([change])
    else last.push(change)
  }
  return steps
}

function adapted(change: SchemaChange, tool: SqlSet['tool']): SchemaChange {
  if (tool === ALWAYS_WITHIN) return withinTransaction(change)
  return tool === ONE_BATCH && commitsWithin(change.sql) ? withoutCommits(change) : change
}

/** Its batches are one then: rows stay locked against changes until the last one. */
function withoutCommits(change: SchemaChange): SchemaChange {
  const words = '-- Migrations run in one transaction here: what this locks stays locked until all of it is done.'
  return { ...change, sql: `${words}\n${change.sql.replace(/^ *commit;\n/gm, '')}` }
}

/** The statement for a tool that runs all that is pending in one transaction; what is better is told in the file. */
function withinTransaction(change: SchemaChange): SchemaChange {
  if (!change.isAlone) return change
  if (commitsWithin(change.sql)) return withoutCommits(change)
  const sql = change.sql
    .replace(/^(create\s+(?:unique\s+)?index)\s+concurrently\s(?:if not exists\s)?/i, '$1 if not exists ')
    .replace(/^(drop\s+index)\s+concurrently\s/i, '$1 if exists ')
  const words = [
    '-- Migrations run in one transaction here, where an index is not built or dropped concurrently: this blocks writes meanwhile.',
    '-- On a large table run the following first, outside of it; this then finds nothing left to do.',
    `--   ${change.sql};`,
  ]
  return {
    ...change,
    isAlone: false,
    sql: [...words, sql].join('\n'),
    undo: change.undo?.replace(/\bconcurrently /, ''),
  }
}
