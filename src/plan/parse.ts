import type { Plan, PlanNode, TriggerWork } from './plan.ts'

type Fields = Readonly<Record<string, unknown>>

/** EXPLAIN's keys that mean something here; `Output`, `Workers` and the rest are left out. */
const STRINGS = [
  'Parent Relationship',
  'Subplan Name',
  'Join Type',
  'Strategy',
  'Partial Mode',
  'Operation',
  'Command',
  'Scan Direction',
  'Schema',
  'Relation Name',
  'Alias',
  'Index Name',
  'Function Name',
  'CTE Name',
  'Index Cond',
  'Recheck Cond',
  'Filter',
  'Join Filter',
  'Hash Cond',
  'Merge Cond',
  'TID Cond',
  'One-Time Filter',
  'Order By',
  'Run Condition',
  'Cache Key',
  'Sort Method',
  'Sort Space Type',
]
const LISTS = ['Sort Key', 'Presorted Key', 'Group Key']
const FLAGS = ['Parallel Aware', 'Disabled']
const NUMBERS = [
  'Sort Space Used',
  'Hash Batches',
  'HashAgg Batches',
  'Peak Memory Usage',
  'Disk Usage',
  'Subplans Removed',
  'Heap Fetches',
  'Index Searches',
  'Exact Heap Blocks',
  'Lossy Heap Blocks',
  'Workers Planned',
  'Actual Rows',
  'Actual Loops',
  'Actual Total Time',
  'Rows Removed by Filter',
  'Rows Removed by Join Filter',
  'Rows Removed by Index Recheck',
  'Shared Hit Blocks',
  'Shared Read Blocks',
  'Local Hit Blocks',
  'Local Read Blocks',
  'Temp Read Blocks',
  'Temp Written Blocks',
  'WAL Bytes',
]

/** `Temp Read Blocks` → `tempReadBlocks`; words in capitals count as words. */
const propertyOf = (key: string): string =>
  key
    .replace(/^(CTE|TID|WAL)\b/, word => word.toLowerCase())
    .replace(/^\w/, letter => letter.toLowerCase())
    .replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase())

const isString = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)

const READERS = [
  ...STRINGS.map(key => ({ key, accepts: isString })),
  ...LISTS.map(key => ({ key, accepts: isList })),
  ...FLAGS.map(key => ({ key, accepts: isBoolean })),
  ...NUMBERS.map(key => ({ key, accepts: isNumber })),
].map(reader => ({ ...reader, property: propertyOf(reader.key) }))

/**
 * Tens of thousands of plans name the same few relations, columns and conditions: V8 keeps one copy of each text that is a key,
 * for as long as somebody holds it.
 */
const shared = (text: string): string => Object.keys({ [text]: 0 })[0] as string

/** Most nodes are leaves, and most plans have no triggers. */
const NONE: readonly never[] = Object.freeze([])
const orNone = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : list)

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])

const sharing = (value: unknown): unknown =>
  isString(value) ? shared(value) : isList(value) ? value.map(shared) : value

function parseNode(fields: Fields): PlanNode {
  const nodeType = fields['Node Type']
  if (!isString(nodeType)) throw new Error('EXPLAIN printed a plan node without a node type')
  const known = READERS.filter(({ key, accepts }) => accepts(fields[key]))
  const estimate = (key: string) => (isNumber(fields[key]) ? fields[key] : 0)
  return {
    nodeType: shared(nodeType),
    ...Object.fromEntries(known.map(({ key, property }) => [property, sharing(fields[key])])),
    // The number in it is the session's, not the table's.
    ...(isString(fields.Schema) && /^pg_temp_\d+$/.test(fields.Schema) && { schema: 'pg_temp' }),
    startupCost: estimate('Startup Cost'),
    totalCost: estimate('Total Cost'),
    planRows: estimate('Plan Rows'),
    planWidth: estimate('Plan Width'),
    children: orNone(listOf(fields.Plans).map(parseNode)),
  }
}

function parseTrigger(fields: Fields): TriggerWork {
  const text = (key: string) => (isString(fields[key]) ? fields[key] : undefined)
  return {
    name: text('Trigger Name') ?? '',
    relation: text('Relation'),
    constraint: text('Constraint Name'),
    calls: isNumber(fields.Calls) ? fields.Calls : 0,
    ...(isNumber(fields.Time) && { timeMs: fields.Time }),
  }
}

/**
 * Reads what EXPLAIN (FORMAT JSON) of PostgreSQL 12 to 18 or auto_explain printed, after JSON.parse: the array of one
 * object, or that object. Of a statement that a rule made several of, the first is read.
 * Throws where there is no plan in it, as for a utility statement.
 */
export function parsePlan(json: unknown): Plan {
  const top = (Array.isArray(json) ? listOf(json) : [json]).find(part => isFields(part) && isFields(part.Plan))
  if (!isFields(top) || !isFields(top.Plan)) throw new Error('EXPLAIN printed no plan')
  const settings = isFields(top.Settings) ? Object.entries(top.Settings) : []
  const timing = isFields(top.JIT) && isFields(top.JIT.Timing) ? top.JIT.Timing.Total : undefined
  return {
    root: parseNode(top.Plan),
    triggers: orNone(listOf(top.Triggers).map(parseTrigger)),
    settings: Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
    ...(isNumber(top['Planning Time']) && { planningTimeMs: top['Planning Time'] }),
    ...(isNumber(top['Execution Time']) && { executionTimeMs: top['Execution Time'] }),
    ...(isNumber(timing) && { jitMs: timing }),
  }
}
