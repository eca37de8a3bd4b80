import type { Cause, Change, Comparison, Deed } from '../compare/comparison.ts'
import { changeReason } from '../compare/reason.ts'
import { definitionOf, type IndexDefinitionPair, type IndexDefinitions } from '../plan/index-definitions.ts'
import { walk } from '../plan/walk.ts'
import { listed } from '../plan/words.ts'
import { withoutLiterals } from '../sql/literals.ts'
import { readReferences } from '../sql/references.ts'

/** The comparison with its cause, which ends the reason as `…, because 002_change.sql line 3 dropped orders_customer_idx`. */
export function withCause(comparison: Comparison, cause: Cause | undefined, indexes: IndexDefinitionPair): Comparison {
  if (cause === undefined) return comparison
  const { side, earlier = [] } = cause
  const place = placeOf(cause)
  const used = usedIndexes(comparison)
  const done = deedOf(cause, indexes, used)
  const before = earlier.map(each => {
    const isThere = 'file' in each && 'file' in cause && each.file === cause.file
    const where = isThere ? `line ${each.line}` : placeOf(each)
    const names = droppedBy(each).map(({ name }) => name)
    return names.length === 0 ? where : `${where} had dropped ${listed(names)}`
  })
  const deed = done === undefined || before.length === 0 ? done : `${done}, after ${listed(before)}`
  const because =
    side === 'base'
      ? `because the branch lacks ${place}${deed === undefined ? '' : `, which ${deed}`}`
      : deed === undefined
        ? `because of ${place}`
        : `because ${place} ${deed}`
  return { ...comparison, cause, reason: `${reasonBy(cause, comparison)}, ${because}` }
}

/**
 * The comparison's reason with a change that the cause explains. Where several indexes of a plan changed, the comparison names the
 * first of them, and the cause may have dropped or created another one.
 */
function reasonBy(cause: Cause, { reason, changes }: Comparison): string {
  const { dropped, created } = referencesOf(cause)
  const indexes = [...dropped, ...created].filter(({ kind }) => kind === 'index').map(({ name }) => bareName(name))
  const told = changes.find(change => reason.includes(`: ${changeReason(change)}`))
  const names = ({ from, to }: Change) => indexes.some(index => `${from} ${to}`.split(/[ ,]+/).includes(index))
  if (told === undefined || names(told)) return reason
  const explained = changes.find(change => change.direction === told.direction && names(change))
  return explained === undefined ? reason : reason.replace(changeReason(told), () => changeReason(explained))
}

const placeOf = (deed: Deed) =>
  'file' in deed ? `${deed.file.split('/').slice(-2).join('/')} line ${deed.line}` : 'the migration command'

/** The names of the indexes that base's plan reads. */
export function usedIndexes({ base }: Comparison): ReadonlySet<string> {
  const plans = base === undefined ? [] : [base.plan, ...base.nested.map(({ plan }) => plan)]
  return new Set(plans.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.indexName ?? [])))
}

const NAME = String.raw`("(?:[^"]|"")+"|[\w$]+)`
const DROPPED_CONSTRAINT = 'dropped the constraint'
/** What ALTER TABLE did, by the part that says so; the first name in it is what it was done to. */
const ALTERATIONS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+(?:set\s+data\s+)?type\b`, 'i'), 'changed the type of'],
  [
    new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+set\s+statistics\b`, 'i'),
    'changed the statistics target of',
  ],
  [
    new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+(?:re)?set\s*\(\s*n_distinct`, 'i'),
    'changed n_distinct of',
  ],
  [new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+drop\s+not\s+null\b`, 'i'), 'allowed NULL in'],
  [new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+set\s+not\s+null\b`, 'i'), 'forbade NULL in'],
  [new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+set\s+default\b`, 'i'), 'changed the default of'],
  [
    new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+set\s+generated\s+always\b`, 'i'),
    'forbade values of one’s own in',
  ],
  [new RegExp(String.raw`\benable\s+(?:always\s+|replica\s+)?trigger\s+${NAME}`, 'i'), 'enabled trigger'],
  [new RegExp(String.raw`\bdisable\s+trigger\s+${NAME}`, 'i'), 'disabled trigger'],
  [new RegExp(String.raw`\brename\s+(?:column\s+)?${NAME}\s+to\b`, 'i'), 'renamed'],
  [
    new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?(?:only\s+)?((?:${NAME}\.)?${NAME})\s+rename\s+to\b`, 'i'),
    'renamed',
  ],
  [new RegExp(String.raw`\badd\s+constraint\s+${NAME}`, 'i'), 'added the constraint'],
  [new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME}`, 'i'), DROPPED_CONSTRAINT],
  [new RegExp(String.raw`\bdetach\s+partition\s+((?:${NAME}\.)?${NAME})`, 'i'), 'detached the partition'],
  [new RegExp(String.raw`\battach\s+partition\s+((?:${NAME}\.)?${NAME})`, 'i'), 'attached the partition'],
  [new RegExp(String.raw`\badd\s+foreign\s+key\s*\(\s*${NAME}`, 'i'), 'added a foreign key from'],
  [
    new RegExp(String.raw`\btable\s+(?:only\s+)?((?:${NAME}\.)?${NAME})\s+(?:enable|force)\s+row\s+level\b`, 'i'),
    'set row-level security on',
  ],
  [new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME}\s+set\s+expression\b`, 'i'), 'changed the expression of'],
  [
    new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?((?:${NAME}\.)?${NAME})\s+set\s+schema\b`, 'i'),
    'changed the schema of',
  ],
  [
    new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?((?:${NAME}\.)?${NAME})\s+no\s+inherit\b`, 'i'),
    'ended the inheritance of',
  ],
  [new RegExp(String.raw`\badd\s+column\s+(?:if\s+not\s+exists\s+)?${NAME}`, 'i'), 'added'],
]

const REPLACED_CONSTRAINT = new RegExp(
  String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME}(?=[\s,]).*\badd\s+constraint\s+\1(?=\s)`,
  'is',
)

const CREATIONS = new RegExp(
  String.raw`^\s*create\s+(?:or\s+replace\s+)?(?:constraint\s+|unlogged\s+)?(trigger|policy|rule|materialized\s+view|table)\s+(?:if\s+not\s+exists\s+)?((?:${NAME}\.)?${NAME})`,
  'i',
)

/** The same of other statements. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(String.raw`^\s*cluster\s+(?:verbose\s+)?((?:${NAME}\.)?${NAME})`, 'i'),
    'put the rows in another order in',
  ],
  [
    new RegExp(String.raw`^\s*alter\s+(?:function|procedure|routine)\s+((?:${NAME}\.)?${NAME})`, 'i'),
    'changed the function',
  ],
  [
    new RegExp(String.raw`^\s*create\s+or\s+replace\s+(?:function|procedure)\s+((?:${NAME}\.)?${NAME})`, 'i'),
    'replaced the function',
  ],
  [new RegExp(String.raw`^\s*create\s+(?:function|procedure)\s+((?:${NAME}\.)?${NAME})`, 'i'), 'created the function'],
  [
    new RegExp(String.raw`^\s*alter\s+type\s+((?:${NAME}\.)?${NAME})\s+rename\s+value\b`, 'i'),
    'renamed a value of type',
  ],
  [new RegExp(String.raw`^\s*alter\s+type\s+((?:${NAME}\.)?${NAME})`, 'i'), 'changed the type'],
  [
    new RegExp(String.raw`^\s*alter\s+sequence\s+(?:if\s+exists\s+)?((?:${NAME}\.)?${NAME})`, 'i'),
    'changed the sequence',
  ],
  [new RegExp(String.raw`^\s*alter\s+domain\s+((?:${NAME}\.)?${NAME})`, 'i'), 'changed the domain'],
  [
    new RegExp(String.raw`^\s*alter\s+(?:materialized\s+)?view\s+(?:if\s+exists\s+)?((?:${NAME}\.)?${NAME})`, 'i'),
    'changed the view',
  ],
  [
    new RegExp(
      String.raw`^\s*revoke\s+(?:(?!\bfrom\b).)+?\son\s+(?:(?:table|function|schema|sequence)\s+)?((?:${NAME}\.)?${NAME})`,
      'is',
    ),
    'revoked privileges on',
  ],
  [new RegExp(String.raw`^\s*alter\s+policy\s+${NAME}`, 'i'), 'changed the policy'],
  [new RegExp(String.raw`^\s*insert\s+into\s+((?:${NAME}\.)?${NAME})`, 'i'), 'added rows to'],
  [new RegExp(String.raw`^\s*update\s+(?:only\s+)?((?:${NAME}\.)?${NAME})`, 'i'), 'wrote rows of'],
  [new RegExp(String.raw`^\s*delete\s+from\s+(?:only\s+)?((?:${NAME}\.)?${NAME})`, 'i'), 'deleted rows of'],
  [/^\s*alter\s+(?:role|user|database)\s.*?\sreset\s+(?!all\b)([\w.]+)/is, 'reset the setting'],
  [/^\s*alter\s+(?:role|user|database)\s.*?\sset\s+([\w.]+)/is, 'changed the setting'],
  [/^\s*alter\s+(?:role|user|database)\s.*?\sreset\s+(all)\b/is, 'reset the settings of the role or database:'],
]

/** Where literals were, the parser needs some expression. */
const referencesOf = ({ sql }: Deed) => readReferences(sql.replaceAll('?', 'null'))

const droppedBy = (deed: Deed) => referencesOf(deed).dropped

/** What a migration statement did, in words; undefined where it is none of the usual things. */
function deedOf(deed: Deed, indexes: IndexDefinitionPair, used: ReadonlySet<string>): string | undefined {
  const { sql } = deed
  const { dropped, created } = referencesOf(deed)
  const [gone] = dropped
  if (gone?.kind === 'index') {
    const names = dropped.map(({ name }) => name)
    return `dropped ${droppedIndexes(names, indexes, used)}`
  }
  const taken = [...used].filter(name => isGone(name, indexes))
  if (gone?.kind === 'column' || gone?.kind === 'extension') {
    return `dropped ${gone.kind} ${gone.name}${taken.length === 0 ? '' : ` and with it ${listed(taken)}`}`
  }
  if (gone?.kind === 'policy' || gone?.kind === 'trigger' || gone?.kind === 'rule') {
    const at = gone.name.lastIndexOf('.')
    return `dropped ${gone.kind} ${gone.name.slice(at + 1)} on ${gone.name.slice(0, at)}`
  }
  if (gone !== undefined) return `dropped ${gone.kind === 'matview' ? 'materialized view' : gone.kind} ${gone.name}`
  const [, kind, name] = CREATIONS.exec(sql) ?? []
  if (kind !== undefined) return `created ${kind.toLowerCase()} ${name}`
  const [made] = created
  const isReplacing = /^\s*create\s+or\s+replace\b/i.test(sql)
  if (made !== undefined) {
    const isOther = made.kind === 'index' && used.has(made.name) && definitionOf(made.name, indexes.head) !== undefined
    const words = `${isReplacing ? 'replaced' : 'created'} ${made.kind} ${made.name}`
    return isOther ? `${words}, which is another one on base` : words
  }
  const done = (/^\s*alter\s+table\b/i.test(sql) ? ALTERATIONS : OTHERS)
    .map(([form, deed]) => [deed, form.exec(sql)?.[1]] as const)
    .find(([, name]) => name)
  const [, removed] = REPLACED_CONSTRAINT.exec(sql) ?? []
  if (removed !== undefined) return `replaced the constraint ${removed}`
  if (done?.[0] === DROPPED_CONSTRAINT && done[1] !== undefined && definitionOf(done[1], indexes.head) !== undefined) {
    return `${done.join(' ')}, which was added anew${otherness([done[1]], indexes)} after that`
  }
  return done?.join(' ') ?? (/^\s*do\b/i.test(sql) ? blockDeed(taken) : undefined)
}

const blockDeed = (taken: readonly string[]) =>
  taken.length === 0 ? 'ran a DO block' : `ran a DO block, which dropped ${listed(taken)}`

const UNIQUE = /^create unique /i
const predicateOf = (definition: string) => / where (.*)$/is.exec(definition)?.[1]

/** What an index that was dropped and created anew is no longer; empty where it is what it was. */
function otherness(names: readonly string[], { base, head }: IndexDefinitionPair): string {
  const pairs = names.map(name => [definitionOf(name, base) ?? '', definitionOf(name, head) ?? ''] as const)
  if (pairs.every(([before, after]) => before === after)) return ''
  if (pairs.some(([before, after]) => UNIQUE.test(before) && !UNIQUE.test(after))) return ', no longer unique,'
  if (pairs.some(([before, after]) => predicateOf(before) !== predicateOf(after))) return ' with another predicate'
  return ' as another index'
}

const isGone = (name: string, { base, head }: IndexDefinitionPair) =>
  definitionOf(name, base) !== undefined && definitionOf(name, head) === undefined

const TABLE_AND_KEYS = new RegExp(String.raw`\bon (?:only )?((?:${NAME}\.)?${NAME}) using \w+ \(`, 'i')

/** The table of an index and what it begins with, as `pg_get_indexdef` writes them, without literals. */
export function beginningOf(definition: string) {
  const head = TABLE_AND_KEYS.exec(definition)
  if (head === null) return undefined
  const keys = definition.slice(head.index + head[0].length)
  const first = firstKey(keys)
  return first === '' ? undefined : { table: head[1], first: withoutLiterals(first) }
}

/** Up to the first comma or space outside of parentheses and quotes, or to the end of the list. */
function firstKey(keys: string): string {
  let depth = 0
  for (const { 0: token, index } of keys.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),\s]/g)) {
    if (token === '(') depth++
    else if (depth === 0 && /^[),\s]$/.test(token)) return keys.slice(0, index)
    else if (token === ')') depth--
  }
  return ''
}

/**
 * `orders_customer_idx, the only index that begins with customer_id`. Of several that one statement drops: those that base's
 * plan used, with those that begin alike.
 */
function droppedIndexes(names: readonly string[], { base, head }: IndexDefinitionPair, used: ReadonlySet<string>) {
  const beginnings = new Map(names.map(name => [name, keyOf(beginningOf(definitionOf(name, base) ?? ''))]))
  const isUsed = (name: string) => used.has(bareName(name))
  const wanted = names.filter(
    name => isUsed(name) || names.some(other => isUsed(other) && beginnings.get(other) === beginnings.get(name)),
  )
  const shown = wanted.length > 0 ? wanted : names
  const keys = new Set(shown.map(name => beginnings.get(name)))
  const [key] = keys
  if (key === undefined || keys.size > 1) return listed(shown)
  const alike = (definitions: IndexDefinitions) =>
    [...definitions].filter(([, definition]) => keyOf(beginningOf(definition)) === key).map(([name]) => bareName(name))
  if (shown.some(name => definitionOf(name, head) !== undefined))
    return `${listed(shown)}, which was created anew${otherness(shown, { base, head })} after that`
  if (alike(head).length > 0) return listed(shown)
  const which = alike(base).some(name => !shown.map(bareName).includes(name)) ? 'last' : 'only'
  const [, first] = JSON.parse(key) as [string, string]
  return `${listed(shown)}, the ${which} ${shown.length === 1 ? 'index that begins' : 'indexes that begin'} with ${first}`
}

const keyOf = (beginning: ReturnType<typeof beginningOf>) =>
  beginning === undefined ? undefined : JSON.stringify([beginning.table, beginning.first])

const bareName = (name: string) => name.slice(name.indexOf('.') + 1)
