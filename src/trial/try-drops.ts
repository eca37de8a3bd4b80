import { nameIndex } from '../advise/design.ts'
import type { DraftOf, DropProposal } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { Database, Server } from '../postgres/server.ts'
import { openBench, type TrialBench } from './bench.ts'
import { considered } from './conclude.ts'
import { concludeDrop } from './conclude-drop.ts'
import { dropSql, findHiddenWork, type HiddenWork, keepsPlans, mayUse } from './drop-users.ts'
import type { Effect } from './effect.ts'
import { namesIn } from './names.ts'
import type { TrialOptions } from './options.ts'
import type { TrialStatement } from './statement.ts'
import { type Change, createWriteMeter, NO_CHANGE, type WriteMeter } from './writes.ts'

/** Each takes a copy of head; more of them are told and not tried. */
const MAX_DROPS = 10

/** What one drop is held against. */
interface DropInput {
  readonly bench: TrialBench
  readonly writes: WriteMeter
  readonly catalog: Catalog
  readonly hidden: HiddenWork
  readonly statements: readonly TrialStatement[]
}

/**
 * Drops the indexes on a copy of head, one after the other, and plans everything again that could use them; what gets another
 * plan, and every write that keeps them up to date, runs again. An index whose loss nobody notices stays dropped for those after
 * it, so that all drops together are safe.
 */
export async function tryDrops(
  server: Server,
  head: Database,
  catalog: Catalog,
  drafts: readonly DraftOf<DropProposal>[],
  statements: readonly TrialStatement[],
  options: TrialOptions,
): Promise<readonly Finding[]> {
  if (drafts.length === 0) return []
  const open = (name: string) => openBench(server, head, name, options.statementTimeoutMs)
  await using bench = await open('trial')
  const writes = createWriteMeter(() => open('trial_write'))
  const input = { bench, writes, catalog, hidden: await findHiddenWork(bench.client), statements }
  const findings: Finding[] = []
  let soFar = NO_CHANGE
  for (const draft of drafts.slice(0, MAX_DROPS)) {
    options.signal.throwIfAborted()
    options.progress.step(draft.title)
    const { finding, change } = await tryDrop(draft, soFar, input)
    if (finding.fix !== undefined || !draft.proposal.isGuess) findings.push(finding)
    soFar = change
  }
  const untried = drafts.slice(MAX_DROPS).map(draft => considered(draft, `Not tried: ${MAX_DROPS} others were.`))
  return [...findings, ...untried]
}

/** The finding, and what has been dropped after it. */
async function tryDrop(
  draft: DraftOf<DropProposal>,
  before: Change,
  input: DropInput,
): Promise<{ readonly finding: Finding; readonly change: Change }> {
  const { bench, catalog } = input
  const { index: place, instead } = draft.proposal
  const table = findTable(catalog, place.schema, place.table)
  const index = table?.indexes.find(({ name }) => name === place.name)
  if (table === undefined || index === undefined) throw new Error(`A rule would drop ${place.name}, which is not there`)
  const replacement = instead && { design: instead, name: nameIndex(instead, namesIn(catalog, instead.schema)) }
  const built = replacement && (await bench.build(replacement.design, replacement.name))
  const refusal = built !== undefined && 'refusal' in built ? built.refusal : await bench.refusalOf(dropSql(place))
  if (refusal !== undefined) {
    return { finding: considered(draft, `PostgreSQL refuses it (SQLSTATE ${refusal}).`), change: before }
  }
  const sql = dropSql(place)
  const after: Change = {
    key: JSON.stringify([before.key, replacement?.name, sql]),
    async make(copy) {
      await before.make(copy)
      if (replacement !== undefined) await copy.build(replacement.design, replacement.name)
      await copy.client.run(sql)
    },
  }
  const users = input.statements.filter(statement => mayUse(statement, table, input))
  const tried = {
    draft,
    index,
    replacement: built !== undefined && 'sizeBytes' in built ? { ...replacement!, ...built } : undefined,
    users: users.map(({ name }) => name),
    reads: await rerun(users, sql, input),
    writes: await input.writes.measure(
      users.filter(({ isWrite }) => isWrite),
      after,
      before,
    ),
  }
  const finding = concludeDrop(tried)
  if (finding.fix !== undefined) await bench.client.run(sql)
  else if (replacement !== undefined) await bench.drop(replacement.design, replacement.name)
  return { finding, change: finding.fix === undefined ? before : after }
}

/** Plans the reads without the index, and runs those that then have another plan, or do work that no plan shows. */
async function rerun(
  users: readonly TrialStatement[],
  sql: string,
  { bench, hidden }: DropInput,
): Promise<readonly Effect[]> {
  const effects: Effect[] = []
  for (const statement of users.filter(({ isWrite }) => !isWrite)) {
    const isSame = !hidden.isIn(statement) && keepsPlans(statement, await bench.plan(statement, sql))
    if (!isSame) effects.push(await bench.measure(statement, sql))
  }
  return effects
}
