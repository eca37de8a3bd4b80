import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { SchemaColumn } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { schemaHabit } from '../../schema-habit.ts'

/** Names of amounts of money. */
const MONEY =
  /(^|_)(price|amount|balance|salary|wage|fee|revenue|subtotal|tax|(?:grand|net|gross|order|invoice|cart)_total|total_(?:price|amount|due|paid|net|gross))$/

/** What to use in place of a type, and why. */
const DISCOURAGED: readonly (readonly [name: string, is: (column: SchemaColumn) => boolean, why: string])[] = [
  [
    'char(n)',
    ({ baseType, length, type }) => baseType === 'bpchar' && length < 0 && type !== 'character(1)',
    'Values are padded with blanks that comparisons then leave out, and it is no faster: use text with a check.',
  ],
  ['money', ({ baseType }) => baseType === 'money', 'What it prints and rounds to depends on a setting: use numeric.'],
  [
    'floating point for money',
    ({ baseType, name }) => /^float[48]$/.test(baseType) && MONEY.test(wordsOf(name).join('_')),
    'Sums are off by parts of a cent, and equal amounts may differ: use numeric.',
  ],
  [
    'time with time zone',
    ({ baseType }) => baseType === 'timetz',
    'A time of day has no offset without a date: use timestamptz, or time.',
  ],
  [
    'json',
    ({ baseType }) => baseType === 'json',
    'It is parsed again for each access and cannot be indexed: use jsonb.',
  ],
  [
    'serial',
    ({ sequence }) => sequence !== undefined && !sequence.isIdentity,
    'Rights and dependencies of its sequence are kept apart from the column: use generated always as identity.',
  ],
]

export const discouragedType: Rule = {
  id: 'discouraged-type',
  area: 'schema',
  title: 'A type with a better successor',
  description: DISCOURAGED.map(([name, , why]) => `\`${name}\`: ${why}`).join(' '),
  find(subject) {
    return DISCOURAGED.flatMap(([name, is, why]) => {
      // Prisma knows no other way to say `autoincrement()`.
      if (name === 'serial' && subject.tool === 'prisma') return []
      const drafts = schemaHabit(discouragedType, subject, { at: name, is, what: name, why })
      // Tools make serial columns of their own accord: worth knowing, not worth a migration.
      return name === 'serial' ? drafts.map(draft => ({ ...draft, severity: 'info' as const })) : drafts
    })
  },
}
