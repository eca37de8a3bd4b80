import { type PgbouncerProposal, proposePgbouncer } from '../propose/propose-pgbouncer.ts'
import { openedByAll, type PoolRule, remark } from '../subject.ts'

export const pgbouncerSettings: PoolRule = {
  id: 'pgbouncer-settings',
  title: 'What a pgbouncer.ini should say',
  description:
    'Values that follow from what the application opens, what the server takes and what the load does with its sessions: as a change of your own pgbouncer.ini, or as a new one where the application opens more than the server takes, or runs as functions, and nothing stands between. Where the machine has PgBouncer, it runs with both in front of a copy of head’s database, as many clients as the application has send the load’s reads through it, and the change is written as a fix only where none of them was refused, failed or met another’s state.',
  find: subject =>
    proposePgbouncer(subject).map(proposal => {
      const { pooler, settings } = proposal
      return remark({
        rule: 'pgbouncer-settings',
        subject: subjectOf(proposal),
        severity: 'advice',
        title:
          pooler === undefined
            ? 'PgBouncer between the application and the server'
            : `${pooler.file} with ${settings.map(({ name, value }) => `${name} = ${value}`).join(', ')}`,
        why:
          pooler === undefined
            ? 'Clients share a few connections of the server, each for as long as a transaction lasts.'
            : `With these values it serves ${openedByAll(subject) === undefined ? 'those clients that are known' : 'all clients'} and the server has room for what it opens.`,
        evidence: settings.map(({ name, value, why }) => `${name} = ${value}: ${why}.`),
      })
    }),
}

/** The key of a proposal's finding. */
export function keyOf(proposal: PgbouncerProposal): string {
  return `pgbouncer-settings:${subjectOf(proposal)}`
}

function subjectOf({ pooler }: PgbouncerProposal): string {
  return pooler?.file ?? 'new'
}
