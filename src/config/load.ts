import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import { type ConfigSource, type Override, parseConfig } from './parse.ts'
import { type BaseConfig, mergePolicy, type Policy } from './policy.ts'
import type { ServerKind } from './schema.ts'

export interface ConfigOptions {
  readonly repo: string
  /** A file on disk in place of the repository's own. */
  readonly configFile?: string | undefined
  readonly server?: ServerKind | 'auto' | undefined
  readonly postgresVersion?: number | undefined
  /** The one of the configuration's databases that is meant. */
  readonly database?: string | undefined
}

const NAMES = ['pgverdict.yml', '.pgverdict.yml', '.github/pgverdict.yml'].flatMap(name => [
  name,
  name.replace(/yml$/, 'yaml'),
])

/**
 * The configuration of the run: head's, with the gate of base. Throws a UserError that lists every problem. `changed` names
 * what the branch changed of the gate, which takes effect once it is merged.
 */
export async function loadConfig(
  sides: { readonly base: { readonly tree: Tree }; readonly head: { readonly tree: Tree } },
  options: ConfigOptions,
): Promise<Policy> {
  const { configFile, repo } = options
  const source = configFile === undefined ? await findSource(sides.head.tree, NAMES) : await readSource(configFile)
  const config = parseConfig(source, overridesOf(options), options.database)
  const names = configFile === undefined ? NAMES : [relative(repo, configFile).split(sep).join('/')]
  const policy = mergePolicy(await loadBaseConfig(sides.base.tree, names), config, parseConfig(source))
  // What lies outside of the repository no branch can change.
  return names.some(isInside) ? policy : { ...policy, reworked: [] }
}

async function loadBaseConfig(tree: Tree, names: readonly string[]): Promise<BaseConfig> {
  try {
    const source = await findSource(tree, names.filter(isInside))
    return source === undefined ? { kind: 'none' } : { kind: 'valid', config: parseConfig(source) }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'invalid', problem: error.message }
    throw error
  }
}

const isInside = (name: string) => !name.startsWith('..') && !name.startsWith('/')

async function findSource(tree: Tree, names: readonly string[]): Promise<ConfigSource | undefined> {
  const found: string[] = []
  for (const name of names) if ((await tree.list(name)).includes(name)) found.push(name)
  const [name, second] = found
  if (name === undefined) return undefined
  if (second === undefined) return { name, text: await tree.read(name) }
  throw new UserError(`There are two configuration files in ${tree.label}: ${name} and ${second}`, {
    kind: 'usage',
    hint: 'Keep one of them.',
  })
}

async function readSource(file: string): Promise<ConfigSource> {
  try {
    return { name: file, text: await readFile(file, 'utf8') }
  } catch (error) {
    throw new UserError(`The configuration file ${file} could not be read`, {
      kind: 'usage',
      hint: error instanceof Error ? error.message : 'Check `--config`.',
      cause: error,
    })
  }
}

function overridesOf({ server, postgresVersion }: ConfigOptions): readonly Override[] {
  const overrides: Override[] = []
  if (server !== undefined) overrides.push({ path: ['postgres', 'server'], value: server, option: '`server`' })
  if (postgresVersion !== undefined) {
    overrides.push({ path: ['postgres', 'version'], value: postgresVersion, option: '`postgres-version`' })
  }
  return overrides
}
