import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { REMOTE } from '../checkout/commits.ts'
import { findDefaultBranch } from '../checkout/default-branch.ts'
import { openObjects } from '../checkout/objects.ts'
import { openRepository, type Repository } from '../checkout/repository.ts'
import { workingTree } from '../checkout/working-tree.ts'
import { UserError } from '../errors.ts'
import { loadParser } from '../sql/fingerprint.ts'
import { configFile, type Found } from './config-file.ts'
import { findMigrations } from './find-migrations.ts'
import { findPostgres } from './find-postgres.ts'
import { findScripts } from './find-scripts.ts'
import { findSql } from './find-sql.ts'
import { initReport } from './init-report.ts'
import { workflowFile } from './workflow-file.ts'

export interface InitContext {
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** The version of pgverdict that the files shall name. */
  readonly version: string
}

/** Writes configuration and workflow for what is in the repository; returns what to tell the user. Throws a UserError where a file is there and `force` is not given. */
export async function init(
  { repo, force }: { readonly repo: string; readonly force: boolean },
  context: InitContext,
): Promise<string> {
  await loadParser()
  const repository = await openRepository(repo, context)
  const found = await inspect(repository)
  const files = [
    { name: 'pgverdict.yml', folder: repository.git.directory, text: configFile(found, context.version) },
    {
      name: '.github/workflows/pgverdict.yml',
      folder: repository.root,
      text: workflowFile({ folder: repository.prefix, defaultBranch: await branchOf(repository) }, context.version),
    },
  ]
  if (!force) await refuseExisting(files.map(({ folder, name }) => join(folder, name)))
  for (const { folder, name, text } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text, { flag: force ? 'w' : 'wx' })
  }
  return initReport(
    found,
    files.map(({ name }) => name),
  )
}

/** A name as the remote knows it; the usual one where nothing is committed yet. */
async function branchOf(repository: Repository): Promise<string> {
  const found = await findDefaultBranch(repository)
  return found?.name.replace(new RegExp(`^${REMOTE}/`), '') ?? 'main'
}

async function inspect(repository: Repository): Promise<Found> {
  await using objects = openObjects(repository)
  const tree = workingTree(repository, objects)
  const migrations = await findMigrations(tree)
  return {
    migrations,
    postgres: await findPostgres(tree),
    scripts: await findScripts(tree),
    sql: await findSql(tree, new Set(migrations.kind === 'sql' ? migrations.files : [])),
  }
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  const exists = await Promise.all(
    files.map(file =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  const there = files.filter((_, index) => exists[index])
  if (there.length === 0) return
  throw new UserError(`Nothing was written, because there is already ${there.join(' and ')}`, {
    kind: 'usage',
    hint: 'With `--force` it is replaced.',
  })
}
