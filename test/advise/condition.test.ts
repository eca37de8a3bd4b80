import { beforeAll, expect, test } from 'vitest'
import { sortTermOf, termsOf } from '../../src/advise/condition.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

const subject = (expression: string, isColumn = true) => ({ alias: 'r', expression, isColumn })

test.each([
  [`(r."tenantId" = 1)`, [{ kind: 'equality', subject: subject('tenantId'), value: undefined }]],
  [
    `((r.a = $1) AND (r.b > 2))`,
    [
      { kind: 'equality', subject: subject('a'), value: undefined },
      { kind: 'range', subject: subject('b'), from: '(2)' },
    ],
  ],
  [`(r.state = 'open'::state)`, [{ kind: 'equality', subject: subject('state'), value: 'open' }]],
  [`(r.state = ANY ('{open,paid}'::state[]))`, [{ kind: 'list', subject: subject('state'), value: '{open,paid}' }]],
  [`((r.name)::text ~~ 'abc%'::text)`, [{ kind: 'like', subject: subject('name'), isPrefix: true }]],
  [`(r.name ~~* 'abc%'::text)`, [{ kind: 'like', subject: subject('name'), isPrefix: false }]],
  [`(r.name ~~ '%abc%'::text)`, [{ kind: 'like', subject: subject('name'), isPrefix: false }]],
  [
    `(lower((r.email)::text) = 'x'::text)`,
    [{ kind: 'equality', subject: subject('lower("email")', false), value: 'x' }],
  ],
  [`(r.meta @> '{"a": 1}'::jsonb)`, [{ kind: 'contains', subject: subject('meta'), operator: '@>' }]],
  ['(r."readAt" IS NULL)', [{ kind: 'null', subject: subject('readAt'), isNull: true }]],
  [
    '(r.a AND (NOT r.b))',
    [
      { kind: 'boolean', subject: subject('a'), isTrue: true },
      { kind: 'boolean', subject: subject('b'), isTrue: false },
    ],
  ],
  ['((hashed SubPlan 1) AND (r.a = 1))', [{ kind: 'equality', subject: subject('a'), value: undefined }]],
  ['(r.a = (InitPlan 1).col1)', [{ kind: 'equality', subject: subject('a'), value: undefined }]],
  [
    '((r.a = 1) OR (r.b = 2))',
    [
      {
        kind: 'either',
        subject: subject('a'),
        arms: [
          [{ kind: 'equality', subject: subject('a'), value: undefined }],
          [{ kind: 'equality', subject: subject('b'), value: undefined }],
        ],
      },
    ],
  ],
  ['(r.a <> 1)', []],
  [
    `((r.meta ->> 'k'::text) = 'x'::text)`,
    [
      {
        kind: 'equality',
        subject: { alias: 'r', expression: `"meta" ->> 'k'`, isColumn: false },
        value: 'x',
      },
    ],
  ],
  [`((r.meta ->> 'a key of the data'::text) = 'x'::text)`, []],
  ['(r.a = random_text(', []],
])('%s', (condition, terms) => {
  expect(termsOf(condition)).toEqual(terms)
})

test('a join is a term of both sides', () => {
  expect(termsOf('(r.a = s.b)').map(({ kind, subject: { alias } }) => [kind, alias])).toEqual([
    ['join', 'r'],
    ['join', 's'],
  ])
})

test.each([
  ['r.a', [false, false]],
  ['r.a DESC', [true, true]],
  ['r.a DESC NULLS LAST', [true, false]],
  ['r.a NULLS FIRST', [false, true]],
])('the sort key %s', (key, [isDescending, isNullsFirst]) => {
  expect(sortTermOf(key)).toEqual({ subject: subject('a'), isDescending, isNullsFirst })
})

test('a sort key that no index has', () => {
  expect(sortTermOf('(count(*)) DESC')).toBeUndefined()
})
