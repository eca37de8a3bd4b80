import type { FileEdit, Finding } from '../../advise/finding.ts'
import { UserError } from '../../errors.ts'
import { formatVersion } from '../format-version.ts'
import { figureValue, type Pooler } from '../pool.ts'
import { FOLLOWS_PREPARED, type PgbouncerProposal } from '../propose/propose-pgbouncer.ts'
import type { PgbouncerProgram } from './pgbouncer.ts'
import { type PoolTrial, type PoolTrialInput, tryPgbouncer } from './try-pgbouncer.ts'

/** Clients and sessions for which this machine has room; the throw-away server takes 200. */
const MOST = { clients: 150, sessions: 150 }

type Settings = Readonly<Record<string, string | number>>

/**
 * The finding with its fix where PgBouncer, run before a copy of head's database with the load, did what is said of the change;
 * else as a remark that says why not.
 */
export async function proveProposal(
  finding: Finding,
  proposal: PgbouncerProposal,
  files: readonly FileEdit[],
  program: PgbouncerProgram,
  input: Omit<PoolTrialInput, 'clients'> & { readonly keepsState: boolean },
): Promise<Finding> {
  const { pooler } = proposal
  const version = formatVersion(program.version)
  const remark = (why: string): Finding => ({ ...finding, evidence: [...finding.evidence, why] })
  if (proposal.settings.some(({ name }) => name === 'max_prepared_statements') && program.version < FOLLOWS_PREPARED)
    return remark(`Not tried: this machine’s PgBouncer ${version} does not follow prepared statements.`)
  const clients = Math.max(2, Math.min(proposal.clients, MOST.clients))
  const before = pooler === undefined ? undefined : settingsOf(pooler)
  const after = { ...before, ...Object.fromEntries(proposal.settings.map(({ name, value }) => [name, value])) }
  try {
    const trials = {
      before: before === undefined ? undefined : await tryPgbouncer(program, fitted(before), { ...input, clients }),
      after: await tryPgbouncer(program, fitted(after), { ...input, clients }),
    }
    const most = Number(fitted(after).default_pool_size ?? MOST.sessions)
    const evidence = trialEvidence(trials, clients, version, input.keepsState)
    const isProven =
      trials.after.refused === 0 &&
      trials.after.failed === 0 &&
      trials.after.sessions <= most &&
      !(input.keepsState && trials.after.leaks)
    return isProven
      ? { ...finding, evidence: [...finding.evidence, ...evidence], fix: { sql: '', files } }
      : { ...finding, severity: 'info', evidence: [...finding.evidence, 'It did not prove itself.', ...evidence] }
  } catch (error) {
    if (error instanceof UserError) return remark(`Not tried: ${error.message}.`)
    throw error
  }
}

/** What of a file the trial takes over: numbers and the mode, nothing that names a file. */
function settingsOf({ mode, poolSize, maxClients }: Pooler): Settings {
  const [size, clients] = [figureValue(poolSize), figureValue(maxClients)]
  return {
    pool_mode: mode,
    ...(size !== undefined && { default_pool_size: size }),
    ...(clients !== undefined && { max_client_conn: clients }),
  }
}

function fitted(settings: Settings): Settings {
  const size = settings.default_pool_size
  return size === undefined ? settings : { ...settings, default_pool_size: Math.min(Number(size), MOST.sessions) }
}

function trialEvidence(
  { before, after }: { readonly before: PoolTrial | undefined; readonly after: PoolTrial },
  clients: number,
  version: string,
  keepsState: boolean,
): readonly string[] {
  const served = ({ refused, failed }: PoolTrial) =>
    [
      refused === 0 ? 'none refused' : `${refused} refused`,
      ...(failed === 0 ? [] : [`${failed} with a statement that failed`]),
    ].join(', ')
  const met = ({ leaks }: PoolTrial) => (leaks ? 'another’s' : 'none but their own')
  return [
    `Tried with PgBouncer ${version} before a copy of head’s database, ${clients} clients at once with the load’s reads: ${
      before === undefined ? '' : `${served(before)} as the file is, `
    }${served(after)} with the change.`,
    ...(keepsState && before !== undefined
      ? [`Clients met ${met(before)} settings as the file is, ${met(after)} with the change.`]
      : []),
  ]
}
