import type { Snapshot, Statement } from '../capture/snapshot.ts'
import { type QueryShape, queryShape } from '../sql/query-shape.ts'
import type { StatementPair } from './comparison.ts'

const keyOf = ({ key }: Statement) => `${key.fingerprint}:${key.textHash}`

/** A statement with what its text looks like, which is parsed for the few that nothing surer pairs. */
interface Candidate {
  readonly statement: Statement
  readonly shape: QueryShape | undefined
}

/** A way in which two statements may be each other's counterpart. */
interface Way {
  /** Statements with the same label may be; one without any is not. */
  readonly labelOf: (candidate: Candidate) => string | undefined
  readonly isAlike?: (base: Candidate, head: Candidate) => boolean
}

const fileOf = ({ statement }: Candidate) => statement.source?.file
const lineOf = ({ statement: { source } }: Candidate) =>
  source?.line === undefined ? undefined : `${source.file}:${source.line}`

/** Two labels as one; undefined where either is. */
const together = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined ? undefined : `${a} ${b}`

/** Of the columns that either filters by, this share must be filtered by in both. */
const ALIKE_SHARE = 0.5

function haveLikeFilters({ shape: a }: Candidate, { shape: b }: Candidate): boolean {
  if (a === undefined || b === undefined) return false
  return a.filters.intersection(b.filters).size >= ALIKE_SHARE * a.filters.union(b.filters).size
}

/** Whether what is known of the two call sites does not tell them apart. */
const maySitTogether = (a: Candidate, b: Candidate) =>
  fileOf(a) === undefined || fileOf(b) === undefined || fileOf(a) === fileOf(b)

/** Ways for statements whose text the branch edited, surest first: call site and tables, tables and predicates. */
const WAYS: readonly Way[] = [
  { labelOf: candidate => together(fileOf(candidate), candidate.shape?.withoutOutput) },
  { labelOf: ({ shape }) => shape?.withoutOutput },
  { labelOf: candidate => together(lineOf(candidate), candidate.shape?.subject) },
  { labelOf: candidate => together(fileOf(candidate), candidate.shape?.subject), isAlike: haveLikeFilters },
  { labelOf: candidate => together(fileOf(candidate), candidate.shape?.subject) },
  { labelOf: ({ shape }) => shape?.subject, isAlike: (a, b) => haveLikeFilters(a, b) && maySitTogether(a, b) },
  { labelOf: lineOf },
]

type Partners = Map<Statement, Statement>

/** Pairs by a label that says what a statement is, in order where several have the same one. */
function pairByIdentity(
  base: readonly Statement[],
  head: readonly Statement[],
  labelOf: (statement: Statement) => string | undefined,
  partners: Partners,
): void {
  const taken = new Set(partners.values())
  const waiting = Map.groupBy(
    base.filter(statement => !taken.has(statement)),
    labelOf,
  )
  for (const statement of head) {
    const label = partners.has(statement) ? undefined : labelOf(statement)
    const partner = label === undefined ? undefined : waiting.get(label)?.shift()
    if (partner !== undefined) partners.set(statement, partner)
  }
}

/** Pairs what each other is the only candidate for; where there is a choice, nothing is paired. */
function pairUnambiguous(base: readonly Candidate[], head: readonly Candidate[], way: Way, partners: Partners): void {
  const taken = new Set(partners.values())
  const isAlike = way.isAlike ?? (() => true)
  const freeBase = Map.groupBy(
    base.filter(({ statement }) => !taken.has(statement)),
    way.labelOf,
  )
  const freeHead = Map.groupBy(
    head.filter(({ statement }) => !partners.has(statement)),
    way.labelOf,
  )
  for (const [label, news] of freeHead) {
    const olds = label === undefined ? [] : (freeBase.get(label) ?? [])
    for (const one of news) {
      const [partner, ...others] = olds.filter(old => isAlike(old, one))
      if (partner === undefined || others.length > 0) continue
      if (news.filter(other => isAlike(partner, other)).length === 1) partners.set(one.statement, partner.statement)
    }
  }
}

/**
 * Pairs the statements of the two loads, each at most once: by name, by what they are, and those without a name that the
 * branch edited by call site, tables and predicates. Head's order, then what only base has. A pair whose texts differ in more
 * than made-up names is `edited`.
 */
export function pairStatements(base: Snapshot, head: Snapshot): readonly StatementPair[] {
  const partners: Partners = new Map()
  const nameOf = ({ isNamed, name }: Statement) => (isNamed ? name : undefined)
  pairByIdentity(base.statements, head.statements, nameOf, partners)
  pairByIdentity(base.statements, head.statements, keyOf, partners)
  const taken = new Set(partners.values())
  const candidatesOf = (statements: readonly Statement[], isPaired: (statement: Statement) => boolean) =>
    statements
      .filter(statement => !statement.isNamed && !isPaired(statement))
      .map((statement): Candidate => ({ statement, shape: queryShape(statement.text) }))
  const olds = candidatesOf(base.statements, statement => taken.has(statement))
  const news = candidatesOf(head.statements, statement => partners.has(statement))
  for (const way of WAYS) pairUnambiguous(olds, news, way, partners)
  const used = new Set(partners.values())
  return [
    ...head.statements.map((statement): StatementPair => {
      const partner = partners.get(statement)
      const relation = partner === undefined ? 'added' : isSameQuery(partner, statement) ? 'same' : 'edited'
      return { name: statement.name, relation, base: partner, head: statement }
    }),
    ...base.statements
      .filter(statement => !used.has(statement))
      .map((statement): StatementPair => {
        return { name: statement.name, relation: 'removed', base: statement, head: undefined }
      }),
  ]
}

function isSameQuery(base: Statement, head: Statement): boolean {
  if (keyOf(base) === keyOf(head)) return true
  const form = queryShape(base.text)?.form
  return form !== undefined && form === queryShape(head.text)?.form
}
