import { resolveSides } from '../../src/checkout/refs.ts'
import { configSchema } from '../../src/config/schema.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import { type Client, SqlError } from '../../src/postgres/client.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import type { Report } from '../../src/report/report.ts'
import { splitSql } from '../../src/sql/split.ts'
import type { TestRepository } from '../support/git-repository.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import { CASE_ENVIRONMENT } from './case-environment.ts'

/** What trial and error allow a statement that advice is not for; see docs/advice.md. */
const MOST_MORE_WORK = 1.1

/**
 * What is wrong with a report's advice, a line each: a fix whose own figures say that a statement does more work with it, and an
 * index that does nothing which another one does not. For the latter head's migrations and all fixes are run on an empty
 * database, and the server's catalog is asked.
 */
export async function adviceProblems(
  { findings }: Report,
  { directory }: TestRepository,
  openServer: () => Promise<Server>,
): Promise<readonly string[]> {
  const worse = findings.flatMap(({ key, trial }) =>
    (trial?.effects ?? [])
      .filter(({ buffersBefore, buffersAfter }) => buffersAfter > MOST_MORE_WORK * buffersBefore)
      .map(({ statement }) => `${key}: makes ${statement} worse`),
  )
  const fixes = findings.flatMap(({ fix }) => (/^create (?:unique )?index /m.test(fix?.sql ?? '') ? fix!.sql : []))
  const schema = fixes.length === 0 ? undefined : await statementsOfHead(directory)
  if (schema === undefined) return worse
  const server = await openServer()
  const database = await server.createDatabase(`advice_${directory.replace(/\W/g, '_').toLowerCase().slice(-20)}`)
  try {
    await using client = await database.connect('owner')
    for (const sql of schema) await runIfPossible(client, sql)
    await failOverDuplicates(database, schema)
    const before = await indexesOf(client)
    for (const sql of fixes.flatMap(changesIn)) await client.run(sql)
    const added = (await indexesOf(client)).filter(oid => !before.includes(oid))
    if (added.length < fixes.length) return [...worse, `${fixes.length} fixes build ${added.length} indexes`]
    return [...worse, ...(await superfluous(client, added))]
  } finally {
    await server.dropDatabase(database)
  }
}

const UNIQUE_CONCURRENTLY = /^\s*create\s+unique\s+index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(\w+)/i

/** Over the rows of the cases such a build fails and leaves an index that serves nobody; here are no rows. */
async function failOverDuplicates(database: Database, schema: readonly string[]): Promise<void> {
  const names = schema.flatMap(sql => UNIQUE_CONCURRENTLY.exec(sql)?.[1] ?? [])
  if (names.length === 0) return
  await using superuser = await database.connect('superuser')
  await superuser.rows(
    'update pg_index set indisvalid = false from pg_class c where c.oid = indexrelid and relname = any($1)',
    [names],
  )
}

/** What makes head's schema; undefined where the migrations are code. */
async function statementsOfHead(directory: string): Promise<readonly string[] | undefined> {
  const progress = recordedProgress()
  const { signal } = new AbortController()
  await using sides = await resolveSides({ repo: directory, base: 'main', env: CASE_ENVIRONMENT, signal, progress })
  const set = await readMigrations(sides.head.tree, configSchema.parse({}).migrations, { mayBeEmpty: true })
  if (set.kind !== 'sql' || set.migrations.length === 0) return undefined
  return set.migrations.flatMap(({ pieces }) => pieces.flatMap(each => (each.kind === 'statement' ? each.text : [])))
}

/** Some come with the query that uses them, or with the drop of what they stand for. */
const changesIn = (sql: string): readonly string[] =>
  splitSql(sql, 'fix').flatMap(piece =>
    piece.kind === 'statement' && /^(?:create|drop)\s/i.test(piece.text) ? piece.text : [],
  )

/** Without their data not all migrations work, and without the roles of the run. */
async function runIfPossible(client: Client, sql: string): Promise<void> {
  try {
    await client.run(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
  }
}

async function indexesOf(client: Client): Promise<readonly number[]> {
  const rows = await client.rows<{ oid: number }>(
    'select indexrelid::int8::float8 as oid from pg_index where indisvalid',
  )
  return rows.map(({ oid }) => oid)
}

/** New indexes of which another one has the same keys in front, over the same rows or all, and all columns. */
async function superfluous(client: Client, added: readonly number[]): Promise<readonly string[]> {
  const rows = await client.rows<{ text: string }>(
    `with index as (
       select i.*, c.relam, pg_get_expr(indpred, indrelid) as predicate, keys,
         (select array_agg(option::int # 3 order by at) from unnest(indoption) with ordinality as o (option, at)) as turned,
         array(select unnest(indoption)::int) as options
       from pg_index i join pg_class c on c.oid = indexrelid
       cross join lateral (select array_agg(row(pg_get_indexdef(indexrelid, k, true), indclass[k - 1], indcollation[k - 1])::text
         order by k) as keys from generate_series(1, indnkeyatts) as k) as k)
     select pg_get_indexdef(narrow.indexrelid) || ' does nothing that ' || pg_get_indexdef(wide.indexrelid) || ' does not' as text
     from index narrow join index wide using (indrelid, relam)
     where narrow.indexrelid = any($1::int8[]::oid[]) and narrow.indexrelid <> wide.indexrelid and wide.indisvalid
       and (wide.predicate is null or wide.predicate = narrow.predicate)
       and (wide.indisunique or not narrow.indisunique)
       and narrow.keys = wide.keys[:narrow.indnkeyatts]
       and (narrow.options = wide.options[:narrow.indnkeyatts] or narrow.turned = wide.options[:narrow.indnkeyatts])
       and narrow.indkey::int2[] <@ wide.indkey::int2[]`,
    [added],
  )
  return rows.map(({ text }) => text)
}
