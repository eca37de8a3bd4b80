import type { Catalog } from '../../capture/catalog/table.ts'
import { counted } from '../../plan/words.ts'
import type { Access } from '../access.ts'
import { alternativeCandidates } from '../candidates/alternatives.ts'
import { btreeCandidates } from '../candidates/btree.ts'
import { extremeCandidates } from '../candidates/extremes.ts'
import { otherCandidates } from '../candidates/other-methods.ts'
import { soleColumn, uniqueDesign } from '../candidates/unique.ts'
import { unitedDesigns } from '../candidates/united.ts'
import { coveringVariant, partialVariants } from '../candidates/variants.ts'
import { covers, isServedBy } from '../covered.ts'
import { type IndexDesign, indexedText, quoted, tableText } from '../design.ts'
import type { DraftOf, IndexProposal, Rule } from '../draft.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** Statements that read less are fast enough without help. */
const MIN_BLOCKS = 100
/** A table that takes less of a statement's work than this is not what makes it slow. */
const MIN_SHARE = 0.1
const MAX_PER_STATEMENT = 6
/** More values than these are no states. */
const MAX_STATES = 20

/** An index that no migration has made, by what the load asks for. */
export const missingIndex: Rule = {
  id: 'missing-index',
  area: 'index',
  title: 'An index that the load asks for',
  description:
    'Columns that statements compare, sort and join by, and that no index answers. Candidates are built for real on a copy and the load is replayed; what is told is what was measured.',
  find(subject) {
    const popularity = countEqualities(subject)
    const single = subject.workload
      .filter(({ buffers }) => buffers >= MIN_BLOCKS)
      .flatMap(item => candidatesFor(item, popularity).map(candidate => ({ item, ...candidate })))
    const united = unitedDesigns(single).map(({ design, parts: [part] }) => ({ ...part, design }))
    const drafts = [...united, ...single].map(({ item, access, design }) => toDraft(item, access, design, subject.head))
    const byTable = Map.groupBy(drafts, ({ proposal: { design } }) => tableText(design))
    return drafts.map(draft => withMerged(draft, byTable.get(tableText(draft.proposal.design)) ?? []))
  },
}

type IndexDraft = DraftOf<IndexProposal>

/** A wider index is tried for the statements of those that it covers as well: one may do for all of them. */
function withMerged(draft: IndexDraft, drafts: readonly IndexDraft[]): IndexDraft {
  const covered = drafts.filter(other => covers(draft.proposal.design, other.proposal.design))
  const all = [draft, ...covered]
  return {
    ...draft,
    statements: [...new Set(all.flatMap(({ statements }) => statements))],
    reasons: all.flatMap(({ reasons = [] }) => reasons),
  }
}

interface Candidate {
  readonly access: Access
  readonly design: IndexDesign
}

function candidatesFor(item: WorkloadItem, popularity: Popularity): readonly Candidate[] {
  const heavy = item.accesses
    .filter(({ blocks }) => blocks >= MIN_SHARE * item.buffers)
    .sort((a, b) => b.blocks - a.blocks)
  const all = heavy.flatMap(access => designsFor(access, item, popularity).map(design => ({ access, design })))
  const unique = new Map(
    all.map(candidate => [`${tableText(candidate.design)} ${indexedText(candidate.design)}`, candidate]),
  )
  return [...unique.values()].slice(0, MAX_PER_STATEMENT)
}

function designsFor(access: Access, item: WorkloadItem, popularity: Popularity): readonly IndexDesign[] {
  const isMissing = (design: IndexDesign) => !access.table.indexes.some(index => isServedBy(design, index))
  const others = [...otherCandidates(access), ...alternativeCandidates(access), ...extremeCandidates(access, item.text)]
  const trees = btreeCandidates(access, popularity(access)).filter(isMissing)
  const partial = trees.slice(0, 1).flatMap(design => partialVariants(design, access))
  const covering = item.isWrite ? [] : trees.slice(0, 2).flatMap(design => coveringVariant(design, access, item.text))
  const brin = others.filter(({ method }) => method === 'brin')
  const special = others.filter(({ method }) => method !== 'brin')
  return [...special, ...partial, ...trees.slice(0, 3), ...covering, ...brin].filter(isMissing)
}

type Popularity = (access: Access) => (expression: string) => number

/** In how many statements a column of a table is compared for equality. */
function countEqualities({ workload }: Subject): Popularity {
  const counts = new Map<string, number>()
  const keyOf = ({ table }: Access, expression: string) => JSON.stringify([table.schema, table.name, expression])
  for (const { accesses } of workload) {
    const keys = accesses.flatMap(access =>
      access.terms.flatMap(term => (term.kind === 'equality' ? keyOf(access, term.subject.expression) : [])),
    )
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return access => expression => counts.get(keyOf(access, expression)) ?? 0
}

function toDraft(
  { name, isRegressed, text }: WorkloadItem,
  access: Access,
  design: IndexDesign,
  head: Catalog,
): IndexDraft {
  const subject = `${tableText(design)} ${indexedText(design)}`
  const [read, kept] = [Math.round(access.rowsRead), Math.round(access.rowsKept)]
  const pages = Math.round(access.blocks).toLocaleString('en')
  const work =
    read > kept
      ? `reads ${pages} pages of it, looks at ${counted(read, 'row')} and keeps ${kept.toLocaleString('en')}`
      : `reads ${pages} pages of it for ${counted(read, 'row')}`
  const severity = isRegressed ? 'warning' : 'advice'
  const why = `${name}${access.within === undefined ? '' : `, in ${access.within},`} ${work}.`
  return {
    key: `missing-index:${design.schema}.${design.table}:${indexedText(design)}`,
    rule: missingIndex.id,
    area: 'index',
    evidence: [
      ...(isOfOneRow(access, design)
        ? [
            `As far as the statistics tell, no two rows have the same ${design.keys[0]!.expression}: where that is a rule, ${design.method === 'hash' ? 'build a unique b-tree in its place' : 'build it as a unique index'}, which keeps it.`,
          ]
        : []),
      ...design.keys.flatMap(({ expression }) => castText(expression)),
      ...stateText(access, design),
    ],
    severity,
    title: `${design.companion === undefined ? 'An index' : 'Indexes'} on ${subject}`,
    why,
    statements: [name],
    reasons: [{ statement: name, severity, why }],
    proposal: { kind: 'index', design, unique: uniqueDesign(design, access, text, head) },
  }
}

/** Whether the statement looks for the one row with a value of a column in which no value comes twice. */
const isOfOneRow = ({ table, rowsKept }: Access, design: IndexDesign): boolean =>
  soleColumn(design, table)?.nDistinct === -1 && rowsKept <= 1

/** Words of the data do not leave the runner, so an index of one state alone needs the schema to name it. */
function stateText({ table, terms }: Access, { keys, equalities, include }: IndexDesign): readonly string[] {
  const fixed = keys.slice(0, equalities).flatMap(({ expression, isColumn }) => (isColumn ? expression : []))
  const state = table.columns.find(
    ({ name, category, nDistinct = 0, commonValues }) =>
      category === 'S' &&
      fixed.includes(name) &&
      nDistinct > 1 &&
      nDistinct <= MAX_STATES &&
      Object.keys(commonValues).length === 0 &&
      terms.some(({ kind, subject }) => kind === 'equality' && subject.expression === name),
  )
  const isMore = keys.length + include.length > 1
  return state === undefined || !isMore
    ? []
    : [
        `${quoted(state.name)} has few values, which no check and no enum names: once one does, an index of the rows with the wanted one alone (\`where ${quoted(state.name)} = …\`) is tried as well.`,
      ]
}

/** What is computed for an index is computed of every row that is written. */
function castText(expression: string): readonly string[] {
  const [, field, type] = /^\((.+)\)::(\w+)$/.exec(expression) ?? []
  return field === undefined
    ? []
    : [`A row whose ${field.replaceAll('"', '')} is there and no ${type} can no longer be written: the index casts it.`]
}
