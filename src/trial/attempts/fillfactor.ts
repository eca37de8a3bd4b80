import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { findTable, type Table } from '../../capture/catalog/table.ts'
import { grouped } from '../../plan/words.ts'
import type { Client } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { withoutProposal } from '../conclude.ts'
import { MIN_GAIN } from '../effect.ts'
import type { Workshop } from './input.ts'

export type FillfactorDraft = DraftOf<Extract<Attempt, { kind: 'fillfactor' }>>

/** From the one that costs the least room. */
const CANDIDATES = [95, 90, 80, 70]
/** Statements that update; room that one leaves on a page serves the next. */
const ROUNDS = 5
/** Of the rows, each once. */
const SHARE = 0.1
/** From here on there is nothing to mend. */
const ENOUGH = 0.9

interface Outcome {
  /** Of the updates. */
  readonly hotShare: number
  readonly updates: number
  readonly walBytes: number
  readonly buffers: number
  readonly sizeBytes: number
}

/**
 * Rewrites the table on copies of head with more and more room, updates a tenth of its rows in five goes, evenly spread, and counts
 * what stayed on its page. Told where the updates then stay and write clearly less WAL.
 */
export async function tryFillfactor(draft: FillfactorDraft, workshop: Workshop): Promise<Finding | undefined> {
  const { schema, table: name } = draft.proposal
  const table = findTable(workshop.catalog, schema, name)
  if (table === undefined) return undefined
  const before = await updateRows(table, undefined, workshop)
  if (before === undefined || before.hotShare >= ENOUGH) return undefined
  for (const factor of CANDIDATES) {
    const after = await updateRows(table, factor, workshop)
    if (after === undefined || after.hotShare < ENOUGH) continue
    if (before.walBytes < MIN_GAIN * after.walBytes && before.buffers < MIN_GAIN * after.buffers) return undefined
    return toFinding(draft, factor, before, after)
  }
  return undefined
}

function toFinding(draft: FillfactorDraft, factor: number, before: Outcome, after: Outcome): Finding {
  const { schema, table } = draft.proposal
  const name = schema === 'public' ? quoted(table) : `${quoted(schema)}.${quoted(table)}`
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const growth = after.sizeBytes / before.sizeBytes - 1
  return {
    ...withoutProposal(draft),
    evidence: [
      `Of ${grouped(before.updates)} updates, spread evenly, ${percent(before.hotShare)} stayed on their page; with a fillfactor of ${factor} ${percent(after.hotShare)}.`,
      `They wrote ${grouped(Math.round(before.walBytes / 1024))} kB of WAL, and ${grouped(Math.round(after.walBytes / 1024))} kB then; they read ${grouped(before.buffers)} pages, and ${grouped(after.buffers)} then.`,
      `The table grows by ${percent(growth)}, and reading all of it costs as much more.`,
      'Rows that are there already move when the table is rewritten: `vacuum full` locks it, pg_repack does not.',
    ],
    fix: { sql: `alter table ${name} set (fillfactor = ${factor});`, files: [] },
    trial: {
      effects: [],
      writes: [
        {
          statement: draft.statements[0]!,
          buffersBefore: before.buffers,
          buffersAfter: after.buffers,
          walBytesBefore: before.walBytes,
          walBytesAfter: after.walBytes,
        },
      ],
      unaffected: 0,
      sizeBytes: Math.max(0, after.sizeBytes - before.sizeBytes),
      buildMs: 0,
    },
  }
}

/** What updates do with a fillfactor, or as the table is; undefined where a column cannot be set to itself. */
async function updateRows(
  table: Table,
  factor: number | undefined,
  { server, head, options }: Workshop,
): Promise<Outcome | undefined> {
  await using resources = new AsyncDisposableStack()
  const database = await server.createDatabase('trial_fillfactor', head)
  resources.defer(() => server.dropDatabase(database))
  const client = resources.use(
    await database.connect('owner', { statement_timeout: String(options.statementTimeoutMs) }),
  )
  const meter = createWorkMeter(server, database)
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
  const indexed = new Set(
    table.indexes.flatMap(({ keys, include }) => [...keys.map(key => key.expression), ...include]),
  )
  const column = table.columns.find(each => !indexed.has(each.name))
  if (column === undefined) return undefined
  if (factor !== undefined) await client.run(`alter table ${name} set (fillfactor = ${factor})`)
  await client.run(`alter table ${name} disable trigger user`)
  await client.run(`vacuum full ${name}`)
  await client.run(`vacuum ${name}`)
  const step = Math.round(ROUNDS / SHARE)
  const own = quoteIdentifier(column.name)
  const [size] = await client.rows<{ bytes: number }>('select pg_relation_size($1::regclass)::float8 as bytes', [name])
  let [walBytes, buffers, updates, hot] = [0, 0, 0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const [found] = await client.rows<{ places: string | null }>(
      `select array_agg(place)::text as places
       from (select ctid as place, row_number() over (order by ctid) as number from ${name}) as numbered
       where number % ${step} = ${round * (step / ROUNDS)}`,
    )
    if (typeof found?.places !== 'string') continue
    await client.run('begin')
    const already = await hotUpdates(client, name)
    await meter.reset()
    updates += await client.run(`update ${name} set ${own} = ${own} where ctid = any('${found.places}'::tid[])`)
    const read = await meter.read('top level')
    hot += (await hotUpdates(client, name)) - already
    await client.run('commit')
    walBytes += read?.work.walBytes ?? 0
    buffers += read?.work.buffers ?? 0
  }
  return { hotShare: updates === 0 ? 1 : hot / updates, updates, walBytes, buffers, sizeBytes: size?.bytes ?? 0 }
}

/** Of the transaction, and of those before it that the server has not added up yet. */
async function hotUpdates(client: Client, table: string): Promise<number> {
  const [row] = await client.rows<{ hot: number }>(
    'select pg_stat_get_xact_tuples_hot_updated($1::regclass)::float8 as hot',
    [table],
  )
  return row?.hot ?? 0
}
