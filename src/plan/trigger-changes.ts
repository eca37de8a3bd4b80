import type { Change } from '../compare/comparison.ts'
import type { Plan, TriggerWork } from './plan.ts'
import { counted } from './words.ts'

/** A constraint's triggers are named after object identifiers, which differ between databases. */
const nameOf = ({ constraint, name, relation }: TriggerWork) => `${constraint ?? name} on ${relation ?? 'the table'}`

const callsByName = (triggers: readonly TriggerWork[]): ReadonlyMap<string, number> => {
  const calls = new Map<string, number>()
  for (const trigger of triggers) calls.set(nameOf(trigger), (calls.get(nameOf(trigger)) ?? 0) + trigger.calls)
  return calls
}

/** Triggers and foreign-key checks that fired on one side only, or at least twice as often. Neutral: EXPLAIN does not count their blocks. */
export function triggerChanges(base: Plan, head: Plan): readonly Change[] {
  const before = callsByName(base.triggers)
  const after = callsByName(head.triggers)
  const times = (calls: number | undefined) =>
    calls === undefined ? 'does not fire' : `fires ${counted(calls, 'time')}`
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Change[] => {
    const [old, now] = [before.get(name), after.get(name)]
    if (old !== undefined && now !== undefined && now < 2 * old && old < 2 * now) return []
    return [{ kind: 'trigger-work', node: name, from: times(old), to: times(now), direction: 'neutral' }]
  })
}
