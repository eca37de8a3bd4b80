import type { ApplicationPool, Place } from '../pool.ts'
import { type Call, REST } from './expression.ts'
import { entriesOf, written } from './expressions.ts'
import { exportedPools, isMikroPostgres } from './javascript-exports.ts'
import { LIBRARIES, libraryNamed, optionsFrom, poolOf } from './javascript-libraries.ts'
import type { SourceCode } from './source-code.ts'

/** What a JavaScript or TypeScript file says of connections. */
export interface JavascriptReading {
  readonly pools: readonly ApplicationPool[]
  /** Places that connect without a pool. */
  readonly clients: readonly Place[]
  /** Addresses that the code itself gives to Prisma, as far as they stand there. */
  readonly prisma: readonly (Place & { readonly written: string })[]
  /** Whether a driver adapter connects in place of Prisma's engine. */
  readonly hasAdapter: boolean
  /** RDS proxies that a CDK stack makes. */
  readonly proxies: readonly Place[]
  readonly makesFunctions: boolean
}

export function readJavascript(source: SourceCode, file: string): JavascriptReading {
  const calls = source.calls.map(call => ({ call, ...originOf(call, source) }))
  const places = (isMeant: (each: (typeof calls)[number]) => boolean) =>
    calls.filter(isMeant).map(({ call }) => ({ file, line: call.line }))
  const importsRds = [...source.imports.values()].includes('aws-cdk-lib/aws-rds')
  return {
    pools: [
      ...calls.flatMap(({ call, module, callee }) => {
        const library = isPgPromise(call, source)
          ? libraryNamed('pg-promise')
          : LIBRARIES.find(each => module !== undefined && each.modules.includes(module) && each.callee.test(callee))
        if (library?.name === 'MikroORM' && !isMikroOfPostgres(call, module)) return []
        const options = library?.options({ ...call, callee })
        return library === undefined || options === undefined
          ? []
          : [poolOf(library, options, { file, line: call.line })]
      }),
      ...exportedPools(source, file),
    ],
    clients: places(({ module, callee }) => module === 'pg' && /^(?:\w+\.)?Client$/.test(callee)),
    prisma: calls.flatMap(({ call, callee, module = '' }) => {
      if (callee !== 'PrismaClient' || !/prisma|client/i.test(module)) return []
      const options = optionsFrom(call, 0)
      const [database] = entriesOf(options.get('datasources')?.value)?.values() ?? []
      const url = options.get('datasourceUrl') ?? entriesOf(database?.value)?.get('url')
      const text = written(url?.value)
      return url === undefined || text === undefined ? [] : [{ file, line: url.line, written: text }]
    }),
    hasAdapter: calls.some(
      ({ module = '', callee }) => /^@prisma\/adapter-/.test(module) && /^Prisma\w+$/.test(callee),
    ),
    proxies: places(({ callee, module }) =>
      module === 'aws-cdk-lib/aws-rds'
        ? /(?:^|\.)DatabaseProxy$/.test(callee)
        : importsRds && callee.endsWith('.addProxy'),
    ),
    makesFunctions: calls.some(
      ({ module = '', callee }) => /^aws-cdk-lib\/aws-lambda/.test(module) && /Function$/.test(callee),
    ),
  }
}

/** The module that a callee comes from, and what that module calls it. */
function originOf({ callee }: Call, { imports, renamed }: SourceCode) {
  const [root = '', ...rest] = callee.split('.')
  return { module: imports.get(root), callee: [renamed.get(root) ?? root, ...rest].join('.') }
}

const PG_PROMISE = 'pg-promise'

/** `const pgp = require('pg-promise')()` and `pgp(address)`; what the module is initialised with says nothing of the pool. */
function isPgPromise({ callee }: Call, { assignments, imports }: SourceCode): boolean {
  const isModule = (name: string) => imports.get(name) === PG_PROMISE || /^require\(["']pg-promise["']\)$/.test(name)
  // Called on the spot: `pgPromise()(address)`.
  const [, initialised] = /^(.+?)\([^()]*\)$/s.exec(callee) ?? []
  if (initialised !== undefined && isModule(initialised)) return true
  return assignments.some(({ name, value }) => name === callee && value.kind === 'call' && isModule(value.call.callee))
}

/** PostgreSQL's own package needs no driver; the others do, unless what they are given is not known. */
function isMikroOfPostgres(call: Call, module: string | undefined): boolean {
  const options = optionsFrom(call, 0)
  return module === '@mikro-orm/postgresql' || options.has(REST) || isMikroPostgres(options)
}
