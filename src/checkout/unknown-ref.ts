import { closest, distance } from 'fastest-levenshtein'
import { UserError } from '../errors.ts'
import type { Repository } from './repository.ts'

export async function unknownRefError({ git, root }: Repository, ref: string, option: string): Promise<UserError> {
  const listing = await git.text(['for-each-ref', '--format=%(refname:short)'])
  const names = listing.split('\n').filter(name => name !== '')
  const nearest = names.length === 0 ? undefined : closest(ref, names)
  const isNear = nearest !== undefined && distance(ref, nearest) <= Math.max(2, ref.length / 3)
  return new UserError(`${option}: the repository ${root} knows no commit, branch or tag \`${ref}\``, {
    kind: 'usage',
    hint: isNear ? `Did you mean \`${nearest}\`?` : `If it is on the remote, run \`git fetch origin\` first.`,
  })
}

export function noCommitsError({ root }: Repository): UserError {
  return new UserError(`The repository ${root} has no commits yet`, {
    kind: 'usage',
    hint: 'Commit what production runs today; the change is then compared with it.',
  })
}
