import type { Lab, PlainIndex } from './lab.ts'

/** What an advisor found, and how many plans it asked for. */
export interface Advice {
  readonly indexes: readonly PlainIndex[]
  readonly explains: number
}

/** An index has to take half of a plan's cost away, as Dexter asks by default. */
const MIN_SAVING = 0.5
/** Extend stops at less (Kossmann et al., PVLDB 13(11), 2020). */
const MIN_STEP = 0.003

const mentions = (sql: string, name: string) => new RegExp(`\\b${name}\\b`).test(sql)

/** As supabase/index_advisor: a single-column index on every column there is, and what a plan takes of them. */
export async function singleColumns(lab: Lab, statements: readonly string[]): Promise<Advice> {
  const before = lab.explains()
  const all = [...lab.columns].flatMap(([table, columns]) => columns.map(column => ({ table, columns: [column] })))
  const built = await lab.build(all)
  const found = new Set<PlainIndex>()
  for (const sql of statements) for (const index of (await lab.plan(sql, built)).taken) found.add(index)
  return { indexes: [...found], explains: lab.explains() - before }
}

/** As Dexter: the columns that a statement names, by themselves and in every order of two; the best that saves enough. */
export async function permutations(lab: Lab, statements: readonly string[]): Promise<Advice> {
  const before = lab.explains()
  const found = new Map<string, PlainIndex>()
  for (const sql of statements) {
    const { singles, pairs } = candidatesOf(lab, [sql])
    const start = (await lab.plan(sql, [])).cost
    const single = await cheapest(lab, sql, await lab.build(singles))
    const pair = await cheapest(lab, sql, await lab.build(pairs))
    const best = [single, pair].find((tried, at) => {
      const limit = at === 0 ? start : Math.min(start, single?.cost ?? start)
      return tried !== undefined && tried.cost < (1 - MIN_SAVING) * limit
    })
    const winner = pair !== undefined && single !== undefined && pair.cost < MIN_SAVING * single.cost ? pair : best
    if (winner !== undefined) found.set(JSON.stringify(winner.index), winner.index)
  }
  return { indexes: [...found.values()], explains: lab.explains() - before }
}

async function cheapest(lab: Lab, sql: string, indexes: readonly PlainIndex[]) {
  let best: { readonly index: PlainIndex; readonly cost: number } | undefined
  for (const index of indexes) {
    const { cost } = await lab.plan(sql, [index])
    if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = { index, cost }
  }
  return best
}

/** Every index of one or two columns that statements name, the one that saves the load most each time, until none does. */
export async function exhaustive(lab: Lab, statements: readonly string[], limit: number): Promise<Advice> {
  const before = lab.explains()
  const { singles, pairs } = candidatesOf(lab, statements)
  const built = await lab.build([...singles, ...pairs])
  const chosen: PlainIndex[] = []
  let costs = await costsOf(lab, statements, [])
  while (chosen.length < limit) {
    let best: { readonly index: PlainIndex; readonly costs: readonly number[]; readonly total: number } | undefined
    for (const index of built.filter(each => !chosen.includes(each))) {
      const own: number[] = []
      for (const [at, sql] of statements.entries())
        own.push(mentions(sql, index.table) ? (await lab.plan(sql, [...chosen, index])).cost : costs[at]!)
      if (sum(own) < (best?.total ?? sum(costs) * (1 - MIN_STEP))) best = { index, costs: own, total: sum(own) }
    }
    if (best === undefined) break
    chosen.push(best.index)
    costs = best.costs
  }
  return { indexes: chosen, explains: lab.explains() - before }
}

async function costsOf(
  lab: Lab,
  statements: readonly string[],
  shown: readonly PlainIndex[],
): Promise<readonly number[]> {
  const costs = []
  for (const sql of statements) costs.push((await lab.plan(sql, shown)).cost)
  return costs
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Columns that a statement names together with their table. */
function candidatesOf(lab: Lab, statements: readonly string[]) {
  const named = [...lab.columns].map(([table, columns]) => ({
    table,
    columns: columns.filter(column => statements.some(sql => mentions(sql, table) && mentions(sql, column))),
  }))
  const singles = named.flatMap(({ table, columns }) => columns.map(column => ({ table, columns: [column] })))
  const pairs = named.flatMap(({ table, columns }) =>
    columns.flatMap(first =>
      columns.filter(second => second !== first).map(second => ({ table, columns: [first, second] })),
    ),
  )
  return { singles, pairs }
}
