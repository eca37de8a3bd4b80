import { type ApplicationPool, type Figure, known, type Place } from '../pool.ts'
import type { Call, Located } from './expression.ts'
import { figure, text, written } from './expressions.ts'
import { hikariPool, isOtherJdbc, plainName, preparesByUrl } from './hikari.ts'
import type { SourceCode } from './source-code.ts'

export interface HikariReading {
  readonly pools: readonly ApplicationPool[]
  /** Pools whose options come from properties: what sets them is in other files. */
  readonly bound: readonly Place[]
}

/** A HikariConfig or HikariDataSource that is made, with the variable that holds it. */
interface Made {
  readonly call: Call
  readonly variable: string | undefined
}

type Options = ReadonlyMap<string, Located>

const CONSTRUCTED = /^Hikari(?:Config|DataSource)$/
/** Spring's `DataSourceBuilder.create().type(HikariDataSource.class).build()`. */
const BUILT = /\.type\(\s*HikariDataSource\.class\s*\)[\s\S]*\.build$/
const OTHER_DRIVERS = /mysql|mariadb|oracle|sqlserver|mssql|sqlite|db2|clickhouse|hsqldb|org\.h2/i
const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  millis: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
}

/** HikariCP's pools that Java makes, with what setters give to them: `config.setMaximumPoolSize(20)`. */
export function readJava(source: SourceCode, file: string): HikariReading {
  const modules = [...source.imports.values()]
  if (!modules.some(module => module.startsWith('com.zaxxer.hikari'))) return { pools: [], bound: [] }
  const isBindable = modules.some(module => module.endsWith('.ConfigurationProperties'))
  const made = madeIn(source)
  const pools: ApplicationPool[] = []
  const bound: Place[] = []
  for (const each of made) {
    const options = optionsOf(each, made, source.calls)
    if (isOther(options)) continue
    const place = { file, line: each.call.line }
    const isBound = isBindable || each.call.arguments.length > 0 || BUILT.test(each.call.callee)
    if (isBound && !options.has('maximumpoolsize')) bound.push(place)
    else pools.push(hikariPool(place, (name, byDefault) => figureOf(options.get(name), byDefault), prepares(options)))
  }
  return { pools, bound }
}

/** A HikariDataSource that is given something is the pool of the HikariConfig that is made beside it. */
function madeIn({ calls, assignments }: SourceCode): readonly Made[] {
  const found = calls.filter(({ callee }) => CONSTRUCTED.test(callee) || BUILT.test(callee))
  const isConfig = ({ callee }: Call) => callee.endsWith('HikariConfig')
  return found
    .filter(call => isConfig(call) || call.arguments.length === 0 || !found.some(isConfig))
    .map(call => {
      const holder = assignments.find(
        ({ value, line }) => value.kind === 'call' && value.call.callee === call.callee && line === call.line,
      )
      return { call, variable: holder === undefined ? undefined : withoutThis(holder.name) }
    })
}

/** What is set on an object until another one takes its variable; on a lone object through any variable. */
function optionsOf({ call: own, variable }: Made, all: readonly Made[], calls: readonly Call[]): Options {
  const next = all.find(({ call, ...other }) => call.line > own.line && other.variable === variable)
  const isOwn = ({ line }: Call, receiver: string) =>
    all.length === 1 || (receiver === variable && line >= own.line && (next === undefined || line < next.call.line))
  return new Map(
    calls.flatMap(call => {
      const [, receiver = '', property] =
        /^(?:([\s\S]*)\.)?(?:set([A-Z]\w*)|addDataSourceProperty)$/.exec(call.callee) ?? []
      const values = call.arguments
      const name = property ?? text(values[0]?.value)
      const value = values[property === undefined ? 1 : 0]
      if (name === undefined || value === undefined || !isOwn(call, withoutThis(receiver))) return []
      return [[plainName(name), { ...value, line: call.line }] as const]
    }),
  )
}

const withoutThis = (name: string) => name.replace(/^this\./, '')

/** What is not told may be PostgreSQL, as it is what the repository is looked at for. */
function isOther(options: Options): boolean {
  const told = (name: string) => written(options.get(name)?.value) ?? ''
  return isOtherJdbc(told('jdbcurl')) || OTHER_DRIVERS.test(`${told('driverclassname')} ${told('datasourceclassname')}`)
}

function prepares(options: Options): boolean {
  const threshold = options.get('preparethreshold')?.value
  const isOff = threshold?.kind === 'literal' && Number(threshold.value) === 0
  return !isOff && preparesByUrl(written(options.get('jdbcurl')?.value) ?? '')
}

function figureOf(located: Located | undefined, byDefault: number): Figure {
  const duration = located === undefined ? undefined : durationOf(located)
  return duration ?? figure(located, byDefault, 1)
}

/** `TimeUnit.SECONDS.toMillis(30)` and `Duration.ofMinutes(5).toMillis()`, in milliseconds. */
function durationOf({ value, line }: Located): Figure | undefined {
  if (value.kind !== 'call') return undefined
  const { callee, arguments: given } = value.call
  const [, unit = '', literal] =
    /(?:^|\.)(?:Duration\s*\.of)?(\w+?)(?:\(([\d_]+)L?\))?\s*\.toMillis$/.exec(callee) ?? []
  const factor = UNITS[unit.toLowerCase()]
  const amount = literal === undefined ? given[0]?.value : undefined
  const count = literal?.replaceAll('_', '') ?? (amount?.kind === 'literal' ? amount.value : undefined)
  return factor === undefined || count === undefined ? undefined : known(Number(count) * factor, line)
}
