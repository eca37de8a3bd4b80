/** Settings that an application's sessions made themselves, followed along the log. */
export interface SessionTracker {
  /** Takes a statement into account; true when it did nothing but change the session. */
  follow(session: string, sql: string, values: readonly (string | null)[]): boolean
  /** What is in force in a session now. */
  settingsOf(session: string): Readonly<Record<string, string>>
}

interface State {
  readonly session: Record<string, string>
  /** Made by `set local`, gone with the transaction. */
  local: Record<string, string>
}

/**
 * Follows `set`, `set local`, `reset`, `set role` and `set_config` (with literals or parameters), which row-level security
 * and multi-tenant applications depend on. What a driver sends in its start-up packet is not in the log.
 */
export function createSessionTracker(initial: Readonly<Record<string, string>>): SessionTracker {
  const states = new Map<string, State>()
  const snapshots = new Map<string, Readonly<Record<string, string>>>()

  function stateOf(id: string): State {
    const known = states.get(id)
    if (known !== undefined) return known
    const state: State = { session: { ...initial }, local: {} }
    states.set(id, state)
    return state
  }

  function change(id: string, apply: (state: State) => void): true {
    apply(stateOf(id))
    snapshots.delete(id)
    return true
  }

  return {
    follow(id, sql, values) {
      const set =
        /^\s*set\s+(?:(session|local)\s+)?(?!session\b|transaction\b|constraints\b)(time\s+zone|[\w.]+)\s*(?:=|to\b|\s)\s*([\s\S]+?)\s*;?\s*$/i.exec(
          sql,
        )
      if (set !== null) {
        const [, scope, name, value] = set as unknown as [string, string | undefined, string, string]
        const key = /^time\s/i.test(name) ? 'timezone' : name.toLowerCase()
        return change(id, state => {
          const settings = scope?.toLowerCase() === 'local' ? state.local : state.session
          if (/^default$/i.test(value)) delete settings[key]
          else settings[key] = unquote(value)
        })
      }
      const reset = /^\s*(?:reset\s+([\w.]+)|(discard)\s+all)/i.exec(sql)
      if (reset !== null) {
        return change(id, state => {
          const names =
            reset[2] !== undefined || reset[1]?.toLowerCase() === 'all'
              ? Object.keys(state.session)
              : [reset[1] as string]
          for (const name of names) delete state.session[name.toLowerCase()]
        })
      }
      if (/^\s*(?:commit|rollback(?!\s+to)|end|abort)\b/i.test(sql) && states.get(id) !== undefined) {
        return change(id, state => {
          state.local = {}
        })
      }
      const config =
        /^\s*select\s+(?:pg_catalog\.)?set_config\s*\(\s*([^,]+?)\s*,\s*([^,]+?)\s*,\s*(true|false|\$\d+)\s*\)/i.exec(
          sql,
        )
      if (config === null) return false
      const [name, value, isLocal] = config.slice(1).map(argument => resolve(argument, values))
      return change(id, state => {
        ;(/^t/i.test(isLocal ?? '') ? state.local : state.session)[(name ?? '').toLowerCase()] = value ?? ''
      })
    },
    settingsOf(id) {
      const known = snapshots.get(id)
      if (known !== undefined) return known
      const { session, local } = stateOf(id)
      const settings = { ...session, ...local }
      snapshots.set(id, settings)
      return settings
    },
  }
}

function resolve(argument: string, values: readonly (string | null)[]): string {
  const parameter = /^\$(\d+)/.exec(argument)
  return parameter === null ? unquote(argument.replace(/::\w+$/, '')) : (values[Number(parameter[1]) - 1] ?? '')
}

/** `'a'` → `a`, `a, 'b'` → `a, b` as set_config takes a search_path. */
function unquote(value: string): string {
  return value.replace(/'((?:[^']|'')*)'/g, (_, text: string) => text.replaceAll("''", "'"))
}
