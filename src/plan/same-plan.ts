import { type IndexDefinitionPair, type IndexDefinitions, indexedTable } from './index-definitions.ts'
import { instancesOf } from './instances.ts'
import type { Plan } from './plan.ts'
import { canonicalText, type Naming } from './shape.ts'

/**
 * Whether two plans do the same: with the same relations, or with relations that were renamed in between. Aliases count for
 * nothing. A relation counts as renamed where neither side's catalog has the other's name.
 */
export function isSamePlan(base: Plan, head: Plan, indexes: IndexDefinitionPair): boolean {
  const before = namingOf(base)
  const after = namingOf(head)
  if (canonicalText(base, indexes.base, before) !== canonicalText(head, indexes.head, after)) return false
  const [old, now] = [[...before.relations.keys()], [...after.relations.keys()]]
  return old.every((name, position) => name === now[position] || isRenamed(name, now[position] ?? '', indexes))
}

function isRenamed(from: string, to: string, { base, head }: IndexDefinitionPair): boolean {
  const [before, after] = [tablesOf(base), tablesOf(head)]
  return before.has(from) && !after.has(from) && after.has(to) && !before.has(to)
}

/** `schema.table` of every table that has an index. */
const tablesOf = (indexes: IndexDefinitions): ReadonlySet<string> =>
  new Set([...indexes.values()].flatMap(definition => indexedTable(definition) ?? []))

/** Names by the position at which a plan first mentions them. */
function namingOf(plan: Plan): Naming & { readonly relations: ReadonlyMap<string, string> } {
  const instances = instancesOf(plan.root)
  const keys = new Set([...instances.of.values()].map(({ key }) => key))
  const aliases = new Map<string, string>()
  const relations = new Map<string, string>()
  const numbered = (names: Map<string, string>, name: string) => {
    const known = names.get(name) ?? `${names.size + 1}`
    names.set(name, known)
    return known
  }
  return {
    relations,
    instance: key => numbered(aliases, key),
    relation: (schema, relation) => numbered(relations, `${schema}.${relation}`),
    condition: text => instances.withAliases(text, alias => (keys.has(alias) ? numbered(aliases, alias) : undefined)),
  }
}
