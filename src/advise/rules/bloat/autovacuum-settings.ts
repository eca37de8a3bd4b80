import type { TableWrites } from '../../../bloat/storage.ts'
import { findTable } from '../../../capture/catalog/table.ts'
import type { Draft, Rule } from '../../draft.ts'
import { bytesText, sizeOfTable } from '../../production-size.ts'
import { count, qualified, tableName } from '../../schema-remark.ts'
import type { Subject } from '../../workload.ts'
import { deadRows, writesOf } from './bloat-per-write.ts'

/** PostgreSQL’s defaults of autovacuum_vacuum_threshold and autovacuum_vacuum_scale_factor. */
const THRESHOLD = 50
const SCALE_FACTOR = 0.2
/** What is advised: a VACUUM after every fiftieth row. */
const ADVISED = { threshold: 1000, scaleFactor: 0.02 }
/** Dead room that may gather before it is worth a setting. */
const MAX_DEAD_BYTES = 2 ** 30
const MIN_DEAD_ROWS = 100
/** Dead rows for 1,000 writes: fewer, and inserts start the VACUUM. */
const MIN_DEAD = 100
const PAGE_BYTES = 8192

export const autovacuumSettings: Rule = {
  id: 'autovacuum-settings',
  area: 'bloat',
  title: 'A VACUUM that comes too late for its table',
  description:
    'By default a table is vacuumed once a fifth of its rows is dead. Of a table that the load updates or deletes from, and that is large in production (`target.size`, `target.tables`), that is more than a gigabyte, which the table never gives back. Told with what one VACUUM after every fiftieth row would leave; tried with the load’s writes. Not told of tables that have settings of their own.',
  find(subject) {
    return subject.storage.writes.head.flatMap(writes => adviceFor(subject, writes) ?? [])
  },
}

function adviceFor(subject: Subject, writes: TableWrites): Draft | undefined {
  const { schema, table: name, updated, deleted, parameters } = writes
  const table = findTable(subject.head, schema, name)
  if (table === undefined || table.rows === 0 || updated + deleted < MIN_DEAD_ROWS || deadRows(writes) < MIN_DEAD)
    return undefined
  if (parameters.some(parameter => parameter.startsWith('autovacuum_'))) return undefined
  const { seeded, production } = sizeOfTable(subject, { schema, name })
  const scale = seeded === 0 ? 1 : production / seeded
  const given = subject.storage.production.find(
    each => each.schema === schema && each.table === name && each.index === undefined,
  )
  const rows = given === undefined ? table.rows * scale : given.rows
  const rowBytes = (table.pages * PAGE_BYTES) / table.rows
  const deadAt = (threshold: number, factor: number) => (threshold + factor * rows) * rowBytes
  const [late, early] = [deadAt(THRESHOLD, SCALE_FACTOR), deadAt(ADVISED.threshold, ADVISED.scaleFactor)]
  if (late < MAX_DEAD_BYTES) return undefined
  const set = (to: string) =>
    `alter table ${to} set (autovacuum_vacuum_scale_factor = ${ADVISED.scaleFactor}, autovacuum_vacuum_threshold = ${ADVISED.threshold});`
  return {
    key: `${autovacuumSettings.id}:${schema}.${name}`,
    rule: autovacuumSettings.id,
    area: autovacuumSettings.area,
    severity: 'advice',
    title: `Vacuum ${tableName({ schema, name })} sooner`,
    why: `In production the defaults let ${bytesText(late)} of dead rows gather before autovacuum cleans the table, and it stays that much larger; with these settings it is ${bytesText(early)}. There are more VACUUMs then, each with less to do. It is worthwhile from ${bytesText(MAX_DEAD_BYTES)} on.`,
    evidence: [
      `This load leaves ${count(deadRows(writes))} dead rows for 1,000 writes (${count(updated)} updated and ${count(deleted)} deleted of ${count(writesOf(writes))}).`,
      `${count(rows)} rows of ${count(rowBytes)} bytes in production; the defaults wait for ${count(THRESHOLD + SCALE_FACTOR * rows)} dead ones.`,
    ],
    statements: [],
    proposal: {
      kind: 'ddl',
      schema,
      table: name,
      run: [set(qualified({ schema, name }))],
      show: [set(tableName({ schema, name }))],
    },
  }
}
