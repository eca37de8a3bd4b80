import type { Snapshot, Statement } from '../capture/snapshot.ts'
import type { StatementPair } from './comparison.ts'

const keyOf = ({ key }: Statement) => `${key.fingerprint}:${key.textHash}`

const TABLES = /\b(?:from|join|into|update|only)\s+((?:"(?:[^"]|"")+"|[\w$.])+)/gi

/** The verb and the tables that a normalised text names, which an edit of a query mostly leaves alone. */
function subjectOf({ text }: Statement): string {
  const tables = [...text.matchAll(TABLES)].map(([, table]) => table!.toLowerCase())
  return [/^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? '', ...new Set(tables)].sort().join(' ')
}

const siteOf = ({ source }: Statement) => (source?.line === undefined ? undefined : `${source.file}:${source.line}`)

/** Ways in which two statements are each other's counterpart, surest first. */
const WAYS: readonly ((statement: Statement) => string | undefined)[] = [
  statement => (statement.isNamed ? `name ${statement.name}` : undefined),
  keyOf,
  statement => (statement.isNamed ? undefined : siteOf(statement) && `${siteOf(statement)} ${subjectOf(statement)}`),
  statement => (statement.isNamed ? undefined : statement.source && `${statement.source.file} ${subjectOf(statement)}`),
  statement => (statement.isNamed ? undefined : siteOf(statement)),
]

/**
 * Pairs the statements of the two loads, each at most once: by name, by what they are, by call site and tables. Head's order,
 * then what only base has. A pair whose texts differ is `edited`.
 */
export function pairStatements(base: Snapshot, head: Snapshot): readonly StatementPair[] {
  const partners = new Map<Statement, Statement>()
  let unpaired = base.statements
  for (const way of WAYS) {
    const waiting = Map.groupBy(unpaired, statement => way(statement))
    for (const statement of head.statements) {
      const label = partners.has(statement) ? undefined : way(statement)
      const partner = label === undefined ? undefined : waiting.get(label)?.shift()
      if (partner !== undefined) partners.set(statement, partner)
    }
    const paired = new Set(partners.values())
    unpaired = unpaired.filter(statement => !paired.has(statement))
  }
  return [
    ...head.statements.map((statement): StatementPair => {
      const partner = partners.get(statement)
      const isSame = partner !== undefined && keyOf(partner) === keyOf(statement)
      const relation = partner === undefined ? 'added' : isSame ? 'same' : 'edited'
      return { name: statement.name, relation, base: partner, head: statement }
    }),
    ...unpaired.map((statement): StatementPair => {
      return { name: statement.name, relation: 'removed', base: statement, head: undefined }
    }),
  ]
}
