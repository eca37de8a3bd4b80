import type { Tree } from '../checkout/tree.ts'
import { findParameter } from '../sql/parameters.ts'

export interface FoundSql {
  readonly seeds: readonly string[]
  /** Files of named statements that hold their values. */
  readonly workloads: readonly string[]
}

const SEED = /(^|\/)(seeds?|fixtures)\/[^/]+\.sql$|(^|\/)seed[^/]*\.sql$/i
const NAMED = /^--\s*name:|@name\s+\w/m
const MAX_FILES = 500

/** Seeds and workloads among the SQL files that are no migrations. */
export async function findSql(tree: Tree, migrationFiles: ReadonlySet<string>): Promise<FoundSql> {
  const candidates = (await tree.list('')).filter(file => file.endsWith('.sql') && !migrationFiles.has(file))
  const seeds = candidates.filter(file => SEED.test(file))
  const workloads: string[] = []
  for (const file of candidates.filter(name => !SEED.test(name)).slice(0, MAX_FILES)) {
    const text = await tree.read(file)
    if (NAMED.test(text) && findParameter(text) === undefined) workloads.push(file)
  }
  return { seeds, workloads }
}
