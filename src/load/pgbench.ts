import { constants } from 'node:fs'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Place } from '../capture/snapshot.ts'
import type { Tree } from '../checkout/tree.ts'
import { runCommand } from '../command.ts'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { guardFiles } from '../guard.ts'
import type { Database } from '../postgres/server.ts'
import { identityOf, statementKey } from '../sql/fingerprint.ts'
import { splitSql } from '../sql/split.ts'
import type { CommandLoadOptions } from './command.ts'

/** The same for every run, so that base and head draw the same values. */
const RANDOM_SEED = '42'

/** Where the statements of the scripts stand, by fingerprint and hash of their texts; of one that stands there twice, the first. */
export async function placesInScripts(
  tree: Tree,
  scripts: Config['workload']['pgbench'],
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>()
  for (const { file } of scripts) {
    for (const { kind, text, line } of splitSql(await tree.read(file), file)) {
      if (kind !== 'statement') continue
      const key = identityOf(statementKey(withParameters(text)))
      if (!places.has(key)) places.set(key, { file, line })
    }
  }
  return places
}

/** As pgbench prepares it: each variable is a parameter, a cast is none. */
function withParameters(text: string): string {
  const names: string[] = []
  return text.replaceAll(/(?<!:):([A-Za-z_\d]+)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
}

/** Runs the pgbench scripts one after the other with one client each. Throws a UserError where pgbench is not installed. */
export async function runPgbench(
  database: Database,
  tree: Tree,
  scripts: Config['workload']['pgbench'],
  options: CommandLoadOptions,
): Promise<void> {
  if (scripts.length === 0) return
  const pgbench = await findPgbench(options.env.PATH ?? '')
  const folder = await mkdtemp(join(tmpdir(), 'pgverdict-pgbench-'))
  const guard = guardFiles(folder)
  try {
    for (const [index, { file, transactions }] of scripts.entries()) {
      const script = join(folder, `${index}.sql`)
      await writeFile(script, await tree.read(file))
      const flags = [
        '--no-vacuum',
        '--client=1',
        `--random-seed=${RANDOM_SEED}`,
        `--transactions=${transactions}`,
        '--protocol=prepared',
      ]
      await runCommand({
        what: `pgbench script ${file}`,
        command: [pgbench, ...flags, `--file=${script}`].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' '),
        directory: folder,
        env: { ...options.env, ...database.env },
        timeoutMs: options.timeoutMs,
        signal: options.signal,
        onLine: line => options.progress.step(line),
      })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    guard.dismiss()
  }
}

async function findPgbench(path: string): Promise<string> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const candidate = join(folder, 'pgbench')
    if (
      await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return candidate
  }
  throw new UserError('workload.pgbench: there is no `pgbench` on the PATH', {
    kind: 'usage',
    hint: 'Debian and Ubuntu have it in the package postgresql-contrib or postgresql-client; or name the statements in workload.files.',
  })
}
