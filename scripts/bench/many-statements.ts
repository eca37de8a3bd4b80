import { createRepository } from '../../test/support/git-repository.ts'
import type { Compared } from './gate.ts'

const TABLES = 50
const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const ROWS = 2000
/** Values that a statement is called with, and rows that each of them finds. */
export const KEYS = 200

/** One in so many statements writes, however many there are. */
const WRITES = 10

/** Distinct statements, at most 6,350: each a table and a choice of its columns. */
export function makeStatements(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const table = `t_${index % TABLES}`
    const choice = Math.floor(index / TABLES) + 1
    const columns = COLUMNS.filter((_, bit) => (choice >> bit) & 1)
    return (index + choice) % WRITES === 0
      ? `update ${table} set ${columns.map(column => `${column} = ${column} + 1`).join(', ')} where key = $1`
      : `select id, ${columns.join(', ')} from ${table} where key = $1 order by id limit 20`
  })
}

/** A repository whose branch drops one of fifty indexes, so that one in fifty statements gets another plan. */
export function createLargeRepository(workload: {
  readonly config: string
  readonly files: Readonly<Record<string, string>>
}): Compared & Disposable {
  const repository = createRepository()
  const tables = Array.from({ length: TABLES }, (_, index) => `t_${index}`)
  const columns = COLUMNS.map(column => `${column} int not null default 0`).join(', ')
  const base = repository.commit({
    'pgverdict.yml': `migrations: { path: migrations }\nseed: { files: seed.sql }\n${workload.config}\n`,
    'migrations/1_tables.sql': tables
      .map(
        table =>
          `create table ${table} (id int primary key, key int not null, ${columns});\ncreate index ${table}_key on ${table} (key);`,
      )
      .join('\n'),
    'seed.sql': tables
      .map(table => `insert into ${table} (id, key) select n, n % ${KEYS} from generate_series(1, ${ROWS}) n;`)
      .join('\n'),
    ...workload.files,
  })
  const head = repository.commit({ 'migrations/2_drop.sql': 'drop index t_0_key;\n' })
  return { directory: repository.directory, base, head, [Symbol.dispose]: () => repository[Symbol.dispose]() }
}
