import type { Tree } from '../../checkout/tree.ts'
import { isOurs } from '../../migrate/tools/files.ts'
import { isNestedTooDeeply } from '../../tune/read/nesting.ts'
import { type ApplicationPool, type Figure, figureValue, type Place, type Pooler, type PoolReading } from '../pool.ts'
import { poolersOf, prismaPool } from './connection-url.ts'
import { POOLED_DJANGO } from './django.ts'
import { hikariPool } from './hikari.ts'
import { isKnexfile, isMikroConfig, isSequelizeConfig } from './javascript-exports.ts'
import { preparedByDefault } from './pgbouncer.ts'
import { chosenProfiles } from './quarkus.ts'
import { type Collected, contentOf, isConfiguration, nothingCollected, readerOf } from './readers.ts'
import { springPools } from './spring.ts'

/** Files whose pools are not the application's: those of tests, of tools that run beside it, of documents and of other people. */
const NOT_APPLICATION =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|mocks?|e2e|cypress|playwright|examples?|samples?|docs?|bench(?:marks?)?|scripts|seeds?|third_party|dist|build|out|node_modules|site-packages|\.next|\.venv|venv)\/|[._-](?:test|tests|spec|bench)\.\w+$|\.test\.local$|_test\.go$|(?:^|\/)(?:test_\w+|conftest)\.py$|(?:^|\/)seed\.\w+$|\.d\.ts$|\.min\.js$/
/** What runs tests has servers of its own. */
const PIPELINES =
  /(?:^|\/)\.(?:github|gitlab|gitea|forgejo|circleci|buildkite|woodpecker)\/|(?:^|\/)(?:\.gitlab-ci|\.travis|\.drone|\.woodpecker|bitbucket-pipelines|azure-pipelines|appveyor|cloudbuild|codefresh)[\w.-]*\.ya?ml$/
const MAX_FILES = 4000
const MAX_CHARACTERS = 300_000

/** Finds the pools of a tree by its configuration files and by parsing its source code; nothing is guessed from names. */
export async function readPools(tree: Tree, cpus: number | undefined): Promise<PoolReading> {
  const files = (await tree.list('')).filter(
    file => isOurs(file) && !NOT_APPLICATION.test(file) && !PIPELINES.test(file) && readerOf(file) !== undefined,
  )
  const found = nothingCollected()
  if (files.length > MAX_FILES)
    found.notes.push(`Only the first ${MAX_FILES} of ${files.length} files were searched for pools.`)
  for (const file of files.slice(0, MAX_FILES)) {
    const content = await contentOf(tree, file)
    if (content === undefined || content.length > MAX_CHARACTERS) {
      // Of source code most has nothing to do with pools; a configuration that is named like one has.
      if (isConfiguration(file))
        found.notes.push(`${file} ${content === undefined ? 'could not be read' : 'is too large to be read'}.`)
      continue
    }
    if (isNestedTooDeeply(content)) {
      if (isConfiguration(file)) found.notes.push(`${file} is nested too deeply to be read.`)
      continue
    }
    await readerOf(file)?.(content, file, found, tree)
  }
  const version = found.versions.length === 1 ? found.versions[0] : undefined
  const pools = [
    ...hikariPools(found),
    ...chosenProfiles(chosenStrapi(withoutRepeated(withLimits(found)))),
    ...prismaPools(found, cpus),
  ]
  return {
    applications: pools.map(pool => (isPossible(pool) ? pool : withoutSize(pool))),
    proxies: [...found.proxies.map(proxy => withVersion(proxy, version)), ...poolersOf(found.urls)],
    serverless: found.serverless,
    clients: found.clients,
    notes: [...new Set(found.notes)],
    contradictions: [
      ...found.contradictions,
      ...pools
        .filter(({ library, lifetimeMs }) => library === POOLED_DJANGO && (figureValue(lifetimeMs) ?? 0) > 0)
        .map(({ file, line }) => `${file}:${line}: Django does not start with a CONN_MAX_AGE beside a pool.`),
      ...pools
        .filter(pool => !isPossible(pool))
        .map(({ library, file, line }) => `${file}:${line}: ${library} has a size that no pool can have.`),
    ],
  }
}

/** Whether the size is one that a pool can have: a whole number above zero, or no limit. */
function isPossible({ size }: ApplicationPool): boolean {
  if (size.kind === 'unknown' || size.value === Number.POSITIVE_INFINITY) return true
  return Number.isSafeInteger(size.value) && size.value > 0
}

const withoutSize = (pool: ApplicationPool): ApplicationPool => ({
  ...pool,
  size: { kind: 'unknown', line: pool.line, isEnvironment: false },
})

/** A Go pool that one file opens may get its limit in another: one such limit is its own, of several nobody knows which. */
function withLimits({ applications, limits }: Collected): readonly ApplicationPool[] {
  const [limit, ...others] = limits
  if (limit === undefined) return applications
  return applications.map(pool => {
    const isOpen = pool.library === 'database/sql' && pool.size.kind === 'known' && !Number.isFinite(pool.size.value)
    if (!isOpen) return pool
    if (others.length > 0) return { ...pool, size: { kind: 'unknown', line: pool.line, isEnvironment: false } }
    return { ...pool, file: limit.file, line: limit.line, size: limit.size }
  })
}

/** Files with options that a call elsewhere is given. */
const OPTION_FILES: Readonly<Record<string, (file: string) => boolean>> = {
  Knex: isKnexfile,
  Sequelize: isSequelizeConfig,
  MikroORM: isMikroConfig,
}

/** What a knexfile or the like says is what `knex(config)` elsewhere is given. */
function withoutRepeated(pools: readonly ApplicationPool[]): readonly ApplicationPool[] {
  const isFile = ({ library, file }: ApplicationPool) => OPTION_FILES[library]?.(file) === true
  const inFiles = new Set(pools.filter(isFile).map(({ library }) => library))
  return pools.filter(pool => !inFiles.has(pool.library) || isFile(pool) || pool.size.kind === 'known')
}

/**
 * Spring's pools, but for one that it makes only where the code has none of its own, and pools of the code that are given what
 * properties say where no file is known to say it.
 */
function hikariPools({ spring, springContainers, applications, bound }: Collected): readonly ApplicationPool[] {
  const moduleOf = (file: string) => /^(.*?)(?:^|\/)src\//.exec(file)?.[1] ?? ''
  const made = applications.filter(({ library }) => library === 'HikariCP')
  const configured = springPools(spring, springContainers).filter(
    ({ size, file }) => size.line !== undefined || !made.some(pool => moduleOf(pool.file) === moduleOf(file)),
  )
  const isSaid = ({ file }: Place) => [...made, ...configured].some(pool => moduleOf(pool.file) === moduleOf(file))
  return [
    ...configured,
    ...bound.filter(place => !isSaid(place)).map(place => hikariPool(place, () => unknownAt(place), true)),
  ]
}

const unknownAt = ({ line }: Place): Figure => ({ kind: 'unknown', line, isEnvironment: false })

/** Of Strapi's files that of the production environment holds over the one for all. */
function chosenStrapi(pools: readonly ApplicationPool[]): readonly ApplicationPool[] {
  const own = pools.filter(({ library }) => library === 'Strapi')
  const chosen =
    own.find(({ file }) => file.includes('/env/production/')) ?? own.find(({ file }) => !file.includes('/env/'))
  return pools.filter(pool => pool.library !== 'Strapi' || pool === chosen)
}

/** Prisma's own engine has a pool where no driver adapter connects in its place. */
function prismaPools(found: Collected, cpus: number | undefined): readonly ApplicationPool[] {
  const { prisma, adapters, urls, prismaAddresses } = found
  if (adapters.length > 0) return []
  return prisma.map(source => {
    const named = urls.filter(({ name }) => name === source.variable)
    // Where several files have it, one for production says what holds there.
    const chosen = named.find(({ file }) => /prod/.test(file)) ?? named[0]
    return prismaPool(source, chosen, cpus, prismaAddresses[0])
  })
}

/** A tag of a container says whether prepared statements are followed. */
function withVersion(proxy: Pooler, version: number | undefined): Pooler {
  if (proxy.product !== 'PgBouncer') return proxy
  const isOpen = proxy.preparedStatements.kind === 'unknown' && proxy.preparedStatements.line === 0
  return { ...proxy, version, ...(isOpen && { preparedStatements: preparedByDefault(version) }) }
}
