import type { DependencyCandidate } from '../capture/schema/dependency-candidates.ts'
import { type Dependency, MAX_EXCEPTIONS } from '../capture/schema/profile.ts'
import type { Draft, Rule } from './draft.ts'
import { polymorphicPairs } from './polymorphic-pairs.ts'
import { count, listed, schemaRemark, tableName } from './schema-remark.ts'
import type { Subject } from './workload.ts'

/** Groups of rows that agree, before it can be more than chance. */
const MIN_GROUPS = 8
/** Without a name that says so: as many different values as this, and as this share of the groups. */
const DISTINCT = { least: 8, share: 0.3 }
/** Of names that speak of one thing: how likely it may be that all groups agree by chance. */
const MAX_CHANCE = 0.01
/** Of the rows: a few may have moved since. Of what follows from another column that is counted through fewer turn out even. */
const CYCLIC = 0.98

interface Meaning {
  readonly isMeant: (candidate: DependencyCandidate) => boolean
  readonly words: (names: { readonly from: string; readonly to: string; readonly isOne: boolean }) => string
}

export const isInKey = ({ table, from }: DependencyCandidate): boolean => table.primaryKey.includes(from)

/** One remark for all columns of a table that follow from the same one; copies of a referred row are another rule's. */
export function dependencyRemarks(
  rule: Pick<Rule, 'id' | 'area'>,
  subject: Subject,
  { isMeant, words }: Meaning,
): readonly Draft[] {
  const { dependencies, copies } = subject.schema.profile
  const isCopy = ({ table, to }: Dependency) => copies.some(copy => copy.table === table && copy.column === to)
  // The kind of what a row refers to belongs to the reference.
  const isKind = ({ table, from, to }: Dependency) =>
    polymorphicPairs(table).some(([type, id]) => type.name === to && id.name === from)
  const isMirror = ({ groups, same }: Dependency) => same >= (1 - MAX_EXCEPTIONS) * groups
  const held = dependencies.filter(each => holds(each) && !isCopy(each) && !isKind(each) && !isMirror(each))
  // What an identifier tells is not told again of another column that goes with it.
  const isToldBetter = ({ table, from, to, isNamed }: Dependency) =>
    !isNamed && held.some(other => other.isNamed && other.table === table && [from, to].includes(other.to))
  const found = held.filter(each => isMeant(each) && !isToldBetter(each))
  const groups = Map.groupBy(found, ({ table, from }) => JSON.stringify([table.schema, table.name, from]))
  return [...groups.values()].map(group => {
    const [{ table, from, groups: seen }] = group as [Dependency]
    const to = group.map(each => each.to)
    const exceptions = Math.max(...group.map(each => each.exceptions))
    return schemaRemark(rule, subject, {
      table,
      columns: [from, ...to],
      title: `${tableName(table)}: ${words({ from, to: listed(to), isOne: to.length === 1 })}`,
      why: 'It is stored again in each row, a change has to find them all, and it is lost with the last of them. Keep it in a table of its own.',
      evidence: [
        exceptions === 0
          ? `It holds for all of ${count(seen)} values of ${from} that several rows share.`
          : `It holds for all but ${count(exceptions)} of ${count(seen)} values of ${from} that several rows share: those contradict themselves.`,
      ],
    })
  })
}

/**
 * Names that say so are enough. Else the values have to be so many that no chance could have made them agree; fewer will do where
 * both columns speak of one thing, two rows of a group would not agree anyway, and the rows were not generated in step.
 */
function holds(dependency: Dependency): boolean {
  const { isNamed, isOfSame, groups, exceptions, distinctTo, agreement } = dependency
  if (groups < MIN_GROUPS || distinctTo < 2 || exceptions > MAX_EXCEPTIONS * groups) return false
  if (isNamed || (distinctTo >= DISTINCT.least && distinctTo >= DISTINCT.share * groups)) return true
  return isOfSame && agreement ** groups <= MAX_CHANCE && !isInStep(dependency)
}

/** Of rows numbered through, `i % 4` follows from `i % 40` and means nothing; another column that follows gives it away. */
function isInStep({ cyclic, controlsFollowing }: Dependency): boolean {
  return cyclic >= CYCLIC && controlsFollowing > 0
}
