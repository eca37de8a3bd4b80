import { type ApplicationPool, type Figure, known, type Place } from '../pool.ts'
import { type Call, type Located, REST } from './expression.ts'
import { entriesOf, figure, optionOf, text } from './expressions.ts'

export type Options = ReadonlyMap<string, Located>

/** How a library names its options and what it does without them. */
export interface Library {
  readonly name: string
  readonly modules: readonly string[]
  readonly callee: RegExp
  /** The options of a call that is for PostgreSQL; undefined for another database. */
  options(call: Call): Options | undefined
  readonly size: readonly [option: string, byDefault: number]
  readonly acquire: readonly [option: string, byDefault: number, unitMs: number]
  readonly connect?: readonly [option: string, byDefault: number, unitMs: number]
  readonly idle: readonly [option: string, byDefault: number, unitMs: number]
  readonly lifetime: readonly [option: string, byDefault: number, unitMs: number]
  readonly preparesByName?: boolean
}

export const none: Options = new Map()
/** The object of options; where the argument from a place on is not known, neither is any option. */
export const optionsFrom = (call: Call, place: number): Options => {
  const found = call.arguments.flatMap(({ value }) => (value.kind === 'object' ? [value.entries] : [])).at(-1)
  const open = call.arguments.slice(place).find(({ value }) => value.kind === 'unknown' || value.kind === 'call')
  return found ?? (open === undefined ? none : new Map([[REST, open]]))
}
const lastObject = (call: Call): Options => optionsFrom(call, 0)
export const forPostgres = (options: Options, key: string): boolean => {
  const dialect = text(options.get(key)?.value)
  return dialect === undefined || isForPostgres(dialect)
}
export const isForPostgres = (dialect: string): boolean =>
  /^(?:pg|postgres|postgresql|aurora-postgres|pg-native|cockroachdb)$/.test(dialect)
export const section = (options: Options, key: string): Options => {
  const found = optionOf(options, key)
  return entriesOf(found?.value) ?? (found === undefined ? none : new Map([[REST, found]]))
}

/** node-postgres waits for ever for a connection unless told otherwise. */
const NODE_POSTGRES = {
  size: ['max', 10],
  acquire: ['connectionTimeoutMillis', 0, 1],
  idle: ['idleTimeoutMillis', 10_000, 1],
  lifetime: ['maxLifetimeSeconds', 0, 1000],
} as const

const POSTGRES_JS = {
  size: ['max', 10],
  acquire: ['none', 0, 1],
  connect: ['connect_timeout', 30, 1000],
  idle: ['idle_timeout', 0, 1000],
  lifetime: ['max_lifetime', 2700, 1000],
  preparesByName: true,
} as const

/** Drizzle makes a pool of its own from an address or from options; given a pool, it is that pool's options that count. */
const ownConnection = (call: Call): Options | undefined => {
  const connection = lastObject(call).get('connection')
  if (connection !== undefined) return entriesOf(connection.value) ?? none
  return isAddress(call) ? none : undefined
}

/** Options and defaults as the libraries' documentation has them. */
export const LIBRARIES: readonly Library[] = [
  {
    ...NODE_POSTGRES,
    name: 'node-postgres',
    modules: ['pg', 'pg-pool', '@neondatabase/serverless', '@vercel/postgres'],
    callee: /^(?:\w+\.)?(?:Pool|createPool)$/,
    options: lastObject,
  },
  {
    ...NODE_POSTGRES,
    name: 'Prisma’s driver adapter',
    modules: ['@prisma/adapter-pg', '@prisma/adapter-neon'],
    callee: /^Prisma(?:Pg|Neon)$/,
    // Given a pool of its own, it is that pool's options that count.
    options: call => entriesOf(call.arguments[0]?.value),
  },
  {
    ...POSTGRES_JS,
    name: 'postgres.js',
    modules: ['postgres'],
    callee: /^(?:postgres|default)$/,
    options: call => optionsFrom(call, 1),
  },
  {
    name: 'Knex',
    modules: ['knex'],
    callee: /^(?:knex|Knex|default)$/i,
    options: call => (forPostgres(lastObject(call), 'client') ? section(lastObject(call), 'pool') : undefined),
    size: ['max', 10],
    acquire: ['acquireTimeoutMillis', 60_000, 1],
    idle: ['idleTimeoutMillis', 30_000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    ...NODE_POSTGRES,
    name: 'pg-promise',
    modules: [],
    // It is found by the name that its initialised module is given.
    callee: /$^/,
    options: call => (isAddress(call) ? none : lastObject(call)),
  },
  {
    name: 'MikroORM',
    modules: ['@mikro-orm/postgresql', '@mikro-orm/core', '@mikro-orm/nestjs'],
    callee: /^(?:defineConfig|MikroORM\.init(?:Sync)?|MikroOrmModule\.forRoot)$/,
    // Without options it looks for its file, which says them.
    options: call => (call.arguments.length === 0 ? undefined : section(lastObject(call), 'pool')),
    size: ['max', 10],
    acquire: ['acquireTimeoutMillis', 60_000, 1],
    idle: ['idleTimeoutMillis', 30_000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    name: 'Sequelize',
    modules: ['sequelize', 'sequelize-typescript', '@sequelize/core'],
    callee: /^(?:\w+\.)?Sequelize$/,
    options: call => (forPostgres(optionsFrom(call, 1), 'dialect') ? section(optionsFrom(call, 1), 'pool') : undefined),
    size: ['max', 5],
    acquire: ['acquire', 60_000, 1],
    idle: ['idle', 10_000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    ...NODE_POSTGRES,
    name: 'TypeORM',
    modules: ['typeorm', '@nestjs/typeorm'],
    callee: /^(?:DataSource|createConnection|TypeOrmModule\.forRoot(?:Async)?)$/,
    options: call => {
      const given = lastObject(call)
      const factory = given.get('useFactory')
      const options = factory === undefined ? given : section(given, 'useFactory')
      // What a factory returns that is not read may be for another database.
      if (call.callee.startsWith('TypeOrm') && options.get('type') === undefined) return undefined
      if (!forPostgres(options, 'type')) return undefined
      const size = options.get('poolSize')
      const extra = options.has('extra') || !options.has(REST) ? section(options, 'extra') : options
      return size === undefined ? extra : new Map([...extra, ['max', size]])
    },
  },
  {
    name: 'Slonik',
    modules: ['slonik'],
    callee: /^createPool$/,
    options: call => optionsFrom(call, 1),
    size: ['maximumPoolSize', 10],
    acquire: ['connectionTimeout', 5000, 1],
    idle: ['idleTimeout', 5000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    ...POSTGRES_JS,
    name: 'Drizzle with postgres.js',
    modules: ['drizzle-orm/postgres-js'],
    callee: /^drizzle$/,
    options: ownConnection,
  },
  {
    ...NODE_POSTGRES,
    name: 'Drizzle with node-postgres',
    modules: ['drizzle-orm/node-postgres'],
    callee: /^drizzle$/,
    options: ownConnection,
  },
]

export function libraryNamed(name: string): Library {
  return LIBRARIES.find(library => library.name === name)!
}

/** `drizzle(process.env.DATABASE_URL)`: an address makes a pool of its own, a variable may be a pool. */
function isAddress({ arguments: [first] }: Call): boolean {
  const value = first?.value
  return (
    value?.kind === 'literal' || (value?.kind === 'unknown' && (value.isEnvironment || value.written !== undefined))
  )
}

export function poolOf(library: Library, options: Options, { file, line }: Place): ApplicationPool {
  const time = (option: readonly [string, number, number] | undefined): Figure | undefined =>
    option === undefined ? undefined : figure(optionOf(options, option[0]), option[1] * option[2], option[2])
  const prepare = options.get('prepare')?.value
  const isPrepared = !(prepare?.kind === 'literal' && prepare.value === false)
  return {
    library: library.name,
    file,
    line,
    size: figure(optionOf(options, library.size[0]), library.size[1], 1),
    acquireMs: library.acquire[0] === 'none' ? known(0) : time(library.acquire),
    connectMs: time(library.connect),
    idleMs: time(library.idle),
    lifetimeMs: library.lifetime[0] === 'none' ? undefined : time(library.lifetime),
    preparesByName: library.preparesByName === true && isPrepared,
    expectsProxy: false,
  }
}
