/** What the plans of a statement's executions, as the load had them, say about how it was sent. */
export interface InSitu {
  /** By position, from 0, where a plan shows it: the type that the driver bound, or null for the one that the server chose. */
  readonly types: BoundTypes
  /** Plans that were seen. */
  readonly seen: number
  /** How many of them were generic: planned for any value. */
  readonly generic: number
}

type BoundTypes = ReadonlyMap<number, string | null>

/** Collects what plans say while they stream by, in memory that grows with the number of distinct statements only. */
export interface InSituReader {
  addPlan(session: string, queryid: string, json: string): void
  addExecution(session: string, queryid: string, values: readonly (string | null)[]): void
  of(queryid: string): InSitu | undefined
}

type Values = readonly (string | null)[]

/** Executions of one statement whose plans are read for types; a driver binds the same type each time. */
const READ_FOR_TYPES = 8

export function createInSituReader(): InSituReader {
  // Either comes first: auto_explain speaks when the executor ends, which an open portal puts off.
  const plans = new Map<string, { readonly queryid: string; readonly json: string }>()
  const executions = new Map<string, { readonly queryid: string; readonly values: Values }>()
  const found = new Map<string, { types: Map<number, string | null>; seen: number; generic: number }>()

  function read(queryid: string, json: string, values: Values): void {
    if (values.length === 0) return
    const entry = found.get(queryid) ?? { types: new Map(), seen: 0, generic: 0 }
    found.set(queryid, entry)
    const conditions = json.slice(json.indexOf('"Plan": {'))
    if (entry.seen++ < READ_FOR_TYPES) readTypes(conditions, values, entry.types)
    if (/\$\d/.test(conditions.replaceAll(/'(?:[^']|'')*'/g, ''))) entry.generic++
  }

  return {
    addPlan(session, queryid, json) {
      const execution = executions.get(session)
      if (execution?.queryid !== queryid) return void plans.set(session, { queryid, json })
      executions.delete(session)
      read(queryid, json, execution.values)
    },
    addExecution(session, queryid, values) {
      const plan = plans.get(session)
      plans.delete(session)
      executions.delete(session)
      if (plan?.queryid === queryid) read(queryid, plan.json, values)
      else executions.set(session, { queryid, values })
    },
    of: queryid => found.get(queryid),
  }
}

const TYPE = String.raw`[a-z_][a-z0-9_]*(?: (?:precision|varying|with(?:out)? time zone))*(?:\(\d+(?:,\d+)?\))?(?:\[\])?`
/** `(id)::numeric = '5'::numeric`, or with `$1` where the plan is generic. */
const CAST_TO_FIT = new RegExp(
  String.raw`\)::(${TYPE}) [^\s'$(]+ (?:ANY \()?(?:'((?:[^']|'')*)'::(${TYPE})|\$(\d+))`,
  'g',
)
const POINT_IN_TIME = /'([^']*)'::((?:date|timestamp with(?:out)? time zone))/g

/**
 * A column that is cast to a parameter's type tells that the driver bound that type: the server by itself would have given
 * the parameter the column's. Points in time compare across types without a cast, and yet no partition is pruned by them.
 */
function readTypes(conditions: string, values: Values, types: Map<number, string | null>): void {
  const assign = (literal: string, type: string) => {
    const text = (JSON.parse(`"${literal}"`) as string).replaceAll("''", "'")
    const same = values.flatMap((value, at) => (value !== null && isSame(value, text, type) ? [at] : []))
    if (same.length === 1) types.set(same[0]!, type)
  }
  const code = conditions.replaceAll(/'(?:[^']|'')*'/g, '')
  for (const [, literal, type] of conditions.matchAll(POINT_IN_TIME)) assign(literal!, type!)
  for (const [, cast, literal, type, parameter] of conditions.matchAll(CAST_TO_FIT)) {
    if (parameter !== undefined) types.set(Number(parameter) - 1, cast!)
    else if (elementOf(type!) === cast) assign(literal!, type!)
  }
  for (const [at, value] of values.entries()) {
    const isAlone = value !== null && value.length > 0 && values.indexOf(value) === values.lastIndexOf(value)
    const isGeneric = new RegExp(`\\$${at + 1}\\b`).test(code)
    const isShown = isGeneric || (isAlone && [`'${value}'::`, ` ${value})`].some(text => conditions.includes(text)))
    if (isShown && !types.has(at)) types.set(at, null)
  }
}

const elementOf = (type: string) => type.replace(/\[\]$/, '')

/** Whether a value, as the driver spelt it, is the literal that the server printed. */
function isSame(value: string, literal: string, type: string): boolean {
  if (value === literal) return true
  if (!/^(?:date|time)/.test(type)) return false
  const [a, b] = [value, literal].map(text => text.replaceAll(/\D/g, '')) as [string, string]
  return a.length >= 8 && b.length >= 8 && (a.startsWith(b.slice(0, 14)) || b.startsWith(a.slice(0, 14)))
}
