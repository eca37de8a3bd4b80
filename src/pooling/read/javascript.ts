import { type ApplicationPool, type Figure, known } from '../pool.ts'
import type { Call, Located } from './expression.ts'
import { entriesOf, figure, text } from './expressions.ts'
import type { SourceCode } from './source-code.ts'

type Options = ReadonlyMap<string, Located>

/** How a library names its options and what it does without them. */
interface Library {
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

const none: Options = new Map()
const lastObject = (call: Call): Options =>
  call.arguments.flatMap(({ value }) => (value.kind === 'object' ? [value.entries] : [])).at(-1) ?? none
const forPostgres = (options: Options, key: string): boolean => {
  const dialect = text(options.get(key)?.value)
  return dialect === undefined || /^(?:pg|postgres|postgresql|aurora-postgres|pg-native|cockroachdb)$/.test(dialect)
}
const section = (options: Options, key: string): Options => entriesOf(options.get(key)?.value) ?? none

/** node-postgres waits for ever for a connection unless told otherwise. */
const NODE_POSTGRES = {
  size: ['max', 10],
  acquire: ['connectionTimeoutMillis', 0, 1],
  idle: ['idleTimeoutMillis', 10_000, 1],
  lifetime: ['maxLifetimeSeconds', 0, 1000],
} as const

/** Options and defaults as the libraries' documentation has them. */
const LIBRARIES: readonly Library[] = [
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
    options: call => (call.arguments[0]?.value.kind === 'object' ? call.arguments[0].value.entries : undefined),
  },
  {
    name: 'postgres.js',
    modules: ['postgres'],
    callee: /^postgres$/,
    options: lastObject,
    size: ['max', 10],
    acquire: ['none', 0, 1],
    connect: ['connect_timeout', 30, 1000],
    idle: ['idle_timeout', 0, 1000],
    lifetime: ['max_lifetime', 2700, 1000],
    preparesByName: true,
  },
  {
    name: 'Knex',
    modules: ['knex'],
    callee: /^(?:knex|Knex)$/,
    options: call => (forPostgres(lastObject(call), 'client') ? section(lastObject(call), 'pool') : undefined),
    size: ['max', 10],
    acquire: ['acquireTimeoutMillis', 60_000, 1],
    idle: ['idleTimeoutMillis', 30_000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    name: 'Sequelize',
    modules: ['sequelize', 'sequelize-typescript', '@sequelize/core'],
    callee: /^(?:\w+\.)?Sequelize$/,
    options: call => (forPostgres(lastObject(call), 'dialect') ? section(lastObject(call), 'pool') : undefined),
    size: ['max', 5],
    acquire: ['acquire', 60_000, 1],
    idle: ['idle', 10_000, 1],
    lifetime: ['none', 0, 1],
  },
  {
    ...NODE_POSTGRES,
    name: 'TypeORM',
    modules: ['typeorm'],
    callee: /^(?:DataSource|createConnection)$/,
    options: call => {
      const options = lastObject(call)
      if (!forPostgres(options, 'type')) return undefined
      const size = options.get('poolSize')
      const extra = section(options, 'extra')
      return size === undefined ? extra : new Map([...extra, ['max', size]])
    },
  },
  {
    ...NODE_POSTGRES,
    name: 'Drizzle with node-postgres',
    modules: ['drizzle-orm/node-postgres'],
    callee: /^drizzle$/,
    options: call => {
      const connection = lastObject(call).get('connection')?.value
      const isUrl = text(call.arguments[0]?.value) !== undefined || call.arguments[0]?.value.kind === 'unknown'
      // Given a pool, it is that pool's options that count.
      return (
        entriesOf(connection) ??
        (connection !== undefined || (isUrl && call.arguments.length === 1 && isAddress(call)) ? none : undefined)
      )
    },
  },
]

/** `drizzle(process.env.DATABASE_URL)`: an address makes a pool of its own, a variable may be a pool. */
function isAddress({ arguments: [first] }: Call): boolean {
  return first?.value.kind === 'literal' || (first?.value.kind === 'unknown' && first.value.isEnvironment)
}

/** The pools that a JavaScript or TypeScript file makes. */
export function readJavascriptPools({ calls, imports }: SourceCode, file: string): readonly ApplicationPool[] {
  return calls.flatMap(call => {
    const root = call.callee.split('.')[0]!.replace(/<.*$/, '')
    const module = imports.get(root)
    const library = LIBRARIES.find(
      ({ modules, callee }) => module !== undefined && modules.includes(module) && callee.test(call.callee),
    )
    const options = library?.options(call)
    if (library === undefined || options === undefined) return []
    const time = (option: readonly [string, number, number] | undefined): Figure | undefined =>
      option === undefined ? undefined : figure(options.get(option[0]), option[1] * option[2], option[2])
    const prepare = options.get('prepare')?.value
    const isPrepared = !(prepare?.kind === 'literal' && prepare.value === false)
    return [
      {
        library: library.name,
        file,
        line: call.line,
        size: figure(options.get(library.size[0]), library.size[1], 1),
        acquireMs: library.acquire[0] === 'none' ? known(0) : time(library.acquire),
        connectMs: time(library.connect),
        idleMs: time(library.idle),
        lifetimeMs: library.lifetime[0] === 'none' ? undefined : time(library.lifetime),
        preparesByName: library.preparesByName === true && isPrepared,
        expectsProxy: false,
      },
    ]
  })
}
