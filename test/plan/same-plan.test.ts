import { describe, expect, it } from 'vitest'
import { diffPlans } from '../../src/plan/diff.ts'
import type { IndexDefinitionPair } from '../../src/plan/index-definitions.ts'
import { parsePlan } from '../../src/plan/parse.ts'
import { isSamePlan } from '../../src/plan/same-plan.ts'
import { planNames, readExplain, readPlan } from './plans.ts'

const NONE: IndexDefinitionPair = { base: new Map(), head: new Map() }
const tables = (...names: string[]) =>
  new Map(names.map(name => [`${name}_idx`, `CREATE INDEX idx ON ${name} USING btree (id)`]))
const rewritten = (name: string, ...replacements: (readonly [RegExp, string])[]) =>
  parsePlan(
    JSON.parse(replacements.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(readExplain(name)))),
  )
const RENAMED = [/"orders"|\borders\b(?=\.)/g, (text: string) => text.replace('orders', 'purchases')] as const

describe('two plans are the same', () => {
  const purchases = parsePlan(JSON.parse(JSON.stringify(readExplain('seq-scan')).replaceAll(...RENAMED)))

  it.each(planNames)('where both are %s', name => {
    expect(isSamePlan(readPlan(name), readPlan(name), NONE)).toBe(true)
  })

  it('where a table was renamed', () => {
    const indexes = { base: tables('public.orders'), head: tables('public.purchases') }
    expect(isSamePlan(readPlan('seq-scan'), purchases, indexes)).toBe(true)
    expect(diffPlans(readPlan('seq-scan'), purchases, indexes)).toEqual([])
  })

  it('where a table moved to another schema', () => {
    const moved = rewritten('seq-scan', [/"Schema":"public"/g, '"Schema":"sales"'])
    const indexes = { base: tables('public.orders'), head: tables('sales.orders') }
    expect(isSamePlan(readPlan('seq-scan'), moved, indexes)).toBe(true)
  })

  it('where an equality of two columns is written the other way round', () => {
    const turned = rewritten('hash-join', [/\((\w+\.\w+) = (\w+\.\w+)\)/g, '($2 = $1)'])
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(readPlan('hash-join')))
    expect(isSamePlan(readPlan('hash-join'), turned, NONE)).toBe(true)
    expect(diffPlans(readPlan('hash-join'), turned)).toEqual([])
  })

  it('where the query has other aliases', () => {
    const other = rewritten('hash-join', [/"Alias":"o"/g, '"Alias":"ord"'], [/\bo\./g, 'ord.'])
    expect(isSamePlan(readPlan('hash-join'), other, NONE)).toBe(true)
    expect(diffPlans(readPlan('hash-join'), other)).toEqual([])
  })

  it.each([
    [
      'both tables are there on both sides',
      tables('public.orders', 'public.purchases'),
      tables('public.orders', 'public.purchases'),
    ],
    ['the old table is still there', tables('public.orders'), tables('public.orders', 'public.purchases')],
    ['the catalog is not known', new Map(), new Map()],
  ])('but not with another table where %s', (_, base, head) => {
    expect(isSamePlan(readPlan('seq-scan'), purchases, { base, head })).toBe(false)
  })

  it('but not where two instances changed places', () => {
    const swapped = rewritten('hash-join', [/\bo\.customer_id/g, 'o.id'])
    expect(isSamePlan(readPlan('hash-join'), swapped, NONE)).toBe(false)
  })
})
