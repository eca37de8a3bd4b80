import type { Finding } from '../advise/finding.ts'
import type { Target } from '../config/schema.ts'
import type { ApplicationPool, Figure, PoolReading } from './pool.ts'
import type { SessionFigures, StateKind } from './sessions.ts'

/** What the rules look at. */
export interface PoolSubject {
  readonly reading: PoolReading
  readonly target: Target
  /** Connections that the server takes, and those of them kept for its superusers. */
  readonly server: { readonly maxConnections: number; readonly reserved: number; readonly from: string }
  /** Undefined where the load is made of statements of ours, which say nothing about sessions. */
  readonly sessions: SessionFigures | undefined
  /** Session state that the load makes. */
  readonly state: ReadonlyMap<StateKind, number>
}

export interface PoolRule {
  readonly id: string
  /** Its heading in docs/pooling.md. */
  readonly title: string
  /** What is wrong, and what is done about it; Markdown. */
  readonly description: string
  find(subject: PoolSubject): readonly Finding[]
}

export type Remark = Pick<Finding, 'rule' | 'severity' | 'title' | 'why' | 'evidence'> & { readonly subject: string }

/** A finding about a pool: what would mend it lies in files whose effect shows under production's load only. */
export function remark({ subject, ...rest }: Remark): Finding {
  return { ...rest, key: `${rest.rule}:${subject}`, area: 'pooling', fix: undefined, statements: [], trial: undefined }
}

export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}

export function shownFigure(figure: Figure): string {
  if (figure.kind === 'unknown') return figure.isEnvironment ? 'taken from the environment' : 'not known'
  return Number.isFinite(figure.value) ? String(figure.value) : 'without limit'
}

/** The processes that have such a pool, as far as the configuration says. */
export function instancesOf({ instances }: Target): number {
  return instances ?? 1
}

/** Connections that all processes open together; undefined where that is not known or has no limit. */
export function openedByAll({ reading, target }: PoolSubject): number | undefined {
  const one = openedByOne(reading.applications)
  return one === undefined || !Number.isFinite(one) ? undefined : one * instancesOf(target)
}

/** Connections that the server has for those who are no superusers. */
export function roomOf({ server }: PoolSubject): number {
  return server.maxConnections - server.reserved
}

/** Connections that the pools of one process open in any case: those of unknown size are left out. */
export function openedAtLeast(pools: readonly ApplicationPool[]): number {
  return pools.reduce((sum, { size }) => sum + (size.kind === 'known' ? size.value : 0), 0)
}

/** Connections that the pools of one application process open together; undefined where one of them is not known. */
export function openedByOne(pools: readonly ApplicationPool[]): number | undefined {
  return pools.reduce<number | undefined>((sum, { size }) => {
    if (sum === undefined || size.kind === 'unknown') return undefined
    return sum + size.value
  }, 0)
}
