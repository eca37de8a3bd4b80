import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText, sizeOfTable } from '../../production-size.ts'
import { type RecentReads, recentReads } from '../../recent-reads.ts'
import { count, tableName } from '../../schema-remark.ts'
import { heaviest, percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

/** Of the table's bytes. */
const MIN_SHARE = 0.5
/** As for partitions: below it, a table with all its indexes is vacuumed, backed up and restored in minutes. */
const LARGE_BYTES = 10 * 2 ** 30

export const archive: Rule = {
  id: 'archive',
  area: 'outlook',
  title: 'Old rows that the load does not read',
  description:
    'Every statement that reads the table keeps to its newest rows, by a lower bound of a time, by reading the newest first and stopping, or by looking up single rows by a key; and more than half of its bytes are older than the lowest of these bounds, counted in the seeded data. Those rows could be detached as partitions, or moved in batches. It is worthwhile once they are 10 GB in production (`target.size`, `target.tables`, `target.growth`); told are the foreign keys in the way, and the statements that would no longer find an old row.',
  find(subject) {
    return recentReads(subject).flatMap(reads => adviceFor(subject, reads) ?? [])
  },
}

function adviceFor(subject: Subject, reads: RecentReads): Draft | undefined {
  const { schema, table, column, bounded, newest, byKey } = reads
  const age = subject.ages.find(each => each.schema === schema && each.table === table && each.column === column)
  if (age === undefined || age.oldShare < MIN_SHARE) return undefined
  const place = { schema, name: table }
  const name = tableName(place)
  const { production, inAYear } = sizeOfTable(subject, place)
  const [now, later] = [production * age.oldShare, inAYear * age.oldShare]
  const isLarge = later >= LARGE_BYTES
  const pointing = keysPointingAt(subject, place)
  return {
    key: `${archive.id}:${schema}.${table}`,
    rule: archive.id,
    area: archive.area,
    severity: isLarge ? 'advice' : 'info',
    title: `This load never asks for the oldest ${percent(age.oldShare)} of ${name} (by ${quoted(column)})`,
    why: `Keeping old rows elsewhere ${now >= LARGE_BYTES ? 'is worthwhile' : isLarge ? 'becomes worthwhile within a year:' : 'becomes worthwhile'} once they take ${bytesText(LARGE_BYTES)} with their indexes; they take ${bytesText(now)}${later > now ? ` now and ${bytesText(later)} in a year` : ''}. Partition ${name} by ${quoted(column)} and \`alter table … detach partition … concurrently\`, which moves no row; or move old rows to another table in batches and rewrite this one once, because a delete gives no room back.`,
    evidence: [
      `${count(age.oldRows)} of ${count(age.rows)} seeded rows are older than every ${quoted(column)} that these statements ask for: ${heaviest(bounded)}.`,
      ...(newest.length === 0 ? [] : [`These read the newest rows and stop: ${heaviest(newest)}.`]),
      ...(byKey.length === 0
        ? []
        : [`These look up single rows, and would not find one that is gone: ${heaviest(byKey)}.`]),
      pointing.length === 0
        ? 'No foreign key points at it.'
        : `Foreign keys point at it, so that the rows of these tables have to go first or with it: ${pointing.slice(0, 5).join(', ')}${pointing.length > 5 ? ` and ${pointing.length - 5} more` : ''}.`,
    ],
    statements: [...bounded, ...newest].map(item => item.name),
    proposal: undefined,
  }
}

function keysPointingAt({ schema }: Subject, place: { readonly schema: string; readonly name: string }) {
  return schema.head.tables.flatMap(other =>
    other.foreignKeys
      .filter(key => key.referencedSchema === place.schema && key.referencedTable === place.name)
      .map(key => `${quoted(key.name)} of ${tableName(other)}`),
  )
}
