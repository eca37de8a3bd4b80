import type { Tree } from '../../checkout/tree.ts'
import type { MigrationTool } from '../../config/schema.ts'
import type { Migration, MigrationSet, SessionSettings } from '../migration.ts'

/** A tool whose migrations are SQL files. */
export interface SqlTool {
  readonly id: MigrationTool
  /** Where its migrations usually lie, for a repository without the tool's marks and for messages. */
  readonly places: readonly string[]
  readonly transaction: Extract<MigrationSet, { kind: 'sql' }>['transaction']
  /** Folders (or files) of its migrations, known by the tool's own marks. `files` is every file of the tree. */
  detect(tree: Tree, files: readonly string[]): Promise<readonly string[]>
  /** What the tool's own configuration says about the sessions that run them. */
  settings?(tree: Tree, path: string): Promise<SessionSettings>
  /** Sentences for the report on what of the tool's configuration cannot be followed. */
  notes?(tree: Tree, path: string): Promise<readonly string[]>
  /** What is to be said of files that look like migrations and are not read, wherever the path comes from. */
  unread?(tree: Tree, path: string): Promise<readonly string[]>
  /** Its migrations in the order in which it applies them, `[]` where there are none. Throws a UserError for what is no SQL. */
  read(tree: Tree, path: string): Promise<readonly Migration[]>
}

export interface Found {
  readonly tool: SqlTool
  /** Empty for the root. */
  readonly path: string
}
