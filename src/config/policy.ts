import { isDeepStrictEqual } from 'node:util'
import type { Config } from './schema.ts'

/**
 * The branch's configuration under the base's gate: a pull request that loosens its own thresholds is judged by those that
 * are in force. What it accepts counts, because that names single plans with a reason, but `changed` lists it too. Without a
 * configuration on base, which is the pull request that introduces one, head's gate holds.
 */
export function mergePolicy(
  base: Config | undefined,
  head: Config,
): { readonly config: Config; readonly changed: readonly string[] } {
  if (base === undefined) return { config: head, changed: [] }
  const accepted = head.accept.filter(entry => !base.accept.some(known => isDeepStrictEqual(known, entry)))
  return {
    config: { ...head, gate: base.gate },
    changed: [...changedKeys(base.gate, head.gate, 'gate'), ...accepted.map(({ query }) => `accept ${query}`)],
  }
}

function changedKeys(base: unknown, head: unknown, path: string): string[] {
  if (!isMapping(base) || !isMapping(head)) return isDeepStrictEqual(base, head) ? [] : [path]
  const keys = new Set([...Object.keys(base), ...Object.keys(head)])
  return [...keys].flatMap(key => changedKeys(base[key], head[key], `${path}.${key}`))
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
