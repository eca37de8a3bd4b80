import { readReferences } from './references.ts'
import type { SqlPiece } from './split.ts'

const MAY_NAME_ROLES = /\b(?:grant|revoke|owner|role|policy|privileges|authorization|user)\b/i
const DROPS_ROLES = /^\s*drop\s+(?:role|user|group)\b/i
/** Roles of the server's own. */
const EXISTS = /^(?:pg_.*|postgres|public)$/

/** Roles that migrations name in grants, owners, policies and the like, but do not create; each once. */
export function expectedRoles(
  migrations: readonly { readonly pieces: readonly Pick<SqlPiece, 'kind' | 'text'>[] }[],
): readonly string[] {
  const named = new Set<string>()
  const created = new Set<string>()
  for (const { kind, text } of migrations.flatMap(({ pieces }) => pieces)) {
    if (kind !== 'statement' || !MAY_NAME_ROLES.test(text) || DROPS_ROLES.test(text)) continue
    const references = readReferences(text)
    for (const role of references.roles) named.add(role)
    for (const made of references.created) if (made.kind === 'role') created.add(made.name)
  }
  return [...named].filter(role => !created.has(role) && !EXISTS.test(role))
}
