import { describe, expect, test } from 'vitest'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { openShop, runGate, statementOf } from './gate.ts'
import { DROP_INDEX, SHOP } from './shop.ts'

const CONFIG = SHOP['pgverdict.yml']
const config = (key: string, value: string) =>
  CONFIG.replace(new RegExp(`^${key}: .*$`, 'm'), () => `${key}: { ${value} }`)

/** As an application would: with parameters, without, and through a function. */
const APPLICATION = `prepare by_customer as select id, status from purchase where customer_id = $1;
execute by_customer(17);
select id, city from customer where email = 'c17@example.org';
select spent(17);
`
const SPENT = {
  'migrations/003_indexes.sql': `create index purchase_customer_idx on purchase (customer_id);
create function spent(buyer bigint) returns bigint language plpgsql stable as $$
declare found bigint;
begin
  select count(*) into found from purchase where customer_id = buyer;
  return found;
end $$;
`,
}
const PSQL = 'psql --quiet --no-psqlrc --set ON_ERROR_STOP=1'

describe.runIf(HAS_DEBIAN_POSTGRES)('a command’s load', () => {
  test('is found in the log with its values, and judged', async () => {
    const shop = openShop({
      ...SPENT,
      'load.sql': APPLICATION,
      'pgverdict.yml': config('workload', `command: "${PSQL} -f load.sql > /dev/null"`),
    })
    shop.write(DROP_INDEX)
    const result = await runGate(shop)
    expect(result.code).toBe(1)
    const statements = result.report?.statements ?? []
    const statusOf = (text: RegExp) => statements.find(statement => text.test(statement.text))?.status
    expect(statusOf(/^select id, status from purchase where customer_id = \$1/)).toBe('regressed')
    expect(statusOf(/^select id, city from customer where email = \$1/)).toBe('unchanged')
    expect(statusOf(/^select spent\(\$1\)/)).toBe('regressed')
    const [regressed] = statements.filter(({ text }) => /^select spent/.test(text))
    expect(regressed).toMatchObject({ cause: { file: 'migrations/004_tidy.sql', line: 2 }, confidence: 'executed' })
    expect(regressed?.changes.map(({ kind }) => kind)).toContain('nested-work')
    expect(JSON.stringify(result.report)).not.toContain('c17@example.org')
  })

  test('that the branch stops in the middle is judged by what broke, and the rest of it as base sends it', async () => {
    const shop = openShop({
      ...SPENT,
      'load.sql': APPLICATION,
      'pgverdict.yml': config('workload', `command: "${PSQL} -f load.sql > /dev/null"`),
    })
    shop.write({ 'migrations/004_tidy.sql': 'alter table purchase rename column status to state;\n' })
    const result = await runGate(shop)
    expect(result.code).toBe(1)
    const statements = result.report?.statements ?? []
    expect(statements.find(({ text }) => /^select id, status from purchase/.test(text))).toMatchObject({
      status: 'broken',
      cause: { file: 'migrations/004_tidy.sql', line: 1 },
    })
    expect(statements.find(({ text }) => /^select spent/.test(text))).toMatchObject({ status: 'unchanged' })
    expect(result.report?.notes.join('\n')).toContain('The workload’s command failed on head')
  })

  test('by pgbench', async () => {
    const shop = openShop({
      'load.pgbench': `\\set customer random(1, 1000)\nselect id, status from purchase where customer_id = :customer;\n`,
      'pgverdict.yml': config('workload', 'pgbench: [{ file: load.pgbench, transactions: 20 }]'),
    })
    shop.write(DROP_INDEX)
    const result = await runGate(shop)
    expect(result.code).toBe(1)
    expect(result.report?.statements).toHaveLength(1)
    expect(result.report?.statements[0]).toMatchObject({
      status: 'regressed',
      head: { calls: 20 },
      source: { file: 'load.pgbench', line: 2 },
    })
    expect(result.report?.statements[0]?.valueSets.length).toBeGreaterThan(1)
  })

  test('that sends nothing measures nothing', async () => {
    const shop = openShop({ 'pgverdict.yml': config('workload', 'command: "true"') })
    const { code, stderr } = await runGate(shop)
    expect(stderr).toContain(
      'The load sent no statement that could be compared\nDoes workload.command use DATABASE_URL',
    )
    expect(code).toBe(3)
  })
})

describe.runIf(HAS_DEBIAN_POSTGRES)('migrations by a command', () => {
  const files = {
    'pgverdict.yml': config('migrations', `command: sh migrate.sh`),
    'migrate.sh': `for file in migrations/*.sql; do
  done=$(psql -qXAtc "create table if not exists migrated (file text); select 1 from migrated where file = '$file'")
  if [ -z "$done" ]; then ${PSQL} -f $file -c "insert into migrated values ('$file')"; fi
done
`,
  }

  test('bring base up, and head on a copy of it', async () => {
    const shop = openShop(files)
    shop.commit(DROP_INDEX)
    const result = await runGate(shop, { args: ['--base', 'HEAD~1', '--head', 'HEAD'] })
    expect(result).toMatchObject({
      code: 1,
      report: { path: { kind: 'upgrade' } },
      statuses: { 'purchase.byCustomer': 'regressed', 'customer.byEmail': 'unchanged' },
    })
  })

  test('that fail say so', async () => {
    const shop = openShop(files)
    shop.write({ 'migrations/004_typo.sql': 'create tabel x ();\n' })
    const { code, stderr } = await runGate(shop)
    expect(stderr).toMatch(/The migration command of head `sh migrate\.sh` failed with exit code 3/)
    expect(stderr).toContain('004_typo.sql:1: ERROR:  syntax error at or near "tabel"')
    expect(code).toBe(3)
  })
})

describe('the fresh path', () => {
  test('for an old migration that was edited', async () => {
    const shop = openShop()
    shop.write({ 'migrations/003_indexes.sql': '-- None.\nselect 1;\n' })
    expect(await runGate(shop)).toMatchObject({
      code: 1,
      report: { path: { kind: 'fresh', reason: 'migrations/003_indexes.sql was edited after base has run.' } },
      statuses: { 'purchase.byCustomer': 'regressed', 'customer.byEmail': 'unchanged', 'purchase.open': 'unchanged' },
    })
  })

  test('for a seed that was edited', async () => {
    const shop = openShop()
    shop.write({ 'seed.sql': `${SHOP['seed.sql']}insert into customer values (0, 'new@example.org', 'here');\n` })
    expect(await runGate(shop)).toMatchObject({
      code: 0,
      report: { path: { kind: 'fresh', reason: 'The seed was edited on this branch.' } },
      statuses: { 'purchase.byCustomer': 'unchanged' },
    })
  })
})

describe('sessions', () => {
  const TENANT = {
    'migrations/004_tenant.sql': `create schema tenant;
create table tenant.purchase (like public.purchase including all);
grant usage on schema tenant to auditor;
grant select on tenant.purchase to auditor;
`,
    'seed.sql': `${SHOP['seed.sql']}insert into tenant.purchase select * from public.purchase;\n`,
  }

  test('search_path and role of the configuration hold in load and replay', async () => {
    const shop = openShop({
      ...TENANT,
      'workload.sql': `-- name: byCustomer\nselect id from purchase where customer_id = 17 and current_user = 'auditor';\n`,
      'pgverdict.yml': `${CONFIG}postgres: { roles: [auditor] }\nsession: { search_path: tenant, role: auditor }\n`,
    })
    shop.write({ 'migrations/005_tidy.sql': 'drop index tenant.purchase_customer_id_idx;\n' })
    const result = await runGate(shop)
    expect(result).toMatchObject({ code: 1, statuses: { byCustomer: 'regressed' } })
    expect(statementOf(result, 'byCustomer')).toMatchObject({
      base: { rows: 20 },
      head: { rows: 20 },
      cause: { file: 'migrations/005_tidy.sql' },
    })
  })

  test('lines with `set` in a workload file hold for what follows them', async () => {
    const shop = openShop({
      ...TENANT,
      'workload.sql': `-- name: before
select id from purchase where customer_id = 17;
set search_path to tenant;
set role auditor;
-- name: after
select id from purchase where customer_id = 17 and current_user = 'auditor';
`,
      'pgverdict.yml': `${CONFIG}postgres: { roles: [auditor] }\n`,
    })
    shop.write({ 'migrations/005_tidy.sql': 'drop index tenant.purchase_customer_id_idx;\n' })
    const result = await runGate(shop)
    expect(result).toMatchObject({ code: 1, statuses: { before: 'unchanged', after: 'regressed' } })
    expect(statementOf(result, 'after')).toMatchObject({ base: { rows: 20 }, head: { rows: 20 } })
    expect(result.report?.statements).toHaveLength(2)
  })
})

describe('the pull request that brings pgverdict', () => {
  test('finds neither configuration nor workload nor seed on base', async () => {
    const shop = openShop({
      'pgverdict.yml': undefined,
      'seed.sql': undefined,
      'workload.sql': undefined,
      'README.md': '',
    })
    shop.write({ ...SHOP, ...DROP_INDEX })
    const result = await runGate(shop)
    expect(result).toMatchObject({
      code: 1,
      statuses: { 'purchase.byCustomer': 'regressed', 'purchase.open': 'unchanged' },
    })
    expect(result.report?.notes).toEqual(
      expect.arrayContaining([
        'Base has no seed yet: the branch’s is used on both sides.',
        'Base has no workload yet: the branch’s is used on both sides.',
      ]),
    )
  })

  test.runIf(HAS_DEBIAN_POSTGRES)('and a table with its query, which is new then and not broken', async () => {
    const shop = openShop({ 'pgverdict.yml': undefined, 'seed.sql': undefined, 'workload.sql': undefined })
    shop.write({
      ...SHOP,
      'migrations/004_refund.sql': 'create table refund (id bigint primary key);\n',
      'workload.sql': `${SHOP['workload.sql']}-- name: refund.all\nselect * from refund;\n`,
      'load.pgbench': `select id from customer where email = 'c1@example.org';\n`,
      'pgverdict.yml': config('workload', 'files: workload.sql, pgbench: [{ file: load.pgbench, transactions: 2 }]'),
    })
    const result = await runGate(shop)
    expect(result).toMatchObject({
      code: 0,
      statuses: { 'refund.all': 'added', 'purchase.byCustomer': 'unchanged' },
    })
    expect(result.report?.notes.filter(note => note.includes('failed'))).toEqual([])
  })

  test('and a seed that fills what only the branch creates', async () => {
    const shop = openShop({ 'pgverdict.yml': undefined, 'seed.sql': undefined, 'workload.sql': undefined })
    shop.write({
      ...SHOP,
      'migrations/004_refund.sql':
        'create table refund (id bigint primary key);\nalter table customer add column tier text;\n',
      'seed.sql': `\\set refunds 20000
${SHOP['seed.sql']}insert into refund select i from generate_series(1, :refunds) as i;
insert into customer (id, email, city, tier) values (0, '', '', 'gold');
`,
      'workload.sql': `${SHOP['workload.sql']}-- name: refund.count
select id from refund;
-- name: customer.count
select id from customer;
`,
    })
    const result = await runGate(shop)
    expect(result).toMatchObject({ code: 0, statuses: { 'refund.count': 'added', 'customer.count': 'unchanged' } })
    expect(statementOf(result, 'refund.count').head?.rows).toBe(20_000)
    expect(statementOf(result, 'customer.count').head?.rows).toBe(1000)
    expect(result.report?.notes).toContainEqual(
      expect.stringMatching(/^2 statements of the branch’s seed \(seed\.sql:5, seed\.sql:6\) did not fit base/),
    )
  })

  test('and a seed whose schema is no upgrade of base’s', async () => {
    const shop = openShop({ 'pgverdict.yml': undefined, 'seed.sql': undefined, 'workload.sql': undefined })
    const edited = {
      ...SHOP,
      'migrations/003_indexes.sql': `${SHOP['migrations/003_indexes.sql']}create table refund (id bigint primary key);
`,
      'seed.sql': `${SHOP['seed.sql']}insert into refund select i from generate_series(1, 100) as i;\n`,
    }
    shop.write(edited)
    const result = await runGate(shop)
    expect(result).toMatchObject({
      code: 0,
      report: { path: { kind: 'fresh' } },
      statuses: { 'purchase.open': 'unchanged' },
    })
    expect(result.report?.notes).toContainEqual(
      expect.stringMatching(/^One statement of the branch’s seed \(seed\.sql:4\) did not fit base/),
    )
    shop.write({
      'seed.sql': `${SHOP['seed.sql']}insert into customer (id, email, city, tier) values (0, '', '', '');\n`,
    })
    const refused = await runGate(shop)
    expect(refused.stderr).toContain('seed.sql:4: column "tier" of relation "customer" does not exist (SQLSTATE 42703)')
    expect(refused.stderr).toContain('so that the two would hold different rows')
    expect(refused.code).toBe(3)
  })

  test.runIf(HAS_DEBIAN_POSTGRES)('and the programs that fill and exercise it', async () => {
    const shop = openShop({ 'pgverdict.yml': undefined, 'seed.sql': undefined, 'workload.sql': undefined })
    shop.write({
      ...DROP_INDEX,
      'fill.sh': `${PSQL} -f data.sql`,
      'data.sql': SHOP['seed.sql'],
      'exercise.sh': `${PSQL} -f queries.sql > /dev/null`,
      'queries.sql': SHOP['workload.sql'],
      'pgverdict.yml': 'seed: { command: sh fill.sh }\nworkload: { command: sh exercise.sh }\n',
    })
    const { code, report } = await runGate(shop)
    expect(code).toBe(1)
    expect(report?.roster.map(({ rule }) => rule)).toEqual(['regression'])
    expect(report?.notes).toEqual(
      expect.arrayContaining(
        ['seed', 'workload'].map(
          what =>
            `Base has no configuration yet, and the ${what}’s command fails in its files: the branch’s are used on both sides.`,
        ),
      ),
    )
  })

  test('and the first migrations', async () => {
    const none = Object.fromEntries(Object.keys(SHOP).map(file => [file, undefined]))
    const shop = openShop({ ...none, 'README.md': '' })
    shop.write(SHOP)
    const { code, report } = await runGate(shop)
    expect([code, report?.verdict]).toEqual([0, 'pass'])
    expect(report?.notes[0]).toBe('Base has no migrations yet: the branch’s are used on both sides.')
  })

  test('migrations that the branch moved are the same migrations', async () => {
    const moved = Object.entries(SHOP).filter(([file]) => file.startsWith('migrations/'))
    const shop = openShop({
      ...Object.fromEntries(
        moved.flatMap(([file, text]) => [
          [file, undefined],
          [`db/${file}`, text],
        ]),
      ),
      'pgverdict.yml': config('migrations', 'path: db/migrations'),
    })
    shop.write({ 'migrations/.keep': '' })
    for (const [file] of moved) shop.git('mv', `db/${file}`, 'migrations/')
    shop.write({ 'pgverdict.yml': CONFIG, ...DROP_INDEX })
    expect(await runGate(shop)).toMatchObject({
      code: 1,
      report: { path: { kind: 'upgrade' } },
      statuses: { 'purchase.byCustomer': 'regressed' },
    })
  })
})
