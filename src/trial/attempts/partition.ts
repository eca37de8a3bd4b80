import type { PartitionAttempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding, StepwiseFix } from '../../advise/finding.ts'
import { percent } from '../../advise/shares.ts'
import { chooseMove, type Move } from '../../partition/design.ts'
import { explainPartitions } from '../../partition/explain.ts'
import { partitionMigration } from '../../partition/migration.ts'
import { walk } from '../../plan/walk.ts'
import { grouped } from '../../plan/words.ts'
import { openBench } from '../bench.ts'
import { considered, toEffects, toWrites, withoutProposal } from '../conclude.ts'
import { type Effect, FAST_ENOUGH_BLOCKS, gainOf, harms, totalsOf } from '../effect.ts'
import type { Workshop } from './input.ts'
import { type Built, divide, dropOldest } from './partition-build.ts'

/** Of the work on the table that the load has to be spared. */
const MIN_SAVED = 0.2

export type PartitionDraft = DraftOf<PartitionAttempt>

/**
 * Runs the whole migration on a copy of head, compares what hangs on the table before and after, and replays the statements that touch
 * it. Told with the migration where the load does clearly less, else with what was found.
 */
export async function tryPartition(draft: PartitionDraft, workshop: Workshop): Promise<Finding | undefined> {
  const { proposal } = draft
  const tried = await tryMove(proposal, 'copy', workshop)
  if (typeof tried === 'string') return considered(draft, tried)
  const finding = conclude(draft, tried, workshop)
  if (finding.fix === undefined || chooseMove(proposal.method, proposal.bytes) === 'copy') return finding
  // What the load gains shows once rows are in partitions of their own; what is run in production is tried as well.
  const attached = await tryMove(proposal, 'attach', workshop)
  return typeof attached === 'string' ? finding : concludeAttach(finding, attached, workshop)
}

async function tryMove(proposal: PartitionAttempt, move: Move, workshop: Workshop): Promise<Outcome | string> {
  const { server, head, options, statements } = workshop
  const database = await server.createDatabase('trial_partition', head)
  try {
    const built = await divide(proposal, database, move)
    if (typeof built === 'string') return built
    const touching = statements.filter(({ tables }) => tables.has(proposal.table))
    const effects: Effect[] = []
    {
      await using bench = await openBench(server, database, 'trial_partition_load', options.statementTimeoutMs)
      for (const statement of touching) effects.push(await bench.measure(statement))
    }
    const dropped = proposal.retention.length === 0 ? undefined : await dropOldest(built, database, workshop)
    return { ...built, effects, dropped }
  } finally {
    await server.dropDatabase(database)
  }
}

/** The same advice by the other way; it stays with the copy where attaching makes something worse than allowed. */
function concludeAttach(finding: Finding, outcome: Outcome, { options }: Workshop): Finding {
  const { effects, design, definition } = outcome
  if (effects.some(effect => totalsOf(effect.after) === undefined || harms(effect, options.limits))) return finding
  const shown = explainPartitions(design, definition)
  const dearer = effects.filter(effect => workOf(effect, 'after') > workOf(effect, 'before'))
  return {
    ...finding,
    evidence: [
      ...finding.evidence.filter(
        words => !explainPartitions({ ...design, move: 'copy' }, definition).evidence.includes(words),
      ),
      `What the load gains was measured with every row in its partition; that comes with time. Attached as it is, the table had the same rows, constraints, indexes, triggers and rights, and ${dearer.length === 0 ? 'no statement read more' : `these read more pages: ${dearerWords(dearer)}`}.`,
      ...shown.evidence,
    ],
    fix: fixOf(outcome),
  }
}

/** The steps, with what is to be run later behind them. */
function fixOf({ design, definition }: Outcome): StepwiseFix {
  const steps = partitionMigration(design, definition)
  const statements = steps.flatMap(step => step.sql.map(sql => `${sql};`))
  return { sql: [...statements, ...explainPartitions(design, definition).comments].join('\n\n'), files: [], steps }
}

const dearerWords = (losers: readonly Effect[]) =>
  losers
    .toSorted((a, b) => workOf(b, 'after') - workOf(b, 'before') - (workOf(a, 'after') - workOf(a, 'before')))
    .slice(0, 5)
    .map(effect => `${nameOf(effect)} ${pages(effect, 'before')} → ${pages(effect, 'after')} pages`)
    .join(', ')

interface Outcome extends Built {
  readonly effects: readonly Effect[]
  readonly dropped: { readonly buffers: number; readonly walBytes: number } | undefined
}

function conclude(draft: PartitionDraft, outcome: Outcome, { options }: Workshop): Finding {
  const { effects, design, definition, parts, dropped } = outcome
  const reads = effects.filter(({ statement }) => !statement.isWrite)
  const failed = effects.find(effect => totalsOf(effect.after) === undefined)
  // What reads a handful of pages gains from the next size of an index, if at all, and needs no help.
  const winners = effects.filter(effect => (gainOf(effect)?.before ?? 0) >= FAST_ENOUGH_BLOCKS * effect.after.length)
  const losers = effects.filter(effect => workOf(effect, 'after') > workOf(effect, 'before'))
  const before = sum(effects, 'before')
  const saved = before - sum(effects, 'after')
  const evidence = [...draft.evidence, ...balanceWords(outcome), ...retentionWords(outcome, draft.proposal.retention)]
  const told = { ...draft, evidence, statements: [...new Set([...draft.statements, ...winners.map(nameOf)])] }
  if (failed !== undefined) return considered(told, `Tried, ${nameOf(failed)} fails.`)
  const loser = effects.find(effect => harms(effect, options.limits))
  if (loser !== undefined) return considered(told, `Tried, it makes ${nameOf(loser)} worse.`)
  const deletes = effects.filter(({ statement }) => draft.proposal.retention.includes(statement.name))
  const savedByDropping = saved + sum(deletes, 'after') - (dropped?.buffers ?? 0) * deletes.length
  const isWorthIt =
    (winners.length > 0 && saved >= MIN_SAVED * before) || (dropped !== undefined && savedByDropping > 0)
  if (!isWorthIt)
    return considered(
      told,
      winners.length === 0
        ? 'Tried, the load does not do less with it: the indexes find the rows as well without.'
        : `Tried, it saves the load ${percent(saved / Math.max(1, before))} of this table’s work: too little for what it takes.`,
    )
  const shown = explainPartitions(design, definition)
  return {
    ...withoutProposal(told),
    title: `${draft.title}${shown.title}`,
    evidence: [...evidence, ...shown.evidence],
    fix: fixOf(outcome),
    trial: {
      effects: toEffects(winners),
      writes: toWrites(
        effects.filter(({ statement }) => statement.isWrite),
        (start, end) => end > start,
      ),
      unaffected: reads.length - reads.filter(effect => winners.includes(effect) || losers.includes(effect)).length,
      sizeBytes: outcome.sizeBytes,
      buildMs: outcome.buildMs,
    },
  }

  /** Who gains and who pays; which statements look into which share of the partitions. */
  function balanceWords({ effects: all }: Outcome): readonly string[] {
    const scans = all.flatMap(effect => {
      const looked = lookedInto(effect, new Set(parts))
      return looked === 0 ? [] : [{ name: nameOf(effect), looked }]
    })
    const pruned = scans.filter(({ looked }) => looked < parts.length)
    const whole = scans.filter(({ looked }) => looked === parts.length)
    const words = (list: typeof scans) =>
      list
        .slice(0, 5)
        .map(({ name, looked }) => `${name} (${looked})`)
        .join(', ')
    return [
      `Rows, constraints, indexes, triggers and rights were the same after the migration, which made ${parts.length} partitions.`,
      ...(pruned.length === 0 ? [] : [`These read only some of the ${parts.length} partitions: ${words(pruned)}.`]),
      ...(whole.length === 0
        ? []
        : [
            `These read all of them: ${whole
              .slice(0, 5)
              .map(({ name }) => name)
              .join(', ')}.`,
          ]),
      `These read more pages than before: ${losers.length === 0 ? 'none' : dearerWords(losers)}.`,
      `All calls of the load together: ${grouped(Math.round(before))} → ${grouped(Math.round(before - saved))} pages.`,
    ]
  }
}

const nameOf = ({ statement }: Effect) => statement.name

/** Blocks of all calls. */
function workOf({ statement, ...sides }: Effect, side: 'before' | 'after'): number {
  return ((totalsOf(sides[side])?.blocks ?? 0) * statement.calls) / statement.runs.length
}

const sum = (effects: readonly Effect[], side: 'before' | 'after') =>
  effects.reduce((total, effect) => total + workOf(effect, side), 0)

const pages = (effect: Effect, side: 'before' | 'after') =>
  grouped(Math.round((totalsOf(effect[side])?.blocks ?? 0) / effect.statement.runs.length))

/** The most partitions that an execution really read. */
function lookedInto({ after }: Effect, parts: ReadonlySet<string>): number {
  const counts = after.map(measured => {
    if (measured.kind !== 'measured') return 0
    const nodes = [...walk(measured.plan.root)].map(({ node }) => node)
    return new Set(
      nodes.flatMap(({ relationName, actualLoops = 0, nodeType }) =>
        relationName !== undefined && actualLoops > 0 && nodeType !== 'ModifyTable' && parts.has(relationName)
          ? [relationName]
          : [],
      ),
    ).size
  })
  return Math.max(0, ...counts)
}

function retentionWords({ effects, dropped }: Outcome, retention: readonly string[]): readonly string[] {
  const deletes = effects.filter(({ statement }) => retention.includes(statement.name))
  if (dropped === undefined) return []
  return deletes.map(({ statement, before }) => {
    const start = totalsOf(before)
    return `${statement.name} reads ${grouped(start?.buffers ?? 0)} pages and writes ${kilobytes(start?.walBytes ?? 0)} of WAL; dropping the oldest partition reads ${grouped(dropped.buffers)} and writes ${kilobytes(dropped.walBytes)}.`
  })
}

const kilobytes = (bytes: number) => `${grouped(Math.round(bytes / 1024))} kB`
