import { UserError } from '../errors.ts'
import { type Client, SqlError } from './client.ts'
import type { Database } from './server.ts'
import { isConnectionLoss } from './server-failure.ts'

/** A connection of the owner with settings that the user gave; `from` says where. Throws a UserError for one that cannot be set. */
export async function connectSession(
  database: Database,
  settings: Readonly<Record<string, string>>,
  from: string,
): Promise<Client> {
  try {
    return await database.connect('owner', settings)
  } catch (error) {
    if (!(error instanceof SqlError) || isConnectionLoss(error)) throw error
    throw new UserError(`${from} cannot be set: ${error.message} (SQLSTATE ${error.code})`, {
      kind: 'usage',
      hint: /^role /.test(error.message)
        ? 'Let a migration create the role, or name it under `postgres.roles`.'
        : 'See whether the server of this version, with these extensions, has the setting.',
      cause: error,
    })
  }
}
