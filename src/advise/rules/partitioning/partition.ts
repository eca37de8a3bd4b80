import type { SchemaTable } from '../../../capture/schema/schema.ts'
import { isEnough, type KeyCandidate, keyCandidates, MIN_SHARE, NO_PRIMARY_KEY } from '../../../partition/candidates.ts'
import { listed } from '../../../plan/words.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText, sizeOfTable, type TableSize } from '../../production-size.ts'
import { count, tableName } from '../../schema-remark.ts'
import { percent } from '../../shares.ts'
import type { Subject } from '../../workload.ts'

/** Below that a table is vacuumed, indexed and kept in memory as a whole. */
const LARGE_BYTES = 10 * 2 ** 30
/** What is worth a word before it is large. */
const NOTABLE_ROWS = 100_000
const MOST_LISTED = 5

export const partition: Rule = {
  id: 'partition',
  area: 'partitioning',
  title: 'A table to divide into partitions',
  description:
    'A table is, or will be (`target.size`, `target.growth`, `target.tables`), larger than 10 GB or than the memory, and at least 80 % of what the load reads of it is read by statements that name one column, or old rows are deleted by it. The whole migration is written, run on a copy, rows and constraints compared, and the load replayed: it is advised where the load does at least a fifth less work and nothing gets worse beyond the limits. Where foreign keys or unique indexes stand in the way, or the statements lack the key, it is told as a “no” with the reason. See docs/partitioning.md.',
  find(subject) {
    const tables = subject.schema.head.tables
      .map(table => ({ table, size: sizeOfTable(subject, table), candidates: keyCandidates(subject, table) }))
      .filter(({ table, candidates }) => candidates.length > 0 && !isDivided(table, subject))
      .toSorted((a, b) => b.size.inAYear - a.size.inAYear)
    const large = tables.filter(({ size }) => isLarge(size, subject))
    const notable = tables.flatMap(({ table, size, candidates }) => {
      const byTime = candidates.find(({ method }) => method === 'range')
      return table.rows >= NOTABLE_ROWS && byTime !== undefined ? [{ table, size, byTime }] : []
    })
    return [
      ...large.map(({ table, size, candidates }) => judge(table, size, candidates)),
      ...(large.length === 0 && notable.length > 0 ? [notYet(notable)] : []),
    ]
  },
}

interface Notable {
  readonly table: SchemaTable
  readonly size: TableSize
  readonly byTime: KeyCandidate
}

const isLarge = ({ inAYear }: TableSize, { target }: Subject) =>
  inAYear >= LARGE_BYTES || inAYear > (target.memory ?? Number.POSITIVE_INFINITY)

const isDivided = ({ schema, name }: SchemaTable, { head }: Subject) =>
  head.tables.some(table => table.schema === schema && table.name === name && table.kind === 'p')

function judge(table: SchemaTable, size: TableSize, candidates: readonly KeyCandidate[]): Draft {
  const best = candidates.find(each => isEnough(each) && each.obstacles.length === 0) ?? candidates[0]!
  const { method, column, obstacles, retention } = best
  const by = `by ${method} of ${quoted(column.name)}`
  const draft = {
    key: `${partition.id}:${table.schema}.${table.name}`,
    rule: partition.id,
    area: partition.area,
    statements: retention,
    evidence: [sizeWords(size), shareWords(best)],
  }
  if (isEnough(best) && obstacles.length === 1 && obstacles[0] === NO_PRIMARY_KEY) {
    return {
      ...draft,
      severity: 'info',
      title: `Partition ${tableName(table)} ${by}, once it has a primary key`,
      why: `${gainWords(best)} The migration is written and tried as soon as the table has a primary key, by which its rows are told from each other.`,
      proposal: undefined,
    }
  }
  const reasons = [
    ...(isEnough(best)
      ? []
      : [
          `No column is named by statements that do ${percent(MIN_SHARE)} of the reading of it, in half of the calls: all others would have to read every partition.`,
        ]),
    ...(obstacles.length === 0 || best.workShare === 0
      ? []
      : [`In the way of partitions ${by}: ${obstacles.join('; ')}.`]),
  ]
  if (reasons.length > 0) {
    return {
      ...draft,
      severity: 'info',
      title: `${tableName(table)} is better left whole`,
      why: reasons.join(' '),
      proposal: undefined,
    }
  }
  return {
    ...draft,
    severity: 'advice',
    title: `Partition ${tableName(table)} ${by}`,
    why: gainWords(best),
    proposal: {
      kind: 'partition',
      schema: table.schema,
      table: table.name,
      method,
      key: column.name,
      bytes: size.inAYear,
      retention,
    },
  }
}

const gainWords = ({ retention, workShare, column }: KeyCandidate): string =>
  retention.length > 0
    ? `${retention.join(' and ')} deletes old rows one by one, which leaves dead rows for VACUUM to clean; a partition is dropped at once.`
    : `${percent(workShare)} of the pages that the load reads of it are read by statements that name ${quoted(column.name)}.`

/** One remark for all that may become large. */
function notYet(found: readonly Notable[]): Draft {
  return {
    key: `${partition.id}:later`,
    rule: partition.id,
    area: partition.area,
    severity: 'info',
    title: `No table is large enough for partitions: ${listed(found.map(({ table }) => tableName(table)))} would come first`,
    why: `Partitions become worthwhile once a table takes ${bytesText(LARGE_BYTES)} with its indexes, or more than the memory; \`target.size\` and \`target.growth\` say how large production is.`,
    evidence: found.slice(0, MOST_LISTED).map(({ table, size, byTime }) => {
      const { obstacles } = byTime
      const inTheWay = obstacles.length === 0 ? '' : ` In the way: ${obstacles.join('; ')}.`
      return `${tableName(table)}: ${bytesText(size.production)}, ${count(table.rows)} rows. ${shareWords(byTime)}${inTheWay}`
    }),
    statements: [],
    proposal: undefined,
  }
}

function sizeWords({ seeded, production, inAYear }: TableSize): string {
  const later = inAYear > production ? `, ${bytesText(inAYear)} after a year of this growth` : ''
  return `${bytesText(seeded)} with its indexes here, ${bytesText(production)} in production${later}.`
}

function shareWords({ column, workShare, callShare, retention }: KeyCandidate): string {
  const deletes = retention.length === 0 ? '' : ` ${retention.join(', ')} deletes old rows by it.`
  return `Statements that name ${quoted(column.name)} do ${percent(workShare)} of the reading of it, in ${percent(callShare)} of the calls.${deletes}`
}
