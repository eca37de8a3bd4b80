import { type Figure, known } from '../pool.ts'
import { type Expression, type Located, REST } from './expression.ts'

/** A number that code gives, in its library's unit; `byDefault` is what the library does without it, in milliseconds or connections. */
export function figure(located: Located | undefined, byDefault: number, unit: number): Figure {
  if (located === undefined) return known(byDefault)
  const { value, line } = located
  const number = value.kind === 'literal' && !/^\s*$/.test(String(value.value)) ? Number(value.value) : Number.NaN
  if (value.kind === 'literal' && typeof value.value !== 'boolean' && !Number.isNaN(number))
    return known(number * unit, line)
  return { kind: 'unknown', line, isEnvironment: isOfEnvironment(value) }
}

export function text(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined
}

export function entriesOf(expression: Expression | undefined): ReadonlyMap<string, Located> | undefined {
  return expression?.kind === 'object' ? expression.entries : undefined
}

/** An option, or the unknown that may hold it. */
export function optionOf(options: ReadonlyMap<string, Located>, name: string): Located | undefined {
  return options.get(name) ?? options.get(REST)
}

/** The parts of a text that stand in the code. */
export function written(expression: Expression | undefined): string | undefined {
  return text(expression) ?? (expression?.kind === 'unknown' ? expression.written : undefined)
}

function isOfEnvironment(value: Expression): boolean {
  if (value.kind === 'call') return value.call.isEnvironment
  return value.kind === 'unknown' && value.isEnvironment
}
