import type { Target } from '../config/schema.ts'
import { type Effective, settingValue } from './effective.ts'
import { formatValue, type Parameters, type Value } from './parameter.ts'
import { pgtune } from './pgtune.ts'

/** A value to try for a setting. */
export interface Proposal {
  readonly name: string
  readonly from: Value | undefined
  readonly value: Value
  /** Where it comes from, one sentence. */
  readonly why: string
  /** `branch`: the value that this branch took away; if it does better, that is the branch's doing. */
  readonly origin: 'hardware' | 'load' | 'branch'
}

/** What the planner believes of the hardware: tried in a session, by planning every statement anew. */
const PLANNER = ['random_page_cost', 'effective_cache_size'] as const
/** What only a server that is started with it shows. */
export const SERVER: readonly string[] = ['shared_buffers', 'wal_buffers', 'wal_compression', 'max_wal_size']

const BECAUSE: Readonly<Record<string, string>> = {
  random_page_cost: 'The storage given has this ratio of random to sequential reads, by pgtune’s rules.',
  effective_cache_size: 'Three quarters of the memory given are there for caching, by pgtune’s rules.',
  shared_buffers: 'A quarter of the memory given, by pgtune’s rules.',
  wal_buffers: 'Three hundredths of shared_buffers, up to 16 MB, by pgtune’s rules.',
  wal_compression: 'Full pages in the write-ahead log are compressed, by pgtune’s rules.',
  max_wal_size: 'Room for this kind of load between two checkpoints, by pgtune’s rules.',
}

/** What pgtune's rules say of the target, for those settings of a group that have another value now. */
export function proposeFromHardware(
  target: Target,
  major: number,
  effective: Effective,
  parameters: Parameters,
): { readonly planner: readonly Proposal[]; readonly server: readonly Proposal[] } {
  const priors = pgtune({ ...target, major })
  const propose = (name: string): Proposal[] => {
    const value = availableOf(parameters, name, priors.get(name))
    const from = settingValue(effective, parameters, name)
    // A wal_buffers of -1 follows shared_buffers by the same rule.
    if (value === undefined || from === undefined || value === from || from === -1) return []
    // Priors are ceilings for what costs memory or disk: more than that is the user's own decision.
    if (typeof value === 'number' && typeof from === 'number' && from > value && SERVER.includes(name)) return []
    return [{ name, from, value, why: BECAUSE[name] ?? '', origin: 'hardware' }]
  }
  return {
    planner: PLANNER.flatMap(propose),
    server: hasTarget(target) ? SERVER.flatMap(propose) : [],
  }
}

export function hasTarget({ memory, cpus, storage, connections }: Target): boolean {
  return [memory, cpus, storage, connections].some(each => each !== undefined)
}

/** A server that was built without a compression method does not offer it. */
function availableOf(parameters: Parameters, name: string, value: Value | undefined): Value | undefined {
  const parameter = parameters.get(name)
  if (parameter === undefined || value === undefined) return undefined
  if (parameter.choices === null || parameter.choices.includes(String(value))) return value
  return parameter.choices.includes('on') ? 'on' : undefined
}

/** What the branch changed of what the planner sees: base's values, to be held against head's. */
export function proposeFromBranch(
  base: Effective,
  head: Effective,
  parameters: Parameters,
  names: Iterable<string>,
): readonly Proposal[] {
  return [...names].flatMap(name => {
    const [before, after] = [settingValue(base, parameters, name), settingValue(head, parameters, name)]
    if (before === undefined || after === undefined || before === after) return []
    const parameter = parameters.get(name)!
    const [was, is] = [formatValue(parameter, before), formatValue(parameter, after)]
    return [{ name, from: after, value: before, why: `This branch changes it from ${was} to ${is}.`, origin: 'branch' }]
  })
}
