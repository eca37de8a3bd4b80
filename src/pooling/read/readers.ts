import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import type { ApplicationPool, Figure, Place, Pooler } from '../pool.ts'
import { type PrismaSource, readEnvFile, type UrlVariable } from './connection-url.ts'
import { readGo } from './go.ts'
import { readHikariProperties } from './hikari.ts'
import { readJava } from './java.ts'
import { readJavascript } from './javascript.ts'
import { isKnexfile, isSequelizeConfig, isStrapiConfig } from './javascript-exports.ts'
import { readKeyValues } from './key-values.ts'
import { readKotlin } from './kotlin.ts'
import { readOdyssey, readPgpool } from './other-proxies.ts'
import { pgbouncerLines, pgbouncerVersion, readPgbouncer } from './pgbouncer.ts'
import { readPgcat } from './pgcat.ts'
import { readPrismaSource } from './prisma.ts'
import { readPythonPools } from './python.ts'
import { quarkusOfProperties, quarkusOfYaml } from './quarkus.ts'
import { rdsProxy, readTerraformProxies } from './rds-proxy.ts'
import { languageOf, readSource } from './source-code.ts'
import {
  type SpringContainer,
  type SpringProperties,
  springOfContainers,
  springOfProperties,
  springOfYaml,
} from './spring.ts'
import { readDocument } from './yaml-document.ts'
import {
  isServerless,
  readRails,
  readRdsProxies,
  readSequelizeJson,
  readUrls,
  readYamlPgbouncers,
} from './yaml-pools.ts'

/** What files say, before it is held against each other. */
export interface Collected {
  readonly applications: ApplicationPool[]
  readonly proxies: Pooler[]
  readonly serverless: string[]
  readonly clients: Place[]
  readonly notes: string[]
  readonly contradictions: string[]
  readonly urls: UrlVariable[]
  readonly prisma: PrismaSource[]
  /** Addresses that code gives to Prisma. */
  readonly prismaAddresses: (Place & { readonly written: string })[]
  /** Files in which a driver adapter connects for Prisma. */
  readonly adapters: string[]
  readonly versions: number[]
  /** Of Spring's applications, by file and profile. */
  readonly spring: SpringProperties[]
  readonly springContainers: SpringContainer[]
  /** HikariCP's pools in code that are given what properties say. */
  readonly bound: Place[]
  /** Limits of Go's pools that other files open. */
  readonly limits: (Place & { readonly size: Figure })[]
}

export const nothingCollected = (): Collected => ({
  applications: [],
  proxies: [],
  serverless: [],
  clients: [],
  notes: [],
  contradictions: [],
  urls: [],
  prisma: [],
  prismaAddresses: [],
  adapters: [],
  versions: [],
  spring: [],
  springContainers: [],
  bound: [],
  limits: [],
})

type Reader = (content: string, file: string, found: Collected, tree: Tree) => void | Promise<void>

/** A cheap look before a file is parsed. */
const MENTIONS_POOL =
  /['"](?:pg|pg-pool|pg-promise|@mikro-orm\/\w+|postgres|knex|slonik|sequelize|sequelize-typescript|@sequelize\/core|typeorm|@nestjs\/typeorm|drizzle-orm\/[\w-]+|@neondatabase\/serverless|@vercel\/postgres|@prisma\/adapter-\w+|aws-cdk-lib\/aws-(?:rds|lambda)[\w-]*)['"]|PrismaClient|create_(?:async_)?engine|SQLALCHEMY_ENGINE_OPTIONS|ConnectionPool|create_pool|DATABASES|dj_database_url|SetMaxOpenConns|pgxpool|sqlx?\.(?:Open|Connect|MustConnect)|gorm\.io\/driver\/postgres|Hikari(?:Config|DataSource)/
/** Files of these names are there to be read; what is wrong with any other is not ours to tell. */
const YAML_POOLS =
  /(?:^|\/)(?:application[\w.-]*|database|config\/config|(?:docker-)?compose[\w.-]*|serverless|template[\w.-]*|[\w.-]*(?:stack|cloudformation|rds)[\w.-]*)\.(?:ya?ml|json)$/
const MARKS_SERVERLESS = /^(?:vercel\.json|netlify\.toml|wrangler\.(?:toml|jsonc?))$/

/** What reads such a file; undefined where it says nothing of pools. */
export function readerOf(file: string): Reader | undefined {
  const name = posix.basename(file)
  if (MARKS_SERVERLESS.test(name)) return (_, at, { serverless }) => void serverless.push(at)
  if (/^pgbouncer[\w.-]*\.ini$/.test(name)) return readPgbouncerFile
  if (/^pgpool[\w.-]*\.conf$/.test(name)) return (content, at, { proxies }) => push(proxies, readPgpool(content, at))
  if (/^pgcat[\w.-]*\.toml$/.test(name)) return (content, at, { proxies }) => push(proxies, readPgcat(content, at))
  if (/^odyssey[\w.-]*\.conf$/.test(name)) return (content, at, { proxies }) => push(proxies, readOdyssey(content, at))
  if (/^\.env(?:\.[\w.-]+)?$|\.env$/.test(name))
    return (content, at, { urls }) => void urls.push(...readEnvFile(content, at))
  if (name.endsWith('.prisma')) return readPrisma
  if (/^application[\w.-]*\.properties$/.test(name))
    return (content, at, { applications, spring }) => {
      spring.push(...springOfProperties(content, at))
      applications.push(...quarkusOfProperties(readKeyValues(content), at))
    }
  if (/^hikari[\w.-]*\.properties$/.test(name))
    return (content, at, { applications }) => push(applications, readHikariProperties(content, at))
  if (name.endsWith('.tf'))
    return (content, at, { proxies }) =>
      void (content.includes('aws_db_proxy') && proxies.push(...readTerraformProxies(content, at)))
  if (/\.ya?ml$/.test(name) || YAML_POOLS.test(file)) return readYaml
  if (/\.kts?$/.test(name))
    return (content, at, { applications, bound }) => {
      const { pools, bound: places } = readKotlin(content, at)
      applications.push(...pools)
      bound.push(...places)
    }
  return languageOf(file) === undefined ? undefined : readCode
}

/** Whether a file's name says that it configures connections. */
export function isConfiguration(file: string): boolean {
  return (
    languageOf(file) === undefined &&
    !/\.kts?$/.test(file) &&
    (!/\.(?:ya?ml|json|tf)$/.test(file) || YAML_POOLS.test(file))
  )
}

const readCode: Reader = (content, file, found) => {
  const isExport = [isKnexfile, isSequelizeConfig, isStrapiConfig].some(isMeant => isMeant(file))
  if (!MENTIONS_POOL.test(content) && !isExport) return
  const language = languageOf(file)!
  const source = readSource(content, language)
  if (language === 'python') found.applications.push(...readPythonPools(source, file))
  else if (language === 'go') {
    const { pools, limit } = readGo(source, file)
    found.applications.push(...pools)
    if (limit !== undefined) found.limits.push({ file, ...limit })
  } else if (language === 'java') {
    const { pools, bound } = readJava(source, file)
    found.applications.push(...pools)
    found.bound.push(...bound)
  } else {
    const { pools, clients, prisma, hasAdapter, proxies, makesFunctions } = readJavascript(source, file)
    found.applications.push(...pools)
    found.clients.push(...clients)
    found.prismaAddresses.push(...prisma)
    found.proxies.push(...proxies.map(rdsProxy))
    if (hasAdapter) found.adapters.push(file)
    if (makesFunctions) found.serverless.push(file)
  }
}

const readPgbouncerFile: Reader = async (content, file, { proxies, notes, contradictions }, tree) => {
  const { lines, missing } = await pgbouncerLines(content, file, async name => {
    // PgBouncer takes them from where it was started, which is the file's folder or the root.
    const beside = posix.dirname(file)
    for (const path of [posix.join(beside, name), name, posix.join(beside, posix.basename(name))]) {
      const included = isInsideTree(path) ? await contentOf(tree, path) : undefined
      if (included !== undefined) return { file: posix.normalize(path), content: included }
    }
    return undefined
  })
  notes.push(...missing)
  const reading = readPgbouncer(content, file, lines)
  contradictions.push(...reading.contradictions)
  push(proxies, reading.pooler)
  // Others of such a name may be parts of it.
  if (reading.pooler === undefined && content.trim() !== '' && posix.basename(file) === 'pgbouncer.ini')
    notes.push(`${file} has no [pgbouncer] section that can be read.`)
}

const isInsideTree = (path: string) => !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..')

const readPrisma: Reader = async (content, file, found, tree) => {
  const parts = posix.dirname(file).split('/')
  const above = parts.map((_, at) => posix.join(...parts.slice(0, at + 1), 'package.json'))
  const packages = await Promise.all(['package.json', ...above].map(path => contentOf(tree, path)))
  try {
    push(
      found.prisma,
      readPrismaSource(
        content,
        file,
        packages.filter(text => text !== undefined),
      ),
    )
  } catch {
    // The parser throws errors of its own kind, with parts of the file in their words.
    found.notes.push(`${file} is no Prisma schema that can be read.`)
  }
}

const readYaml: Reader = (content, file, found) => {
  const version = pgbouncerVersion(content)
  if (version !== undefined) found.versions.push(version)
  const isOurs = YAML_POOLS.test(file)
  if (
    !(isOurs ? /hikari|datasource|adapter|dialect|AWS::|environment|service/i : /pgbouncer|SPRING_DATASOURCE/i).test(
      content,
    )
  )
    return
  const document = readDocument(content, file)
  if (document === undefined) {
    if (isOurs) found.notes.push(`${file} is no YAML that can be read.`)
    return
  }
  for (const { lines } of readYamlPgbouncers(document)) {
    const { pooler } = readPgbouncer(
      '',
      file,
      lines.map(line => ({ ...line, file })),
    )
    push(found.proxies, pooler && { ...pooler, written: undefined })
  }
  found.springContainers.push(...springOfContainers(document))
  if (!isOurs) return
  if (isSequelizeConfig(file)) found.applications.push(...readSequelizeJson(document))
  if (posix.basename(file).startsWith('database.')) found.applications.push(...readRails(document))
  if (posix.basename(file).startsWith('application')) {
    found.spring.push(...springOfYaml(document))
    found.applications.push(...quarkusOfYaml(document))
  }
  found.proxies.push(...readRdsProxies(document))
  found.urls.push(...readUrls(document))
  if (isServerless(document)) found.serverless.push(file)
}

function push<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined) list.push(item)
}

/** Undefined where there is no such file, or none that can be read as text. */
export async function contentOf(tree: Tree, file: string): Promise<string | undefined> {
  return tree.read(file).catch((error: unknown) => {
    if (error instanceof UserError) return undefined
    throw error
  })
}
