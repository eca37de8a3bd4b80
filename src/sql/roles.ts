import { readReferences } from './references.ts'
import type { SqlPiece } from './split.ts'
import { leadingWords } from './transaction.ts'

const MAY_NAME_ROLES = /\b(?:grant|revoke|owner|role|policy|privileges|authorization|user)\b/i
const DROPS_ROLES = /^\s*drop\s+(?:role|user|group)\b/i
const MAKES_ROLES = new Set(['role', 'user', 'group'])
/** Roles of the server's own. */
const EXISTS = /^(?:pg_.*|public)$/
/** The first role of most servers, whose objects dumps say they are. */
export const FIRST_ROLE = 'postgres'
const MAY_NAME_FIRST_ROLE = /^\s*(?:--[^\n]*\n\s*)*(?:alter|create|grant|revoke|set|reassign)\b[\s\S]*\bpostgres\b/i

type Sources = readonly { readonly pieces: readonly Pick<SqlPiece, 'kind' | 'text'>[] }[]

/** Roles that migrations name in grants, owners, policies and the like, but do not create; each once, without the first role. */
export function expectedRoles(migrations: Sources): readonly string[] {
  return namedRoles(migrations).filter(role => role !== FIRST_ROLE)
}

/** Whether migrations name the first role and do not create it. Parses nothing else. */
export function expectsFirstRole(migrations: Sources): boolean {
  const pieces = migrations.flatMap(each => each.pieces.filter(({ text }) => MAY_NAME_FIRST_ROLE.test(text)))
  return namedRoles([{ pieces }]).includes(FIRST_ROLE)
}

function namedRoles(migrations: Sources): readonly string[] {
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

/** Whether a statement creates one of the roles, which all databases of the server share. */
export function createsOneOf(roles: ReadonlySet<string>, text: string): boolean {
  const [verb, object] = leadingWords(text)
  if (verb !== 'create' || !MAKES_ROLES.has(object ?? '')) return false
  return readReferences(text).created.some(({ kind, name }) => kind === 'role' && roles.has(name))
}
