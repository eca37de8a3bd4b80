import type { AppliedStatement } from '../migrate/migration.ts'
import type { Client } from '../postgres/client.ts'
import type { WorkMeter } from '../replay/work.ts'
import { look, type Probe } from './probe.ts'

/** A statement under suspicion, by the name that its cause is reported under. */
export interface Suspect {
  readonly name: string
  readonly probe: Probe
}

/** How every suspect looked before the first migration statement and after each. */
export interface Trace {
  observe(client: Client, applied: AppliedStatement | undefined): Promise<void>
  /** The first statement after which a suspect never again looked as it did at the start; undefined where there is none. */
  culprit(name: string): AppliedStatement | undefined
}

export function createTrace(suspects: readonly Suspect[], meter: WorkMeter): Trace {
  const applied: AppliedStatement[] = []
  const states = new Map<string, string[]>(suspects.map(suspect => [suspect.name, []]))
  return {
    async observe(client, statement) {
      if (statement !== undefined) applied.push(statement)
      for (const suspect of suspects) states.get(suspect.name)?.push(await look(client, suspect.probe, meter))
    },
    culprit(name) {
      const seen = states.get(name) ?? []
      const [start] = seen
      const last = seen.findLastIndex(state => isAlike(state, start))
      return last === seen.length - 1 ? undefined : applied[last]
    },
  }
}

/** Equal shapes and errors; numbers of buffers may differ by what catalog look-ups cost. */
function isAlike(state: string, start: string | undefined): boolean {
  if (state === start || start === undefined) return true
  const [a, b] = [Number(state), Number(start)]
  return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= Math.max(8, 0.05 * b)
}
