import { isDeepStrictEqual } from 'node:util'
import type { Config } from './schema.ts'

/** Base's configuration: there is none, it does not hold, or it is this. */
export type BaseConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly problem: string }
  | { readonly kind: 'valid'; readonly config: Config }

export interface Policy {
  readonly config: Config
  readonly changed: readonly string[]
  /** Whose policy holds, where it is not base's. */
  readonly notes: readonly string[]
  /** Whether base has no configuration: the branch brings it. */
  readonly isFirst: boolean
  /** The sections, apart from the gate, that the branch changes: what the base is measured with is then the branch's. */
  readonly reworked: readonly string[]
}

/**
 * The branch's configuration under the base's gate: a pull request that loosens its own thresholds is judged by those that
 * are in force. What it accepts counts, because that names single plans with a reason, but `changed` lists it too. Without a
 * valid configuration on base, which is the pull request that introduces or mends one, head's gate holds, and `notes` say so.
 * Values are shown only where base says so. `written` is head's before the command line and the choice of a database.
 */
export function mergePolicy(base: BaseConfig, head: Config, written: Config = head): Policy {
  const hidden = { ...head, 'show-values': false }
  if (base.kind === 'none')
    return { config: hidden, changed: [], notes: [], isFirst: true, reworked: ['pgverdict.yml'] }
  if (base.kind === 'invalid') {
    const note = `Base’s configuration does not hold (${base.problem}), so that the branch’s own gate decided.`
    return { config: hidden, changed: [], notes: [note], isFirst: false, reworked: ['pgverdict.yml'] }
  }
  const accepted = head.accept.filter(entry => !base.config.accept.some(known => isDeepStrictEqual(known, entry)))
  return {
    config: { ...head, gate: base.config.gate, 'show-values': base.config['show-values'] },
    changed: [...changedKeys(base.config.gate, head.gate, 'gate'), ...accepted.map(({ query }) => `accept ${query}`)],
    notes: [],
    isFirst: false,
    reworked: reworkedSections(base.config, written),
  }
}

function reworkedSections(base: Config, head: Config): readonly string[] {
  const names = Object.keys(head) as (keyof Config)[]
  return names.filter(name => !JUDGING.has(name) && !isDeepStrictEqual(base[name], head[name]))
}

/** What is read when all has been measured. */
const JUDGING: ReadonlySet<keyof Config> = new Set<keyof Config>(['gate', 'accept', 'show-values'])

function changedKeys(base: unknown, head: unknown, path: string): string[] {
  if (!isMapping(base) || !isMapping(head)) return isDeepStrictEqual(base, head) ? [] : [path]
  const keys = new Set([...Object.keys(base), ...Object.keys(head)])
  return [...keys].flatMap(key => changedKeys(base[key], head[key], `${path}.${key}`))
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
