import { classify } from '../sql/fingerprint.ts'

/** Which statements ran in a transaction that had written before, followed along the log. */
export interface WriteTracker {
  follow(session: string, queryid: string, sql: string): void
  /** Executions so far. */
  callsOf(queryid: string): number
}

const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i
const ENDS = /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction)\b/i

export function createWriteTracker(): WriteTracker {
  /** Sessions in a transaction, with whether it has written. */
  const open = new Map<string, boolean>()
  const kinds = new Map<string, boolean>()
  const calls = new Map<string, number>()

  /** Parsing each text once: statements with literals share a queryid. */
  function isWrite(queryid: string, sql: string): boolean {
    const known = kinds.get(queryid)
    if (known !== undefined) return known
    const found = classify(sql).kind === 'write'
    kinds.set(queryid, found)
    return found
  }

  return {
    follow(session, queryid, sql) {
      if (BEGINS.test(sql)) open.set(session, false)
      else if (ENDS.test(sql)) open.delete(session)
      else {
        const hasWritten = open.get(session)
        if (hasWritten === undefined) return
        if (hasWritten) calls.set(queryid, (calls.get(queryid) ?? 0) + 1)
        else if (isWrite(queryid, sql)) open.set(session, true)
      }
    },
    callsOf: queryid => calls.get(queryid) ?? 0,
  }
}
