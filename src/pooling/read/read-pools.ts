import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { isOurs } from '../../migrate/tools/files.ts'
import type { ApplicationPool, Pooler, PoolReading } from '../pool.ts'
import { type PrismaSource, prismaPool, readEnvFile, type UrlVariable } from './connection-url.ts'
import { readGoPools } from './go.ts'
import { readJavascriptPools } from './javascript.ts'
import { readKeyValues } from './key-values.ts'
import { readOdyssey, readPgpool } from './other-proxies.ts'
import { pgbouncerLines, pgbouncerVersion, preparedByDefault, readPgbouncer } from './pgbouncer.ts'
import { readPrismaSource } from './prisma.ts'
import { readPythonPools } from './python.ts'
import { languageOf, readSource } from './source-code.ts'
import {
  hikariPool,
  isServerless,
  readDocument,
  readHikariYaml,
  readRails,
  readRdsProxies,
  readUrls,
} from './yaml-pools.ts'

/** Source files that make pools: those of tests make them for themselves. */
const NOT_APPLICATION =
  /(?:^|\/)(?:tests?|specs?|__tests__|e2e|examples?|dist|build|node_modules)\/|[._](?:test|spec)\.\w+$|_test\.go$|\.d\.ts$|\.min\.js$/
/** A cheap look before a file is parsed. */
const MENTIONS_POOL =
  /['"](?:pg|pg-pool|postgres|knex|sequelize|sequelize-typescript|@sequelize\/core|typeorm|drizzle-orm\/[\w-]+|@neondatabase\/serverless|@vercel\/postgres|@prisma\/adapter-\w+)['"]|create_(?:async_)?engine|SQLALCHEMY_ENGINE_OPTIONS|ConnectionPool|create_pool|DATABASES|SetMaxOpenConns|pgxpool|sql\.Open/
const YAML_POOLS =
  /(?:^|\/)(?:application[\w.-]*|database|(?:docker-)?compose[\w.-]*|serverless|template[\w.-]*|[\w.-]*(?:stack|cloudformation|rds)[\w.-]*)\.(?:ya?ml|json)$/
const MARKS_SERVERLESS = /(?:^|\/)(?:vercel\.json|netlify\.toml|wrangler\.toml)$/
const MAX_FILES = 4000
const MAX_CHARACTERS = 300_000

interface Collected {
  readonly applications: ApplicationPool[]
  readonly proxies: Pooler[]
  readonly serverless: string[]
  readonly notes: string[]
  readonly contradictions: string[]
  readonly urls: UrlVariable[]
  readonly prisma: PrismaSource[]
  readonly versions: number[]
}

/** Finds the pools of a tree by its configuration files and by parsing its source code; nothing is guessed from names. */
export async function readPools(tree: Tree, cpus: number | undefined): Promise<PoolReading> {
  const files = (await tree.list('')).filter(file => isOurs(file) && !NOT_APPLICATION.test(file))
  const interesting = files.filter(file => readerOf(file) !== undefined || MARKS_SERVERLESS.test(file))
  const found: Collected = {
    applications: [],
    proxies: [],
    serverless: [],
    notes: [],
    contradictions: [],
    urls: [],
    prisma: [],
    versions: [],
  }
  if (interesting.length > MAX_FILES)
    found.notes.push(`Only the first ${MAX_FILES} of ${interesting.length} files were searched for pools.`)
  for (const file of interesting.slice(0, MAX_FILES)) {
    if (MARKS_SERVERLESS.test(file)) found.serverless.push(file)
    const content = readerOf(file) === undefined ? undefined : await contentOf(tree, file)
    if (content === undefined || content.length > MAX_CHARACTERS) continue
    await readerOf(file)?.(content, file, found, tree)
  }
  const version = found.versions.length === 1 ? found.versions[0] : undefined
  return {
    applications: [...found.applications, ...prismaPools(found, cpus)],
    proxies: found.proxies.map(proxy => withVersion(proxy, version)),
    serverless: found.serverless,
    notes: found.notes,
    contradictions: found.contradictions,
  }
}

type Reader = (content: string, file: string, found: Collected, tree: Tree) => void | Promise<void>

function readerOf(file: string): Reader | undefined {
  const name = posix.basename(file)
  if (/^pgbouncer[\w.-]*\.ini$/.test(name)) return readPgbouncerFile
  if (/^pgpool[\w.-]*\.conf$/.test(name)) return (content, at, { proxies }) => push(proxies, readPgpool(content, at))
  if (/^odyssey[\w.-]*\.conf$/.test(name)) return (content, at, { proxies }) => push(proxies, readOdyssey(content, at))
  if (/^\.env(?:\.[\w.-]+)?$|\.env$/.test(name))
    return (content, at, { urls }) => void urls.push(...readEnvFile(content, at))
  if (name.endsWith('.prisma')) return readPrisma
  if (/^application[\w.-]*\.properties$/.test(name)) return readProperties
  if (YAML_POOLS.test(file)) return readYaml
  return languageOf(file) === undefined ? undefined : readCode
}

const readCode: Reader = (content, file, found) => {
  if (!MENTIONS_POOL.test(content)) return
  const language = languageOf(file)!
  const source = readSource(content, language)
  if (language === 'python') found.applications.push(...readPythonPools(source, file))
  else if (language === 'go') found.applications.push(...readGoPools(source, file))
  else found.applications.push(...readJavascriptPools(source, file))
}

const readPgbouncerFile: Reader = async (content, file, { proxies, notes, contradictions }, tree) => {
  const { lines, missing } = await pgbouncerLines(content, file, async name => {
    // PgBouncer takes them from where it was started, which is the file's folder or the root.
    for (const path of [
      posix.join(posix.dirname(file), name),
      name,
      posix.join(posix.dirname(file), posix.basename(name)),
    ]) {
      const included = isInsideTree(path) ? await contentOf(tree, path) : undefined
      if (included !== undefined) return { file: posix.normalize(path), content: included }
    }
    return undefined
  })
  notes.push(...missing)
  const reading = readPgbouncer(content, file, lines)
  contradictions.push(...reading.contradictions)
  push(proxies, reading.pooler)
}

const isInsideTree = (path: string) => !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..')

const readPrisma: Reader = (content, file, found) => push(found.prisma, readPrismaSource(content, file, false))

const readProperties: Reader = (content, file, found) => {
  const entries = readKeyValues(content)
  const prefix = /^spring\.datasource\.hikari\.(.+)$/
  const hikari = new Map(
    entries.flatMap(entry => {
      const name = prefix.exec(entry.name)?.[1]
      return name === undefined ? [] : [[name.replace(/[-_]/g, '').toLowerCase(), entry] as const]
    }),
  )
  const [first] = hikari.values()
  if (first !== undefined) found.applications.push(hikariPool(file, name => hikari.get(name), first.line))
}

const readYaml: Reader = (content, file, found) => {
  const version = pgbouncerVersion(content)
  if (version !== undefined) found.versions.push(version)
  if (!/hikari|adapter|AWS::|environment|service/i.test(content)) return
  const document = readDocument(content, file)
  if (document === undefined) {
    found.notes.push(`${file} is no YAML that can be read.`)
    return
  }
  if (posix.basename(file).startsWith('database.')) found.applications.push(...readRails(document))
  found.applications.push(...readHikariYaml(document))
  found.proxies.push(...readRdsProxies(document))
  found.urls.push(...readUrls(document))
  if (isServerless(document)) found.serverless.push(file)
}

/** Prisma's own engine has a pool where no driver adapter connects in its place. */
function prismaPools({ prisma, applications, urls }: Collected, cpus: number | undefined): readonly ApplicationPool[] {
  if (applications.some(({ library }) => library === 'Prisma’s driver adapter')) return []
  return prisma.map(source => {
    const named = urls.filter(({ name }) => name === source.variable)
    // Where several files have it, one for production says what holds there.
    const chosen = named.find(({ file }) => /prod/.test(file)) ?? named[0]
    return prismaPool(source, chosen, cpus)
  })
}

/** A tag of a container says whether prepared statements are followed. */
function withVersion(proxy: Pooler, version: number | undefined): Pooler {
  const isOpen =
    proxy.product === 'PgBouncer' && proxy.preparedStatements.kind === 'unknown' && proxy.preparedStatements.line === 0
  if (!isOpen) return proxy
  return { ...proxy, preparedStatements: preparedByDefault(version) }
}

function push<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined) list.push(item)
}

async function contentOf(tree: Tree, file: string): Promise<string | undefined> {
  return tree.read(file).catch((error: unknown) => {
    if (error instanceof UserError) return undefined
    throw error
  })
}
