import { createSessionTracker, type SessionTracker } from '../capture/session.ts'
import { isSetting } from '../load/run-workload.ts'
import type { AppliedStatement } from '../migrate/migration.ts'
import type { IndexDefinitions } from '../plan/index-definitions.ts'
import type { Client } from '../postgres/client.ts'
import type { WorkMeter } from '../replay/work.ts'
import { classify } from '../sql/fingerprint.ts'
import { readReferences } from '../sql/references.ts'
import { blamedPosition } from './blame.ts'
import { type Aim, earlierLosses, findCulprit, type Look } from './culprit.ts'
import { look, type Probe } from './probe.ts'

/** A statement under suspicion, by the name that its cause is reported under. */
export interface Suspect {
  readonly name: string
  readonly aim: Aim
  readonly probe: Probe
  /** The function whose replacement is to blame, where that is known. */
  readonly replaced?: string
}

/** How every suspect looked before the first migration statement and after each. */
export interface Trace {
  observe(client: Client, applied: AppliedStatement | undefined): Promise<void>
  culprit(name: string): Culprit | undefined
}

interface Culprit {
  readonly applied: AppliedStatement
  /** Those before it that took an index away which had an equal, until the culprit. */
  readonly earlier: readonly AppliedStatement[]
}

/** `indexes` are those of the database before the first statement. */
export function createTrace(
  suspects: readonly Suspect[],
  meter: WorkMeter,
  timeoutMs: number,
  indexes: IndexDefinitions,
): Trace {
  const applied: AppliedStatement[] = []
  const fills: boolean[] = []
  const sessions = createSessionTracker({})
  const looks = new Map<string, Look[]>(suspects.map(suspect => [suspect.name, []]))
  return {
    async observe(client, statement) {
      const session = String(client.processId)
      if (statement !== undefined) {
        follow(sessions, session, statement.text)
        // It ends with the session that migrates.
        if (isSetting(statement.text)) return
      }
      const fillsTable = statement !== undefined && classify(statement.text).kind === 'write'
      if (statement !== undefined) {
        applied.push(statement)
        fills.push(fillsTable)
      }
      const ownSettings = Object.keys(sessions.settingsOf(session))
      const hasNewRows = fillsTable || (statement?.rewrites.length ?? 0) > 0
      for (const { name, probe } of suspects) {
        const seen = looks.get(name)!
        seen.push(await look(client, probe, { meter, timeoutMs, before: seen.at(-1), hasNewRows, ownSettings }))
      }
    },
    culprit(name) {
      const suspect = suspects.find(each => each.name === name)
      const seen = looks.get(name) ?? []
      const replacing = applied.findLast(
        ({ text }) => suspect?.replaced !== undefined && replaces(text, suspect.replaced),
      )
      if (replacing !== undefined) return { applied: replacing, earlier: [] }
      const told = suspect && findCulprit(suspect.aim, seen, fills)
      if (suspect === undefined || told === undefined) return undefined
      const texts = applied.map(({ text }) => text)
      const position = blamedPosition(suspect.aim, told, seen, texts, indexes)
      if (position === undefined) return undefined
      const losses = earlierLosses(suspect.aim, seen, position).map(at => applied[at]!)
      return { applied: applied[position]!, earlier: losses.filter(({ text }) => /\bdrop\b/i.test(text)) }
    },
  }
}

const ALTERED = /^\s*alter\s+(?:database|role|user)\b.*?\b(?:re)?set\s+("?[\w.]+"?)/is

/** What a database or role is given is everybody's from then on, and the session has it by now. */
function follow(sessions: SessionTracker, session: string, text: string): void {
  const [, altered] = ALTERED.exec(text) ?? []
  sessions.follow(session, altered === undefined ? text : `reset ${altered.replaceAll('"', '')}`, [])
}

const replaces = (text: string, name: string): boolean =>
  readReferences(text).created.some(made => made.kind === 'function' && made.name.split('.').at(-1) === name)
