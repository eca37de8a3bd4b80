import type { Finding } from './finding.ts'

/** Rules of the configuration that speak of single statements' work_mem. */
const MEMORY_RULES = new Set(['work_mem', 'work-mem-for-statement', 'spills-beyond-memory'])

/**
 * Memory is spoken of once for each statement. What was tried as a setting, with its fix, says more than the observation that the
 * statement spills; without a fix the observation, which has the size that holds it, says all.
 */
export function speakOnceOfMemory(
  observed: readonly Finding[],
  settings: readonly Finding[],
): { readonly observed: readonly Finding[]; readonly settings: readonly Finding[] } {
  const isOfMemory = ({ rule, key }: Finding) => MEMORY_RULES.has(rule) || key === 'work_mem' || key === 'setting:work_mem'
  const fixed = new Set(
    settings.filter(each => isOfMemory(each) && each.fix !== undefined).flatMap(({ statements }) => statements),
  )
  const spills = observed.filter(({ rule }) => rule === 'spill')
  const rest = observed.filter(({ rule, statements }) => rule !== 'spill' || !statements.every(name => fixed.has(name)))
  const told = new Set(spills.flatMap(({ statements }) => statements))
  return {
    observed: rest,
    settings: settings.filter(
      each => !isOfMemory(each) || each.fix !== undefined || !each.statements.every(name => told.has(name)),
    ),
  }
}
