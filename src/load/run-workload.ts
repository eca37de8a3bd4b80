import { createSessionTracker } from '../capture/session.ts'
import { createTemporaryTracker, setupFor } from '../capture/temporary.ts'
import { UserError } from '../errors.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import type { Database } from '../postgres/server.ts'
import { connectSession } from '../postgres/session-client.ts'
import type { Progress } from '../progress.ts'
import { preparedName } from '../sql/prepared.ts'
import type { WorkloadStatement } from './workload.ts'

/** A statement of a workload file as it was sent, with the settings that the session had. */
export interface SentStatement {
  readonly statement: WorkloadStatement
  readonly session: Readonly<Record<string, string>>
  /** The PREPARE that an EXECUTE depends on. */
  readonly prepared: string | undefined
  /** What made and filled the temporary objects that it uses. */
  readonly setup: readonly string[]
  /** Why those cannot be had again. */
  readonly lost: string | undefined
  readonly failure: { readonly code: string; readonly message: string } | undefined
}

export interface LoadOptions {
  /** Settings of the application's sessions. */
  readonly session: Readonly<Record<string, string>>
  readonly statementTimeoutMs: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Sends the statements of the workload files one after the other over one connection a file, each by the simple protocol.
 * A statement that fails is noted and the load goes on; only a lost connection throws.
 */
export async function runWorkload(
  database: Database,
  statements: readonly WorkloadStatement[],
  options: LoadOptions,
): Promise<readonly SentStatement[]> {
  const sent: SentStatement[] = []
  let done = 0
  for (const [file, group] of Map.groupBy(statements, statement => statement.file)) {
    const settings = { statement_timeout: String(options.statementTimeoutMs), ...options.session }
    await using client = await connectSession(database, settings, '`session` in pgverdict.yml')
    const session = createSessionTracker(options.session)
    const temporary = createTemporaryTracker()
    const prepared = new Map<string, string>()
    for (const statement of group) {
      options.signal.throwIfAborted()
      options.progress.step(`${file}: ${++done} of ${statements.length} statements`)
      const use = preparedName(statement.sql)
      const ofExecute = use?.kind === 'execute' ? prepared.get(use.name) : undefined
      const { steps: setup, lost } = setupFor(ofExecute ?? statement.sql, temporary.objectsOf(file))
      const failure = await send(client, statement)
      if (failure === undefined) {
        session.follow(file, statement.sql, [])
        for (let call = 0; call < statement.calls; call++) {
          temporary.follow(file, { sql: statement.sql, values: [], prepared: ofExecute })
        }
      }
      if (use?.kind === 'prepare') prepared.set(use.name, statement.sql)
      sent.push({ statement, session: session.settingsOf(file), failure, prepared: ofExecute, setup, lost })
    }
  }
  return sent
}

async function send(client: Client, statement: WorkloadStatement): Promise<SentStatement['failure']> {
  try {
    for (let call = 0; call < statement.calls; call++) await client.run(statement.sql)
    return undefined
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    if (error.code.startsWith('08') || error.code.startsWith('57P')) {
      throw new UserError(`${statement.file}:${statement.line}: the server went away while ${statement.name} ran`, {
        cause: error,
        hint: error.message,
      })
    }
    return { code: error.code, message: error.message }
  }
}

/** Whether a statement only changes the session. */
export function isSetting(sql: string): boolean {
  return /^(?:set|reset)\b/i.test(sql) || /^select\s+(?:pg_catalog\.)?set_config\s*\([^;]*\)\s*$/i.test(sql)
}
