import type { Client } from '../postgres/client.ts'

/** What a server says of one of its parameters (`pg_settings`). */
export interface Parameter {
  readonly name: string
  /** `8kB`, `kB`, `MB`, `B`, `ms`, `s`, `min`; null where it has none. */
  readonly unit: string | null
  readonly type: 'bool' | 'enum' | 'integer' | 'real' | 'string'
  /** `postmaster` needs a restart, `user` any session may set. */
  readonly context: string
  readonly bootValue: string | null
  readonly min: number | null
  readonly max: number | null
  readonly choices: readonly string[] | null
}

export type Parameters = ReadonlyMap<string, Parameter>

/** `initdb` writes 128 MB into every new cluster's postgresql.conf; up to 14 the server's own default is less. */
export async function readParameters(client: Client): Promise<Parameters> {
  const rows = await client.rows<Parameter>(
    `select name, unit, vartype as type, context, min_val::float8 as min, max_val::float8 as max,
       case name when 'shared_buffers' then '16384' else boot_val end as "bootValue", array_to_json(enumvals) as choices
     from pg_settings`,
  )
  return new Map(rows.map(row => [row.name.toLowerCase(), row]))
}

/** Bytes or milliseconds of each unit (PostgreSQL manual, “Parameter Names and Values”). */
const MEMORY: Readonly<Record<string, number>> = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 }
const TIME: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** Sizes become bytes, times milliseconds, other numbers themselves. */
export type Value = number | boolean | string

/** What a text means for a parameter; undefined where the server would refuse it. */
export function parseValue(parameter: Parameter, text: string): Value | undefined {
  switch (parameter.type) {
    case 'bool':
      return parseBoolean(text)
    case 'enum':
      return parameter.choices?.find(choice => choice === text.toLowerCase()) ?? hiddenChoice(parameter, text)
    case 'string':
      return text
    default:
      return parseNumber(parameter, text)
  }
}

/** Enumerations that began as booleans still take their spellings, which the server does not list. */
function hiddenChoice({ choices }: Parameter, text: string): string | undefined {
  if (!choices?.includes('on') && !choices?.includes('off')) return undefined
  const value = parseBoolean(text)
  return value === undefined ? undefined : value ? 'on' : 'off'
}

function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (word === '' || word === 'o') return undefined
  if (['on', 'true', 'yes', '1'].some(each => each.startsWith(word))) return true
  return ['off', 'false', 'no', '0'].some(each => each.startsWith(word)) ? false : undefined
}

function parseNumber({ unit, min, max, type }: Parameter, text: string): number | undefined {
  const [, amount = '', suffix = ''] =
    /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([a-zA-Z]*)\s*$/.exec(text) ?? []
  if (amount === '') return undefined
  const base = sizeOf(unit)
  const factor = suffix === '' ? base : factorOf(suffix, unit)
  if (factor === undefined) return undefined
  const exact = (Number(amount) * factor) / base
  // The server rounds to the parameter's unit, and takes its special values (-1, 0) as they are.
  const inUnits = type === 'integer' ? Math.round(exact) : exact
  if ((min !== null && inUnits < min) || (max !== null && inUnits > max)) return undefined
  return inUnits * (inUnits < 0 ? 1 : base)
}

/** `8kB` is eight times a kB. */
function sizeOf(unit: string | null): number {
  const [, count = '', name = ''] = /^(\d*)(\w+)$/.exec(unit ?? '') ?? []
  return Number(count || 1) * (MEMORY[name] ?? TIME[name] ?? 1)
}

function factorOf(suffix: string, unit: string | null): number | undefined {
  const name = /[a-zA-Z]+$/.exec(unit ?? '')?.[0] ?? ''
  if (name in MEMORY) return MEMORY[suffix]
  return name in TIME ? TIME[suffix] : undefined
}

/** A value as a file has it: `16MB`, or `2048` where only a bare number in the parameter's unit is taken. */
export function formatValue(parameter: Parameter, value: Value, isBare = false): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string') return value
  const base = sizeOf(parameter.unit)
  if (isBare || parameter.unit === null || value <= 0)
    return String(value <= 0 ? value : round(value / base, parameter))
  const name = /[a-zA-Z]+$/.exec(parameter.unit)?.[0] ?? ''
  const units = Object.entries(name in MEMORY ? MEMORY : TIME).toReversed()
  const [suffix, size] = units.find(([, size]) => value % size === 0 && size >= 1) ?? [name, sizeOf(name)]
  return `${value / size}${suffix}`
}

const round = (value: number, { type }: Parameter) => (type === 'integer' ? Math.round(value) : value)

/** Settings whose value says nothing but what it is: numbers, switches, choices. Others may be commands, hosts or passwords. */
export function isPublic(parameter: Parameter | undefined): boolean {
  return parameter !== undefined && (parameter.type !== 'string' || parameter.name === 'shared_preload_libraries')
}
