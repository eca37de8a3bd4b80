import type { Comparison } from '../compare/comparison.ts'

/** How a statement looked at one point of a migration. */
export type Look =
  | {
      readonly kind: 'seen'
      readonly shape: string
      /** Blocks that it read, spilled and wrote to the log; infinite where it ran into the timeout, undefined where it was not run. */
      readonly work: number | undefined
      /** The triggers and foreign-key checks that fired; undefined where they were not looked at, which no plan alone shows. */
      readonly triggers?: string | undefined
      /** The rows that a read returned; undefined where it was not run. */
      readonly rows?: number | undefined
      /** Names of the indexes that the plan uses. */
      readonly indexes: readonly string[]
    }
  | { readonly kind: 'failed'; readonly code: string }

/** What is to be explained. `mended` is `broken` seen backwards: from head's statements to base's. */
export type Aim = 'worse' | 'better' | 'changed' | 'broken' | 'mended'

/** Buffers differ by this little for what catalog look-ups cost. */
const SAME_BLOCKS = 8
const SAME_RATIO = 0.05

const AIMS: Partial<Record<Comparison['status'], Aim>> = {
  regressed: 'worse',
  improved: 'better',
  changed: 'changed',
  broken: 'broken',
}
const BACKWARDS: Readonly<Record<Aim, Aim>> = {
  worse: 'better',
  better: 'worse',
  changed: 'changed',
  broken: 'mended',
  mended: 'broken',
}

/** What to look for when the statements that only one side has are gone through; undefined where there is nothing. */
export function aimOf(status: Comparison['status'], side: 'base' | 'head'): Aim | undefined {
  const aim = AIMS[status]
  return aim !== undefined && side === 'base' ? BACKWARDS[aim] : aim
}

/**
 * The position of the migration statement to blame, of those after which a statement was looked at; `looks` has one more
 * at its beginning. `fills` says which of them only write rows.
 */
export function findCulprit(aim: Aim, looks: readonly Look[], fills: readonly boolean[]): number | undefined {
  if (aim === 'broken') return failureOf(looks)
  if (aim === 'mended') return lastBefore(looks, look => !works(look))
  if (aim === 'changed') return changeOf(looks, fills)
  return largestJump(aim, looks, fills) ?? lastBefore(looks, look => isAlike(look, looks[0]))
}

/**
 * The positions before the culprit's at which the plan lost an index and went on with another that does the same: without
 * them the culprit would have done no harm.
 */
export function earlierLosses(aim: Aim, looks: readonly Look[], culprit: number): readonly number[] {
  if (aim !== 'worse' && aim !== 'changed') return []
  return looks.slice(0, culprit).flatMap((before, at) => {
    const after = looks[at + 1]
    const isSwap =
      before.kind === 'seen' &&
      after?.kind === 'seen' &&
      before.shape === after.shape &&
      before.indexes.some(name => !after.indexes.includes(name))
    return isSwap ? [at] : []
  })
}

/**
 * What made a statement another one with about the same work. The plan tells, or the triggers that fire, or the rows that
 * are found; where all are as they were, as where only indexes are to be kept or a function inside is planned otherwise, the work does.
 */
function changeOf(looks: readonly Look[], fills: readonly boolean[]): number | undefined {
  const [first, last] = [looks[0], looks.at(-1)]
  if (last?.kind !== 'seen') return lastBefore(looks, look => isAlike(look, first))
  if (first?.kind !== 'seen') return lastBefore(looks, look => look.kind === 'failed' || look.shape !== last.shape)
  if (first.shape !== last.shape) return lastBefore(looks, look => look.kind === 'seen' && look.shape === first.shape)
  if (first.triggers !== last.triggers) {
    return lastBefore(looks, look => look.kind === 'seen' && look.triggers === first.triggers)
  }
  if (first.rows !== last.rows) return lastBefore(looks, look => look.kind === 'seen' && look.rows === first.rows)
  const grew = (last.work ?? 0) >= (first.work ?? 0)
  return largestJump(grew ? 'worse' : 'better', looks, fills)
}

/** SQLSTATEs of what is not there: a table, function, object, schema, or the constraint of an ON CONFLICT. */
const ABSENT: ReadonlySet<string> = new Set(['42P01', '42883', '42704', '3F000', '42P10'])
const NO_COLUMN = '42703'

const works = (look: Look): boolean => look.kind === 'seen' && look.work !== Number.POSITIVE_INFINITY

/**
 * The statement after which it never again worked, or never again in time. While something is being replaced it is not there: where that is not how it
 * fails in the end, what was put in its place is to blame.
 */
function failureOf(looks: readonly Look[]): number | undefined {
  const first = lastBefore(looks, works)
  const last = looks.at(-1)
  if (first === undefined || last?.kind !== 'failed') return first
  const isForNow = (code: string) => ABSENT.has(code) || (code === NO_COLUMN && !ABSENT.has(last.code))
  const isTelling = (look: Look) => look.kind === 'failed' && (look.code === last.code || !isForNow(look.code))
  return looks.findIndex((look, at) => at > first && isTelling(look)) - 1
}

/** The statement after the last look that answers the description; undefined where the migration ends so, or never was so. */
function lastBefore(looks: readonly Look[], isSo: (look: Look) => boolean): number | undefined {
  const last = looks.findLastIndex(isSo)
  return last === -1 || last === looks.length - 1 ? undefined : last
}

/**
 * The statement after which the work changed most. While a table or view is being replaced there is nothing to run: that
 * counts for the statement that puts the new one in its place, and so does filling it with rows.
 */
function largestJump(aim: 'worse' | 'better', looks: readonly Look[], fills: readonly boolean[]): number | undefined {
  const jumps = new Map<number, number>()
  let before: number | undefined
  let blamed = -1
  let isMissing = false
  let isReplacement = false
  for (const [at, look] of looks.entries()) {
    if (look.kind === 'failed') {
      isMissing = true
      continue
    }
    if (look.work === undefined) return undefined
    const isFilled: boolean = isReplacement && (fills[at - 1] === true || look.work === before)
    isReplacement = isMissing || isFilled
    if (!isFilled) blamed = at - 1
    if (before !== undefined && look.work !== before) jumps.set(blamed, (jumps.get(blamed) ?? 0) + look.work - before)
    before = look.work
    isMissing = false
  }
  const sign = aim === 'worse' ? 1 : -1
  const [most] = [...jumps].toSorted((a, b) => sign * (b[1] - a[1]) || a[0] - b[0])
  if (most === undefined || sign * most[1] <= SAME_BLOCKS) return undefined
  return most[0]
}

function isAlike(look: Look, start: Look | undefined): boolean {
  if (start === undefined) return true
  if (look.kind === 'failed' || start.kind === 'failed') {
    return look.kind === 'failed' && start.kind === 'failed' && look.code === start.code
  }
  const [a, b] = [look.work ?? 0, start.work ?? 0]
  return look.shape === start.shape && (a === b || Math.abs(a - b) <= Math.max(SAME_BLOCKS, SAME_RATIO * b))
}
