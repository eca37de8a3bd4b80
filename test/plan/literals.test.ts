import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conjuncts } from '../../src/plan/conditions.ts'
import { withoutLiterals } from '../../src/plan/literals.ts'

describe('withoutLiterals', () => {
  it.each([
    ['(id = 42)', '(id = ?)'],
    ["((email)::text = 'a@b.test'::text)", '((email)::text = ?)'],
    ["(total > '-5'::integer)", '(total > ?)'],
    ["(note = 'it''s'::text)", '(note = ?)'],
    ["(path ~ E'\\\\d+''x'::text)", '(path ~ ?)'],
    ['(flags = B\'101\'::"bit")', '(flags = ?)'],
    ['(price = 1.5e10)', '(price = ?)'],
    ["(o.id = ANY ('{1,2,3}'::bigint[]))", '(o.id = ANY (?))'],
    ["(a = ANY (ARRAY['x'::text, 'y'::text, b]))", '(a = ANY (ARRAY[?, ?, b]))'],
    ["(a = ANY (ARRAY['x'::text, 'y'::text]))", '(a = ANY (ARRAY[?]))'],
    ['(a = ANY (ARRAY[1, 2, $3]))', '(a = ANY (ARRAY[?, ?, $3]))'],
    ["(at > (now() - '30 days'::interval))", '(at > (now() - ?))'],
    ["(at = '2026-01-01 00:00:00+00'::timestamp(3) with time zone)", '(at = ?)'],
    ['(created_at >= $1)', '(created_at >= $1)'],
    ['(NOT (hashed SubPlan 1))', '(NOT (hashed SubPlan 1))'],
    ['(o.created_at = (InitPlan 2).col1)', '(o.created_at = (InitPlan 2).col1)'],
    ['((price)::numeric(10,2) = round(x1, 3))', '((price)::numeric(10,2) = round(x1, ?))'],
    ['((kind)::app."Kind 9" = \'a\'::app."Kind 9")', '((kind)::app."Kind 9" = ?)'],
    ['("Order 7"."it\'s 5" IS NOT NULL)', '("Order 7"."it\'s 5" IS NOT NULL)'],
    ['(active AND (gone = false) AND (x IS NULL))', '(active AND (gone = false) AND (x IS NULL))'],
    ["((doc ->> 'ssn'::text) = '123'::text)", '((doc ->> ?) = ?)'],
    ['(NULL::integer = t2.a1)', '(NULL::integer = t2.a1)'],
    ["(name = 'unterminated", '(name = ?'],
  ])('%s', (condition, expected) => {
    expect(withoutLiterals(condition)).toBe(expected)
  })

  const digits = fc.integer({ min: 1000, max: 999_999_999 }).map(String)
  const secret = fc.string({ minLength: 1 }).map(text => `\u00ab${text}\u00bb`)
  const quote = (text: string) =>
    text.includes('\\')
      ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
      : `'${text.replaceAll("'", "''")}'`
  const type = fc.constantFrom(
    'text',
    'character varying(20)',
    'timestamp with time zone',
    'bigint',
    'app."My Type"',
    'text[]',
  )
  const literal = fc.oneof(
    digits.map(value => ({ sql: value, hidden: value })),
    fc.tuple(secret, type).map(([value, name]) => ({ sql: `${quote(value)}::${name}`, hidden: value })),
    fc.tuple(digits, type).map(([value, name]) => ({ sql: `'{${value},"}'::${name}`, hidden: value })),
  )
  const identifier = fc.oneof(
    fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).map(name => `${name}_x`),
    fc.string({ minLength: 1 }).map(name => `"${name.replaceAll('"', '""')}"`),
  )

  it('leaves no part of a literal, and every identifier', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(identifier, identifier, literal), { minLength: 1, maxLength: 4 }), terms => {
        const condition = terms.map(([table, column, { sql }]) => `(${table}.${column} = ${sql})`).join(' AND ')
        const expected = terms.map(([table, column]) => `(${table}.${column} = ?)`).join(' AND ')
        expect(withoutLiterals(condition)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('makes lists of any length alike', () => {
    fc.assert(
      fc.property(fc.array(digits, { minLength: 1 }), list => {
        expect(withoutLiterals(`(id = ANY ('{${list.join(',')}}'::bigint[]))`)).toBe('(id = ANY (?))')
        expect(withoutLiterals(`(id = ANY (ARRAY[${list.join(', ')}]))`)).toBe('(id = ANY (ARRAY[?]))')
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(literal), list => {
        const once = withoutLiterals(list.map(({ sql }) => `(a = ${sql})`).join(' OR '))
        expect(withoutLiterals(once)).toBe(once)
      }),
    )
  })

  it('takes time in proportion to a hostile text', () => {
    const started = performance.now()
    withoutLiterals(`(a = '${"''".repeat(200_000)}`)
    withoutLiterals('::a.'.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('conjuncts', () => {
  it.each([
    ['(a = ?)', ['(a = ?)']],
    ['((a = ?) AND (b = ?))', ['(a = ?)', '(b = ?)']],
    ['((a = ?) OR (b = ?))', ['((a = ?) OR (b = ?))']],
    ['((a = ?) AND ((b = ?) OR ((c = ?) AND d)))', ['(a = ?)', '((b = ?) OR ((c = ?) AND d))']],
    ['((")" = ?) AND (" AND " = ?))', ['(")" = ?)', '(" AND " = ?)']],
    ['((a)::text = (b)::text)', ['((a)::text = (b)::text)']],
  ])('%s', (text, terms) => {
    expect(conjuncts(text)).toEqual(terms)
  })
})
