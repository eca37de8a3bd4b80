import { matchFiles } from './checkout/match.ts'
import type { Tree } from './checkout/tree.ts'
import type { Config } from './config/schema.ts'
import { UserError } from './errors.ts'
import { readWorkload, type WorkloadStatement } from './load/workload.ts'
import { filesOfScript } from './migrate/psql/read-script.ts'

/** What one side sends, besides the command, which runs in the side's own tree. */
export interface Load {
  readonly statements: readonly WorkloadStatement[]
  /** Where the pgbench scripts are. */
  readonly scripts: Tree
  /** Whether base sends head's statements, having none: those that fail there are then new with the branch. */
  readonly isBorrowed: boolean
  /** The other side's files, for a command that fails in the side's own, as one does whose program only the branch has. */
  readonly spare?: Tree | undefined
}

/** Where each side's seed and workload come from: its own tree, or head's where base has none yet. */
export interface Rig {
  readonly seeds: { readonly base: Tree; readonly head: Tree }
  readonly loads: { readonly base: Load; readonly head: Load }
  /** Whether base is filled with head's seed files, having none: they may need what only head's migrations create. */
  readonly isSeedBorrowed: boolean
  /** Where base's seed command runs if it fails in base's own files. */
  readonly spareSeed: Tree | undefined
  /** Whether the two sides would be filled with different data. */
  readonly isSeedChanged: boolean
  readonly notes: readonly string[]
}

/**
 * Finds seed and workload of both sides. `isFirst`: the branch brings the configuration, and perhaps the programs that it
 * names. Throws a UserError when there is no load at all.
 */
export async function readRig(
  { base, head }: { readonly base: { readonly tree: Tree }; readonly head: { readonly tree: Tree } },
  config: Config,
  isFirst: boolean,
): Promise<Rig> {
  const { workload, seed } = config
  if (workload.files.length + workload.pgbench.length === 0 && workload.command === undefined) {
    throw new UserError('There is no load: the configuration names no `workload`', {
      kind: 'usage',
      hint: 'Set workload.files to SQL files with `-- name:` lines, or workload.command to what exercises the application.',
    })
  }
  const notes: string[] = []
  const treeWith = async (patterns: readonly string[], what: string): Promise<Tree> => {
    if (await hasFiles(base.tree, patterns)) return base.tree
    notes.push(`Base has no ${what} yet: the branch’s is used on both sides.`)
    return head.tree
  }
  const seeds = { base: await treeWith(seed.files, 'seed'), head: head.tree }
  const scripts = workload.pgbench.map(({ file }) => file)
  const files = { base: await treeWith(workload.files, 'workload'), head: head.tree }
  return {
    seeds,
    loads: {
      base: {
        statements: await readWorkload(files.base, workload.files),
        scripts: await treeWith(scripts, 'pgbench script'),
        isBorrowed: files.base !== base.tree,
        spare: isFirst && workload.command !== undefined ? head.tree : undefined,
      },
      head: {
        statements: await readWorkload(files.head, workload.files),
        scripts: head.tree,
        isBorrowed: false,
      },
    },
    isSeedBorrowed: seeds.base !== base.tree,
    spareSeed: isFirst && seed.command !== undefined ? head.tree : undefined,
    isSeedChanged: (await fingerprintOf(seeds.base, seed.files)) !== (await fingerprintOf(seeds.head, seed.files)),
    notes,
  }
}

async function hasFiles(tree: Tree, patterns: readonly string[]): Promise<boolean> {
  return matchFiles(tree, patterns, '').then(
    () => true,
    error => {
      if (error instanceof UserError) return false
      throw error
    },
  )
}

async function fingerprintOf(tree: Tree, patterns: readonly string[]): Promise<string> {
  const parts: string[] = []
  for (const file of await matchFiles(tree, patterns, 'seed.files')) {
    for (const read of await filesOfScript(tree, file)) parts.push(`${read} ${await tree.checksum(read)}`)
  }
  return parts.join('\n')
}
