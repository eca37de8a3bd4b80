import { createHash, type Hash } from 'node:crypto'
import { matchFiles } from '../checkout/match.ts'
import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import { readScript } from '../migrate/psql/read-script.ts'
import type { SqlPiece } from '../sql/split.ts'

/** Changes with the way in which bases are built or kept. */
const FORMAT = 1
/** SQL that asks for the time makes another base tomorrow. */
const ASKS_FOR_TIME =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b|'(?:now|today|tomorrow|yesterday)'/i

export interface KeyInputs {
  readonly tree: Tree
  readonly migrations: MigrationSet
  /** Where the seed's files are. */
  readonly seed: Tree
  readonly config: Config
  /** The exact build of the server. */
  readonly build: string
  /** The version of this tool. */
  readonly version: string
  /** YYYY-MM-DD */
  readonly today: string
}

/** `uncertain` says why nobody can know whether a base that was kept is still the right one. */
export type BaseKey = { readonly key: string } | { readonly uncertain: string }

/**
 * The name of the base that these inputs make: equal exactly when all of them are, so that a kept one is as good as a new one.
 * Load, gate and session come after it and are no part of it. No value of the environment is either. Throws a UserError
 * where a file that the SQL includes is missing.
 */
export async function baseKey(inputs: KeyInputs): Promise<BaseKey> {
  const { tree, migrations, seed, config, build, version, today } = inputs
  const uncertain = uncertaintyOf(inputs)
  if (uncertain !== undefined) return { uncertain }
  const hash = createHash('sha256')
  const { url: _, ...postgres } = config.postgres
  add(hash, JSON.stringify([FORMAT, version, build, postgres, config.migrations, config.seed]))
  let isDated = false
  const addPieces = (pieces: readonly SqlPiece[]) => {
    for (const piece of pieces) {
      isDated ||= ASKS_FOR_TIME.test(piece.text)
      add(hash, piece.text)
      if (piece.kind === 'copy') add(hash, piece.data)
    }
  }
  if (migrations.kind === 'sql') {
    add(hash, JSON.stringify([migrations.tool, migrations.transaction, migrations.settings]))
    for (const { id, transaction, pieces } of migrations.migrations) {
      add(hash, JSON.stringify([id, transaction]))
      addPieces(pieces)
    }
  } else await addFiles(hash, tree, config.migrations['depends-on'] ?? [])
  for (const file of await matchFiles(seed, config.seed.files, 'seed.files')) {
    add(hash, file)
    addPieces(await readScript(seed, await seed.read(file), file))
  }
  if (config.seed.command !== undefined) await addFiles(hash, seed, config.seed['depends-on'] ?? [])
  if (isDated) add(hash, today)
  return { key: hash.digest('hex') }
}

function uncertaintyOf({ migrations, config }: KeyInputs): string | undefined {
  const commands = [
    ...(migrations.kind === 'command' ? [['migrations', config.migrations['depends-on']] as const] : []),
    ...(config.seed.command === undefined ? [] : [['seed', config.seed['depends-on']] as const]),
  ]
  const open = commands.find(([, files]) => files === undefined)
  if (open !== undefined) return `\`${open[0]}.depends-on\` does not name what its command depends on`
  if (commands.length === 0 || config.environment.length === 0) return undefined
  return 'commands that make it see variables of the `environment`, whose values are not kept'
}

/** Whole folders, files, and globs as everywhere. */
async function addFiles(hash: Hash, tree: Tree, patterns: readonly string[]): Promise<void> {
  for (const pattern of patterns) {
    const below = await tree.list(pattern.replace(/^\.\//, '').replace(/\/$/, ''))
    const files = below.length > 0 ? below : await matchFiles(tree, [pattern], 'depends-on')
    for (const file of files) add(hash, `${file}\0${await tree.checksum(file)}`)
  }
}

/** With its length, so that no two lists of parts look alike. */
function add(hash: Hash, part: string): void {
  hash.update(`${part.length}\0`).update(part)
}
