import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { Rule } from '../../draft.ts'
import { schemaHabit } from '../../schema-habit.ts'

export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  area: 'schema',
  title: 'A moment stored without its time zone',
  description:
    '`timestamp` keeps what a clock on a wall showed, not when it was: its meaning hangs on whoever wrote it, and differences across a change of the clocks are wrong. `timestamptz` takes the same eight bytes. (PostgreSQL wiki, “Don’t Do This”. Prisma and some other tools make `timestamp` unless told `@db.Timestamptz`.)',
  find(subject) {
    return schemaHabit(timestampWithoutZone, subject, {
      is: ({ baseType, name }) => baseType === 'timestamp' && !wordsOf(name).includes('local'),
      what: 'timestamp without time zone',
      why: 'Which moment it means depends on who wrote it. Use timestamptz; it takes no more room.',
    })
  },
}
