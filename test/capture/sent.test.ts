import { beforeAll, describe, expect, test } from 'vitest'
import type { LogEvent } from '../../src/capture/log.ts'
import { createUnitReader } from '../../src/capture/sent.ts'
import { canChangePlans } from '../../src/sql/can-change-plans.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

const OF_SERVER = new Set([
  'now',
  'count',
  'pg_advisory_lock',
  'set_config',
  'to_regclass',
  'pg_restore_relation_stats',
])
const isOfUse = (text: string) => canChangePlans(text, name => OF_SERVER.has(name))

/** `a: select 1` is sent by session a; `a! …` fails there; values after `<-`. */
function eventOf(line: string): LogEvent {
  const [, session = '', fails, rest = ''] = /^(\w+)([:!]) ([\s\S]*)$/.exec(line) ?? []
  const [sql = '', values = ''] = rest.split(' <- ')
  const common = { session, sql, values: values === '' ? [] : values.split(', ') }
  return fails === '!'
    ? { kind: 'failure', ...common, code: '42P01', message: '' }
    : { kind: 'execution', ...common, queryid: '0', durationMs: 1, prepared: undefined }
}

/** Each unit as `session: step; step`, in brackets where it was a transaction; a step of several texts as `text ×n`. */
function unitsOf(...lines: readonly string[]): readonly string[] {
  const reader = createUnitReader(isOfUse)
  for (const line of lines) reader.follow(eventOf(line))
  return reader.units.map(({ session, isTransaction, steps }) => {
    const told = steps.map(({ texts: [first, ...more] }) =>
      more.length === 0 ? first : `${first} ×${more.length + 1}`,
    )
    return `${session}: ${isTransaction ? `[${told.join('; ')}]` : told.join('; ')}`
  })
}

describe('what a migration command sent', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'is what it committed, in that order',
      ['a: begin', 'a: drop index i', 'b: drop index j', 'a: COMMIT'],
      ['b: drop index j', 'a: [drop index i]'],
    ],
    [
      'without what was rolled back, or never committed',
      ['a: begin', 'a: drop index i', 'a: rollback', 'b: start transaction', 'b: drop table t'],
      [],
    ],
    [
      'without a transaction in which something failed, though its end was called a commit',
      ['a: begin', 'a: drop index i', 'a! drop index j', 'a: commit', 'a: drop index k'],
      ['a: drop index k'],
    ],
    [
      'with what stands before and after a savepoint that was gone back to',
      [
        'a: BEGIN',
        'a: create table t (x int)',
        'a: SAVEPOINT "s1_x2"',
        'a: drop index i',
        'a! drop index j',
        'a: ROLLBACK TO SAVEPOINT "s1_x2"',
        'a: RELEASE SAVEPOINT "s1_x2"',
        'a: drop index k',
        'a: COMMIT',
      ],
      ['a: [create table t (x int); drop index k]'],
    ],
    ['without what failed', ['a! drop index i', 'a: drop index j'], ['a: drop index j']],
    [
      'but for what leaves something behind when it fails',
      ['a! create unique index concurrently i on t (x)'],
      ['a: create unique index concurrently i on t (x)'],
    ],
    [
      'a commit that fails undoes all',
      ['a: begin', 'a: drop index i', 'a! commit', 'a: drop index j'],
      ['a: drop index j'],
    ],
    [
      'a query of several statements is one transaction',
      ['a: drop index i; select 1; drop index j;'],
      ['a: [drop index i; drop index j]'],
    ],
    [
      'unless it says how it wants them',
      ['a: begin; drop index i; commit; drop index j'],
      ['a: [drop index i]', 'a: drop index j'],
    ],
    ['values are put in', ['a: update t set x = $1 where y = $2 <- 1, it'], ["a: update t set x = '1' where y = 'it'"]],
    [
      'what a loop writes is one step',
      [
        'a: insert into t values ($1) <- 1',
        'a: select x from t',
        'a: insert into t values ($1) <- 2',
        'a: drop index i',
        'a: insert into t values ($1) <- 3',
      ],
      ["a: insert into t values ('1') ×2", 'a: drop index i', "a: insert into t values ('3')"],
    ],
    [
      'also where each is a transaction',
      [
        'a: begin',
        'a: delete from t where x = $1 <- 1',
        'a: commit',
        'a: begin',
        'a: delete from t where x = $1 <- 2',
        'a: commit',
      ],
      ["a: [delete from t where x = '1' ×2]"],
    ],
  ])('%s', (_, lines, units) => {
    expect(unitsOf(...lines)).toEqual(units)
  })
})

describe('of use is', () => {
  test.each([
    'create index i on t (x)',
    'alter table t alter column x type bigint',
    'insert into t values (1)',
    'with gone as (delete from t returning x) select count(*) from gone',
    'select x into u from t',
    'set search_path to app',
    "select set_config('search_path', '', false)",
    'select app.backfill()',
    'select backfill(1)',
    'do $$ begin drop index i; end $$',
    'call backfill()',
    'vacuum analyze t',
    'refresh materialized view v',
    'grant select on t to app',
    'prepare p as delete from t where x = $1',
    "copy t from '/srv/t.csv'",
    "select pg_restore_relation_stats('relname', 't')",
  ])('%s', sql => {
    expect(isOfUse(sql)).toBe(true)
  })
})

describe('of no use is', () => {
  test.each([
    'select * from pg_catalog.pg_class',
    'select count(*), now() from t for update',
    'select pg_advisory_lock(42)',
    'select pg_catalog.pg_try_advisory_lock(42)',
    'select * from information_schema._pg_expandarray(array[1])',
    "select to_regclass('public.t')",
    'show search_path',
    'explain select 1',
    'lock table t in access exclusive mode',
    'set statement_timeout = 0',
    "set application_name to 'tool'",
    'set transaction isolation level serializable',
    'copy t from stdin',
    'copy t to stdout',
    'comment on table t is $$x$$',
    'alter database shop rename to other',
    'drop database other',
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'",
    "notify schema_changed, 'x'",
  ])('%s', sql => {
    expect(isOfUse(sql)).toBe(false)
  })
})
