import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCases } from '../../test/corpus/case.ts'
import { createCaseRepository } from '../../test/corpus/case-repository.ts'
import { deviations } from '../../test/corpus/deviations.ts'
import { type Tally, tally } from './figures.ts'
import { runGate, toDecision } from './gate.ts'
import type { PartInput } from './part.ts'

/** A branch that drops an index that one of its two statements needs. */
const CASE = 'index-dropped'
const STATEMENTS = 1000

const OUTPUTS = [
  'id',
  'id, total',
  'status',
  'total, note',
  'created_at, id',
  'note',
  '*',
  'length(note), id',
  'id, status, total',
  'created_at::date',
] as const
const PREDICATES = [
  'id = 77',
  'id between 100 and 180',
  `status = 'open' and id < 900`,
  'total < 3',
  `created_at > '2024-03-20'`,
  'id in (4, 44, 444)',
  `note = 'x'`,
  'id > 39000 or total = 7',
  `status <> 'paid' and total > 890`,
  'id % 500 = 3',
] as const
const ENDINGS = [
  '',
  ' order by id',
  ' order by id desc limit 5',
  ' order by total, id',
  ' limit 10',
  ' order by created_at limit 3',
  ' order by status, id',
  ' offset 2',
  ' order by id limit 7 offset 3',
  ' order by note, id limit 1',
] as const

/** As many statements as there are ways to combine the lists above, none of which the dropped index could serve. */
const nullStatements = (): string =>
  Array.from({ length: STATEMENTS }, (_, number) => {
    const [output, predicate, ending] = [number % 10, Math.floor(number / 10) % 10, Math.floor(number / 100)] as const
    const sql = `select ${OUTPUTS[output]} from orders where ${PREDICATES[predicate]}${ENDINGS[ending]};`
    return `-- name: null.${number}\n${sql}\n`
  }).join('')

/** A regression among a thousand statements that it does not touch: it alone may be reported. */
export async function runScale({ major, say }: PartInput): Promise<Tally> {
  const found = (await readCases()).find(({ name }) => name === CASE)!
  using repository = await createCaseRepository(found.directory)
  const workload = await readFile(join(repository.directory, 'workload.sql'), 'utf8')
  for (const branch of ['main', 'branch']) {
    repository.git('switch', '--quiet', branch)
    repository.commit({ 'workload.sql': `${workload}\n${nullStatements()}` })
  }
  say(`scale ${STATEMENTS} null statements`)
  const report = await runGate(repository.directory, { base: 'main', head: 'branch' }, major)
  const reported = [...toDecision(report).statements].filter(([name, each]) => /^null\./.test(name) && each.isReported)
  const isBlocked = report.verdict === 'fail' && report.roster.length === 1
  return tally({
    runs: 1,
    regressions: 1,
    blocked: isBlocked ? 1 : 0,
    harmless: STATEMENTS,
    falseBlocks: reported.map(([name, { said }]) => `${name} ${said}`),
    failures: report.statements.length < STATEMENTS ? [`${report.statements.length} statements in the report`] : [],
    misses: isBlocked ? [] : deviations(report, found.expected),
  })
}
