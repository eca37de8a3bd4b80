import { posix } from 'node:path'
import picomatch from 'picomatch'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import { parseWorkload } from '../load/workload.ts'
import { peek } from '../migrate/tools/files.ts'
import { tomlPairs } from '../migrate/tools/toml.ts'

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
  const seeds = await withSupabaseSeeds(
    tree,
    candidates,
    candidates.filter(file => SEED.test(file)),
  )
  const workloads: string[] = []
  for (const file of candidates.filter(name => !SEED.test(name)).slice(0, MAX_FILES)) {
    const text = await tree.read(file)
    if (NAMED.test(text) && (await isWorkload(text, file))) workloads.push(file)
  }
  return { seeds, workloads }
}

/** Whether every statement holds its values. */
async function isWorkload(text: string, file: string): Promise<boolean> {
  try {
    await parseWorkload(text, file)
    return true
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

const SUPABASE = /(?:^|\/)supabase\/config\.toml$/

/** Where Supabase's configuration names seeds (`[db.seed]` of config.toml), those in the order of its patterns count in its folder. */
async function withSupabaseSeeds(
  tree: Tree,
  files: readonly string[],
  seeds: readonly string[],
): Promise<readonly string[]> {
  const configuration = (await tree.list('')).find(file => SUPABASE.test(file))
  if (configuration === undefined) return seeds
  const values = new Map(tomlPairs(await peek(tree, configuration)))
  const folder = posix.dirname(configuration)
  const others = seeds.filter(file => !file.startsWith(`${folder}/`))
  if (values.get('db.seed.enabled') === 'false') return others
  const patterns = values.get('db.seed.sql_paths')?.split(',') ?? ['seed.sql']
  const named = patterns.flatMap(pattern => {
    const matches = picomatch(posix.join(folder, pattern))
    return files.filter(file => matches(file))
  })
  return [...new Set([...named, ...others])]
}
