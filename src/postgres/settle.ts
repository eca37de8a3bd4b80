import { compact, freezeRemaining } from './freeze.ts'
import { type Relation, readRelations } from './relations.ts'
import { planSamples, sample } from './sample.ts'
import type { Database, Server } from './server.ts'
import { findStaleIndexes } from './stale-indexes.ts'
import { findTouched } from './touched.ts'
import { whenCounted } from './when-counted.ts'

/** The tables of a copy before migrations ran on it, by oid. */
export type Mark = ReadonlyMap<number, Relation>

export async function markDatabase(database: Database): Promise<Mark> {
  await using client = await database.connect('owner')
  return new Map((await readRelations(client)).map(relation => [relation.oid, relation]))
}

/**
 * Brings head, a copy of base on which migrations ran, to rest: every page frozen, statistics of what changed sampled anew and of
 * nothing else. Tables with dead rows are rewritten on both sides, because the room that a migration leaves is gone in production
 * after a while and is no regression; not so a table with few of them and an index that this would rebuild, while in production
 * it goes on holding what a replaced function returned. Returns a sentence for each thing done; `onRewritten` gets the oid and the milliseconds of each
 * table of head that was. Needs all other sessions of head to be closed.
 */
export async function settle(
  server: Server,
  base: Database,
  head: Database,
  mark: Mark,
  onRewritten: (oid: number, durationMs: number) => void = () => undefined,
): Promise<readonly string[]> {
  const as = server.hasSuperuser ? 'superuser' : 'owner'
  await using headAdmin = await head.connect(as)
  await whenCounted(headAdmin, server.version.major)
  const relations = await readRelations(headAdmin)
  const touched = findTouched(mark, relations)
  if (touched.length === 0) return []
  await using baseAdmin = await base.connect(as)
  const stored = touched.filter(({ relation }) => relation.kind !== 'p')
  const stale = new Set((await findStaleIndexes(baseAdmin, headAdmin)).map(({ table }) => table))
  const bloated = stored.filter(
    ({ relation, before, hasDeadRows, hasManyChangedRows }) =>
      before && hasDeadRows && (hasManyChangedRows || !stale.has(relation.oid)),
  )
  for (const { relation, before } of bloated) {
    const [durationMs] = await Promise.all([
      compact(headAdmin, relation.name),
      compact(baseAdmin, before?.name ?? relation.name),
    ])
    onRewritten(relation.oid, durationMs)
  }
  for (const { relation, hasChangedRows } of stored) {
    if (hasChangedRows) await headAdmin.run(`vacuum (freeze) ${relation.name}`)
  }
  await Promise.all([freezeRemaining(baseAdmin), freezeRemaining(headAdmin)])
  await using baseOwner = await base.connect('owner')
  await using headOwner = await head.connect('owner')
  const samples = await planSamples(relations, touched, baseOwner, headOwner)
  for (const each of samples) await sample(headAdmin, server.hasSuperuser, each)
  return [
    ...sentence(
      'rewritten on both sides, because the migrations left dead rows',
      bloated.map(({ relation }) => relation.name),
    ),
    ...sentence(
      'analysed anew after the migrations',
      samples.map(({ relation }) => relation.name),
    ),
  ]
}

const SHOWN_NAMES = 5

function sentence(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : ''
  return [`Tables ${what}: ${names.slice(0, SHOWN_NAMES).join(', ')}${more}.`]
}
