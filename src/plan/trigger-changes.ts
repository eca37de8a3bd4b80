import type { Change } from '../compare/comparison.ts'
import type { Plan, TriggerWork } from './plan.ts'
import { counted } from './words.ts'

/** A constraint's triggers are named after object identifiers, which differ between databases. */
const nameOf = ({ constraint, name, relation }: TriggerWork) => `${constraint ?? name} on ${relation ?? 'the table'}`

/** What stays of a trigger or foreign key when only its name changes. */
const kindOf = ({ constraint, relation }: TriggerWork) =>
  `${constraint === undefined ? 'trigger' : 'constraint'} on ${relation ?? 'the table'}`

interface Firing {
  readonly kind: string
  readonly label: string
  readonly calls: number
}

function firings(triggers: readonly TriggerWork[]): ReadonlyMap<string, Firing> {
  const byName = new Map<string, Firing>()
  for (const trigger of triggers) {
    const name = nameOf(trigger)
    byName.set(name, {
      kind: kindOf(trigger),
      label: trigger.constraint ?? trigger.name,
      calls: (byName.get(name)?.calls ?? 0) + trigger.calls,
    })
  }
  return byName
}

/** Which triggers and foreign-key checks a plan fired, as a text that is equal where the same ones fired. */
export const triggersOf = ({ triggers }: Plan): string => [...firings(triggers).keys()].toSorted().join(', ')

/**
 * Triggers and foreign-key checks that fired on one side only, or at least twice as often; one that only has another name
 * is none. Neutral: EXPLAIN does not count their blocks.
 */
export function triggerChanges(base: Plan, head: Plan): readonly Change[] {
  const before = firings(base.triggers)
  const after = firings(head.triggers)
  const names = withoutRenamed([...new Set([...before.keys(), ...after.keys()])], before, after)
  const times = (firing: Firing | undefined) =>
    firing === undefined ? 'does not fire' : `fires ${counted(firing.calls, 'time')}`
  return names.flatMap((name): Change[] => {
    const [old, now] = [before.get(name), after.get(name)]
    if (old !== undefined && now !== undefined && now.calls < 2 * old.calls && old.calls < 2 * now.calls) return []
    return [{ kind: 'trigger-work', node: name, from: times(old), to: times(now), direction: 'neutral' }]
  })
}

/** Leaves out in pairs what is gone and what is new and fires as often, on the same table or under the same name. */
function withoutRenamed(
  names: readonly string[],
  before: ReadonlyMap<string, Firing>,
  after: ReadonlyMap<string, Firing>,
): readonly string[] {
  const gone = names.filter(name => !after.has(name))
  const renamed = new Set<string>()
  for (const name of names.filter(each => !before.has(each))) {
    const { kind, label, calls } = after.get(name)!
    const former = gone.find(each => {
      const firing = before.get(each)!
      return !renamed.has(each) && firing.calls === calls && (firing.kind === kind || firing.label === label)
    })
    if (former !== undefined) renamed.add(former).add(name)
  }
  return names.filter(name => !renamed.has(name))
}
