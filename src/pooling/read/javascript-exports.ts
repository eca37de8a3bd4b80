import type { ApplicationPool } from '../pool.ts'
import { type Located, REST } from './expression.ts'
import { entriesOf, text } from './expressions.ts'
import {
  forPostgres,
  isForPostgres,
  type Library,
  libraryNamed,
  none,
  type Options,
  poolOf,
  section,
} from './javascript-libraries.ts'
import type { SourceCode } from './source-code.ts'

/** Options that a file exports for a library which is called elsewhere, or by a tool. */
export function exportedPools(source: SourceCode, file: string): readonly ApplicationPool[] {
  return [
    ...(isKnexfile(file) ? environmentPools(source, file, libraryNamed('Knex'), 'client') : []),
    ...(isSequelizeConfig(file) ? environmentPools(source, file, libraryNamed('Sequelize'), 'dialect') : []),
    ...(isStrapiConfig(file) ? strapiPools(source, file) : []),
    ...typeormOptions(source, file),
    ...mikroOptions(source, file),
  ]
}

export const isKnexfile = (file: string) => /(?:^|\/)knexfile\.\w+$/.test(file)
/** Where sequelize-cli looks unless a `.sequelizerc` says otherwise; `.json` is read as such. */
export const isSequelizeConfig = (file: string) =>
  /(?:^|\/)config\/(?:config|database)\.(?:[cm]?[jt]s|json)$/.test(file)
export const isStrapiConfig = (file: string) => /(?:^|\/)config\/(?:env\/[\w-]+\/)?database\.[cm]?[jt]s$/.test(file)
export const isMikroConfig = (file: string) => /(?:^|\/)mikro-?orm[\w.-]*config\.[cm]?[jt]s$/.test(file)

const exportedOf = ({ assignments }: SourceCode) =>
  assignments.findLast(({ name }) => name === 'module.exports' || name === 'default')

/** One set of options, or one for each environment, of which production's count. `key` names the database. */
function environmentPools(
  source: SourceCode,
  file: string,
  library: Library,
  key: 'client' | 'dialect',
): readonly ApplicationPool[] {
  const exported = exportedOf(source)
  const whole = entriesOf(exported?.value)
  const sets = whole?.has(key) ? [exported!] : [...(whole ?? new Map<string, Located>()).values()]
  const chosen = whole?.get('production') ?? sets.find(({ value }) => entriesOf(value)?.has(key))
  const options = entriesOf(chosen?.value)
  const isGiven = text(options?.get(key)?.value) !== undefined
  if (chosen === undefined || options === undefined || !isGiven || !forPostgres(options, key)) return []
  return [poolOf(library, section(options, 'pool'), { file, line: options.get('pool')?.line ?? chosen.line })]
}

/**
 * Strapi's `({ env }) => ({ connection: { client, pool } })`. The generated file has the options of each database in `connections`
 * and takes one of them by the environment.
 */
function strapiPools(source: SourceCode, file: string): readonly ApplicationPool[] {
  const exported = exportedOf(source)
  const connection = entriesOf(entriesOf(exported?.value)?.get('connection')?.value)
  if (exported === undefined || connection === undefined) return []
  const client = connection.get('client')
  const named = text(client?.value)
  if (client === undefined || (named !== undefined && !isForPostgres(named))) return []
  const choices = source.assignments.find(({ name }) => name === 'connections')
  const chosen = entriesOf(entriesOf(choices?.value)?.get('postgres')?.value)
  const options = new Map([...(chosen ?? none), ...[...connection].filter(([name]) => name !== REST || !chosen)])
  const timeout = connection.get('acquireConnectionTimeout')
  const pool = section(options, 'pool')
  const given = timeout === undefined ? pool : new Map([['acquireTimeoutMillis', timeout], ...pool])
  const line = options.get('pool')?.line ?? client.line
  return [{ ...poolOf(libraryNamed('Knex'), given, { file, line }), library: 'Strapi' }]
}

/** MikroORM's options that stand by themselves in a file: `const config: Options = { driver: PostgreSqlDriver }`. */
function mikroOptions({ calls, assignments, imports }: SourceCode, file: string): readonly ApplicationPool[] {
  const modules = [...imports.values()].filter(module => module.startsWith('@mikro-orm/'))
  if (modules.length === 0 || calls.some(({ callee }) => MIKRO_CALLS.test(callee))) return []
  const found = assignments.flatMap(({ value, line }) => {
    const options = entriesOf(value)
    const driver = options?.get('driver') ?? options?.get('type')
    if (options === undefined || driver === undefined || !isMikroPostgres(options)) return []
    return [{ at: driver.line, pool: poolOf(libraryNamed('MikroORM'), section(options, 'pool'), { file, line }) }]
  })
  return firstOfEach(found)
}

const MIKRO_CALLS = /^(?:defineConfig|MikroORM\.init(?:Sync)?|MikroOrmModule\.forRoot)$/

/** Whether options of MikroORM name PostgreSQL's driver. */
export function isMikroPostgres(options: Options): boolean {
  const driver = options.get('driver')?.value
  const type = text(options.get('type')?.value)
  return type === 'postgresql' || (driver?.kind === 'unknown' && /Postgre/.test(driver.name ?? ''))
}

/** TypeORM's options that stand by themselves in a file, for a module elsewhere: an object, or a factory of one. */
function typeormOptions({ calls, assignments, imports }: SourceCode, file: string): readonly ApplicationPool[] {
  const isTypeorm = [...imports.values()].some(module => module === 'typeorm' || module === '@nestjs/typeorm')
  const isUsedHere = calls.some(({ callee }) =>
    /^(?:DataSource|createConnection|TypeOrmModule\.forRoot\w*)$/.test(callee),
  )
  if (!isTypeorm || isUsedHere) return []
  const library = libraryNamed('TypeORM')
  const found = assignments.flatMap(({ value, line }) => {
    const given = entriesOf(value) ?? none
    const type = (given.has('useFactory') ? section(given, 'useFactory') : given).get('type')
    if (text(type?.value) === undefined) return []
    const call = { callee: 'DataSource', arguments: [{ value, line }], keywords: none, line, isEnvironment: false }
    const options = library.options(call)
    return options === undefined ? [] : [{ at: type!.line, pool: poolOf(library, options, { file, line }) }]
  })
  return firstOfEach(found)
}

/** `export default options` is the same object once more. */
function firstOfEach(
  found: readonly { readonly at: number; readonly pool: ApplicationPool }[],
): readonly ApplicationPool[] {
  return [...Map.groupBy(found, ({ at }) => at).values()].map(([first]) => first!.pool)
}
