import { isWorse, totalBlocks, type WorseThan } from '../compare/thresholds.ts'
import type { Measurement, Work } from '../replay/measurement.ts'
import type { Measured, TrialStatement } from './statement.ts'

/** How much less work advice has to make of a statement before it is given (Oracle's plan evolution asks for the same). */
export const MIN_GAIN = 1.5
/** An execution that reads no more than this needs no further help. */
export const FAST_ENOUGH_BLOCKS = 100
/** How much more work any other statement may do. */
const MAX_LOSS = 1.1
/** How much more an execution may read because of an index: on the few rows of a test it would lose little otherwise. */
export const UNNOTICED: WorseThan = { ratio: MAX_LOSS, blocks: 10, floor: 0 }

/** What an index did to one statement, each value set before and after. */
export interface Effect {
  readonly statement: TrialStatement
  readonly before: readonly Measured[]
  readonly after: readonly Measurement[]
  /** Where it takes back what the branch made worse: by how much more that has to be than this, in place of `MIN_GAIN`. */
  readonly restoring?: WorseThan | undefined
}

export interface Totals {
  /** Buffers and temporary blocks of all value sets, once each. */
  readonly blocks: number
  readonly buffers: number
  readonly walBytes: number
  /** Fastest execution of each value set. */
  readonly durationMs: number
}

/** Sums over the value sets; undefined where one of them failed. */
export function totalsOf(measurements: readonly Measurement[]): Totals | undefined {
  const measured = measurements.filter(each => each.kind === 'measured')
  if (measured.length < measurements.length) return undefined
  const sum = (of: (each: Measured) => number) => measured.reduce((total, each) => total + of(each), 0)
  return {
    blocks: sum(({ work }) => totalBlocks(work)),
    buffers: sum(({ work }) => work.buffers),
    walBytes: sum(({ work }) => work.walBytes),
    durationMs: sum(({ durationsMs }) => (durationsMs.length === 0 ? 0 : Math.min(...durationsMs))),
  }
}

/** Blocks before and after, where the statement clearly does less work with it. */
export function gainOf(effect: Effect): { readonly before: number; readonly after: number } | undefined {
  const [start, end] = [totalsOf(effect.before), totalsOf(effect.after)]
  if (start === undefined || end === undefined || !isClear(start.blocks, end.blocks, effect)) return undefined
  return { before: start.blocks, after: end.blocks }
}

/** Whether so many blocks less are worth an index. */
export const isClear = (before: number, after: number, { restoring }: Pick<Effect, 'restoring'>): boolean =>
  before > 0 && (before >= MIN_GAIN * after || (restoring !== undefined && isWorse(after, before, restoring)))

/** What all calls of the load make of a figure of all value sets. */
export const perLoad = ({ statement }: Effect, figure: number): number =>
  (figure * statement.calls) / statement.runs.length

/** An index that leaves no more than this leaves nothing to gain for another one. */
const SOLVED_BLOCKS = 10

/** Whether no value set needs further help; what base had before is taken back for less. */
export function isSolved({ after }: Effect, isRestored: boolean): boolean {
  const enough = isRestored ? FAST_ENOUGH_BLOCKS : SOLVED_BLOCKS
  return after.every(end => end.kind === 'measured' && totalBlocks(end.work) < enough)
}

/** Whether some value set does more work than thresholds allow: an index may suit one customer and be a trap for the next. */
export function harms({ before, after }: Effect, limits: WorseThan): boolean {
  const strict = { ...limits, ratio: Math.min(limits.ratio, MAX_LOSS) }
  return after.some((end, at) => end.kind !== 'measured' || isMoreWork(before[at]!.work, end.work, strict))
}

const isMoreWork = (before: Work, after: Work, limits: WorseThan) =>
  isWorse(totalBlocks(before), totalBlocks(after), limits)
