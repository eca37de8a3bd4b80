import type { PlanNode } from '../../plan/plan.ts'
import { walk } from '../../plan/walk.ts'
import type { TrialStatement } from '../../trial/statement.ts'
import type { Settings, SettingsBench } from './settings-bench.ts'

/** A statement that the server would compile, and the rows that its plan handles. */
interface Compiled {
  readonly statement: TrialStatement
  readonly functions: number
  readonly rows: number
}

/**
 * Compiling and optimising takes a function some milliseconds, and saves a row some tens of nanoseconds (Andres Freund's figures
 * with the introduction of JIT): below so many rows for each function it cannot pay.
 */
const ROWS_PER_FUNCTION = 10_000

/** The statements that JIT would compile although they handle too few rows; undefined where compiling pays for some, or none is compiled. */
export async function findWastedJit(
  bench: SettingsBench,
  statements: readonly TrialStatement[],
  settings: Settings,
): Promise<readonly Compiled[] | undefined> {
  if (!(await isAvailable(bench))) return undefined
  const compiled: Compiled[] = []
  for (const statement of statements) {
    const planned = await bench.plan(statement, { ...settings, jit: 'on' })
    const functions = Math.max(0, ...(planned ?? []).map(({ jitFunctions }) => jitFunctions))
    if (functions > 0)
      compiled.push({
        statement,
        functions,
        rows: Math.max(...statement.runs.map(({ before }) => rowsOf(before.plan.root))),
      })
  }
  const pays = compiled.some(({ functions, rows }) => rows >= functions * ROWS_PER_FUNCTION)
  return compiled.length === 0 || pays ? undefined : compiled
}

async function isAvailable({ database }: SettingsBench): Promise<boolean> {
  await using client = await database.connect('owner', { jit: 'on' })
  const [row] = await client.rows<{ isThere: boolean }>('select pg_jit_available() as "isThere"')
  return row?.isThere === true
}

function rowsOf(root: PlanNode): number {
  return [...walk(root)].reduce(
    (sum, { node }) => sum + ((node.actualRows ?? 0) + (node.rowsRemovedByFilter ?? 0)) * (node.actualLoops ?? 1),
    0,
  )
}
