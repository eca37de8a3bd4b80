import type { Configured, Reading, Source } from './configured.ts'
import { type Parameter, type Parameters, parseValue, type Value } from './parameter.ts'

/** One server's settings as they hold in the end. */
export interface Effective {
  /** The file that a change goes to; undefined where nothing is configured. */
  readonly source: Source | undefined
  /** By name; what is for one role or database only is left out. */
  readonly settings: ReadonlyMap<string, Configured>
}

/** What a folder or file name says about who uses it. */
const PRODUCTION = /(?:^|[^a-z])prod(?:uction)?(?:[^a-z]|$)/i
const NOT_PRODUCTION =
  /(?:^|[^a-z])(?:dev(?:elopment)?|test(?:s|ing)?|ci|local|example|samples?|staging|e2e|docs?)(?:[^a-z]|$)/i

const RANK: Readonly<Record<Source['kind'], number>> = {
  'postgresql.conf': 0,
  parameters: 1,
  'pgverdict.yml': 2,
  flags: 3,
  statements: 4,
}

/**
 * The configuration that is taken for production's: one whose path says so, none for tests before all others, then by kind. What the
 * migrations set with ALTER SYSTEM holds over every file.
 */
export function chooseEffective({ sources }: Reading): Effective {
  const rankOf = ({ kind, file }: Source) =>
    (PRODUCTION.test(file) ? -20 : 0) + (NOT_PRODUCTION.test(file) ? 10 : 0) + RANK[kind]
  const candidates = sources.filter(({ kind }) => kind !== 'statements')
  const [source] = candidates.toSorted((a, b) => rankOf(a) - rankOf(b))
  const statements = sources.filter(({ kind }) => kind === 'statements')
  const all = [...(source?.settings ?? []), ...statements.flatMap(({ settings }) => settings)]
  return {
    source,
    settings: new Map(all.filter(({ scope }) => scope === undefined).map(setting => [setting.name, setting])),
  }
}

/** A parameter's value: the configured one, else the server's own default; undefined where it is not known. */
export function settingValue({ settings }: Effective, parameters: Parameters, name: string): Value | undefined {
  const parameter = parameters.get(name)
  if (parameter === undefined) return undefined
  const configured = settings.get(name)
  if (configured !== undefined)
    return configured.value === undefined ? undefined : parseValue(parameter, configured.value)
  return parameter.bootValue === null ? undefined : parseBoot(parameter, parameter.bootValue)
}

/** The number of a parameter that has one. */
export function numberOf(effective: Effective, parameters: Parameters, name: string): number | undefined {
  const value = settingValue(effective, parameters, name)
  return typeof value === 'number' ? value : undefined
}

/** Defaults lie outside of the limits now and then (`wal_buffers` is -1). */
function parseBoot(parameter: Parameter, text: string): Value | undefined {
  return parseValue({ ...parameter, min: null, max: null }, text)
}

/** Those of the settings that a session can choose, as the server takes them: production's planner. */
export function sessionSettings({ settings }: Effective, parameters: Parameters): Readonly<Record<string, string>> {
  const chosen = [...settings.values()].flatMap(({ name, value }) => {
    const parameter = parameters.get(name)
    if (parameter === undefined || value === undefined || !PLANNER_VISIBLE.has(name)) return []
    return parseValue(parameter, value) === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(chosen)
}

/** What a plan or its execution depends on, of the settings that a session may choose; parallelism is left off, for exact counts. */
export const PLANNER_VISIBLE = new Set([
  'work_mem',
  'hash_mem_multiplier',
  'effective_cache_size',
  'random_page_cost',
  'seq_page_cost',
  'cpu_tuple_cost',
  'cpu_index_tuple_cost',
  'cpu_operator_cost',
  'enable_seqscan',
  'enable_indexscan',
  'enable_indexonlyscan',
  'enable_bitmapscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_nestloop',
  'enable_hashagg',
  'enable_sort',
  'enable_incremental_sort',
  'enable_material',
  'enable_memoize',
  'enable_partition_pruning',
  'enable_partitionwise_join',
  'enable_partitionwise_aggregate',
  'constraint_exclusion',
  'cursor_tuple_fraction',
  'from_collapse_limit',
  'join_collapse_limit',
  'geqo',
  'jit_above_cost',
  'geqo_threshold',
])
