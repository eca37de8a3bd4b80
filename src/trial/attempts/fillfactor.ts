import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { findTable } from '../../capture/catalog/table.ts'
import { grouped } from '../../plan/words.ts'
import type { Client } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { createWorkMeter, type WorkMeter } from '../../replay/work.ts'
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
/** 400 MB: rewriting more takes longer than the rest of a run. */
const MAX_PAGES = 50_000

interface Outcome {
  /** Of the updates. */
  readonly hotShare: number
  readonly updates: number
  readonly walBytes: number
  readonly buffers: number
  readonly sizeBytes: number
}

/**
 * Rewrites the table on a copy of head with more and more room, updates a tenth of its rows in five goes, evenly spread, and counts
 * what stayed on its page. Told where the updates then stay and write clearly less WAL.
 */
export async function tryFillfactor(
  draft: FillfactorDraft,
  { server, head, catalog, options }: Workshop,
): Promise<Finding | undefined> {
  const { schema, table, column } = draft.proposal
  if ((findTable(catalog, schema, table)?.pages ?? 0) > MAX_PAGES) return undefined
  await using resources = new AsyncDisposableStack()
  const database = await server.createDatabase('trial_fillfactor', head)
  resources.defer(() => server.dropDatabase(database))
  const settings = { statement_timeout: String(options.statementTimeoutMs) }
  const client = resources.use(await database.connect('owner', settings))
  const copy: Copy = {
    client,
    meter: createWorkMeter(server, database),
    table: `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`,
    column: quoteIdentifier(column),
  }
  await client.run(`alter table ${copy.table} disable trigger user`)
  const before = await updateRows(undefined, copy)
  if (before.hotShare >= ENOUGH) return undefined
  for (const factor of CANDIDATES) {
    const after = await updateRows(factor, copy)
    if (after.hotShare < ENOUGH) continue
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

interface Copy {
  readonly client: Client
  readonly meter: WorkMeter
  /** Both quoted. */
  readonly table: string
  readonly column: string
}

/** What updates do with a fillfactor, or with the one that the table has. */
async function updateRows(factor: number | undefined, { client, meter, table, column }: Copy): Promise<Outcome> {
  if (factor !== undefined) await client.run(`alter table ${table} set (fillfactor = ${factor})`)
  await client.run(`vacuum full ${table}`)
  await client.run(`vacuum ${table}`)
  const [size] = await client.rows<{ bytes: number }>('select pg_relation_size($1::regclass)::float8 as bytes', [table])
  const step = Math.round(ROUNDS / SHARE)
  let [walBytes, buffers, updates, hot] = [0, 0, 0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const [found] = await client.rows<{ places: string | null }>(
      `select array_agg(place)::text as places
       from (select ctid as place, row_number() over (order by ctid) as number from ${table}) as numbered
       where number % ${step} = ${round * (step / ROUNDS)}`,
    )
    if (typeof found?.places !== 'string') continue
    await client.run('begin')
    const already = await hotUpdates(client, table)
    await meter.reset()
    updates += await client.run(`update ${table} set ${column} = ${column} where ctid = any('${found.places}'::tid[])`)
    const read = await meter.read('top level')
    hot += (await hotUpdates(client, table)) - already
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
