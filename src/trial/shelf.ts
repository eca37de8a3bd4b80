import type { IndexDesign } from '../advise/design.ts'
import { membersOf } from '../advise/design.ts'
import type { Client } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'
import type { Server } from '../postgres/server.ts'
import type { Built, TrialBench } from './bench.ts'

/** An index that is built and that no plan sees before it is shown. */
export interface Shelved {
  readonly design: IndexDesign
  readonly built: Built
}

/** Indexes that are built once, then shown to the planner in any combination; disposing drops them. */
export interface Shelf extends AsyncDisposable {
  /** Builds it, hidden; where the server refuses, its SQLSTATE. */
  add(design: IndexDesign): Promise<Shelved | { readonly refusal: string }>
  /** Shows these and hides all others. What it returns has to run first in each transaction that plans. */
  show(indexes: readonly Shelved[]): Promise<string | undefined>
}

/**
 * A superuser marks an index invalid, which the planner then leaves alone, in a millisecond. Others may not: there each
 * transaction drops the hidden ones first, and is rolled back.
 */
export async function openShelf(server: Server, bench: TrialBench): Promise<Shelf> {
  const client = server.hasSuperuser ? await bench.database.connect('superuser') : undefined
  const shelved: Shelved[] = []
  let visible: ReadonlySet<Shelved> = new Set()
  let made = 0
  return {
    async add(design) {
      const name = `pgverdict_candidate_${++made}`
      const built = await bench.build({ ...design, name }, name)
      if ('refusal' in built) return built
      const index = { design, built }
      shelved.push(index)
      if (client !== undefined) await mark(client, [index], false)
      return index
    },
    async show(indexes) {
      const wanted = new Set(indexes)
      if (client === undefined) return dropSql(shelved.filter(index => !wanted.has(index)))
      await mark(
        client,
        [...visible].filter(index => !wanted.has(index)),
        false,
      )
      await mark(
        client,
        indexes.filter(index => !visible.has(index)),
        true,
      )
      visible = wanted
      return undefined
    },
    async [Symbol.asyncDispose]() {
      const drop = dropSql(shelved)
      if (drop !== undefined) await bench.client.run(drop)
      await client?.[Symbol.asyncDispose]()
    },
  }
}

const qualifiedNames = ({ design, built }: Shelved) =>
  membersOf({ ...design, name: built.name }, built.name).map(
    ({ name }) => `${quoteIdentifier(design.schema)}.${quoteIdentifier(name)}`,
  )

function dropSql(indexes: readonly Shelved[]): string | undefined {
  return indexes.length === 0 ? undefined : `drop index if exists ${indexes.flatMap(qualifiedNames).join(', ')}`
}

/** Together with the parts of partitioned ones. */
async function mark(client: Client, indexes: readonly Shelved[], isValid: boolean): Promise<void> {
  if (indexes.length === 0) return
  const names = indexes.flatMap(qualifiedNames).map(name => `(${quoteLiteral(name)}::regclass)`)
  await client.run(`
    update pg_index set indisvalid = ${isValid} where indexrelid in (
      select t.relid from (values ${names.join(', ')}) as v (index)
      cross join lateral (select v.index as relid union select relid from pg_partition_tree(v.index)) t)`)
}
