import { type Figure, known } from '../pool.ts'
import type { Expression, Located } from './expression.ts'

/** A number that code gives, in its library's unit; `byDefault` is what the library does without it, in milliseconds or connections. */
export function figure(located: Located | undefined, byDefault: number, unit: number): Figure {
  if (located === undefined) return known(byDefault)
  const { value, line } = located
  if (value.kind === 'literal' && !Number.isNaN(Number(value.value))) return known(Number(value.value) * unit, line)
  return { kind: 'unknown', line, isEnvironment: value.kind === 'unknown' && value.isEnvironment }
}

export function text(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined
}

export function entriesOf(expression: Expression | undefined): ReadonlyMap<string, Located> | undefined {
  return expression?.kind === 'object' ? expression.entries : undefined
}
