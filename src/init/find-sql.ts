import type { Tree } from '../checkout/tree.ts'

export interface FoundSql {
  readonly seeds: readonly string[]
  /** Files of named statements that hold their values. */
  readonly workloads: readonly string[]
}

const SEED = /(^|\/)(seeds?|fixtures)\/[^/]+\.sql$|(^|\/)seed[^/]*\.sql$/i
const NAMED = /^--\s*name:|@name\s+\w/m
/** `$1`, `:id`, `@id` and `sqlc.arg(id)` wait for a value, which only the application knows. */
const PARAMETER = /\$\d|sqlc\.n?arg|[\s(=,][:@][a-z_]\w*/i
const MAX_FILES = 500

/** Seeds and workloads among the SQL files that are no migrations. */
export async function findSql(tree: Tree, migrationFiles: ReadonlySet<string>): Promise<FoundSql> {
  const candidates = (await tree.list('')).filter(file => file.endsWith('.sql') && !migrationFiles.has(file))
  const seeds = candidates.filter(file => SEED.test(file))
  const workloads: string[] = []
  for (const file of candidates.filter(name => !SEED.test(name)).slice(0, MAX_FILES)) {
    const text = await tree.read(file)
    if (NAMED.test(text) && !PARAMETER.test(text.replaceAll(/--.*$/gm, ''))) workloads.push(file)
  }
  return { seeds, workloads }
}
