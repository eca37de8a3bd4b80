import { describe, expect, test } from 'vitest'
import { openShop, runGate, statementOf } from './gate.ts'
import { DROP_INDEX, SHOP } from './shop.ts'

const CONFIG = SHOP['pgverdict.yml']

test('names with quotes, newlines and emoji', async () => {
  const table = '"the ""big"" 🧾\ntable"'
  const column = `"it's; a \\ ☃ column -- "`
  const index = '"i""x\n🦄"'
  const shop = openShop({
    'migrations/003_indexes.sql': `create table ${table} (id bigint primary key, ${column} int not null, note text);
create index ${index} on ${table} (${column});
`,
    'sämann "1".sql': `${SHOP['seed.sql']}insert into ${table} select i, i % 1000, repeat('n', 200) from generate_series(1, 10000) as i;\n`,
    "it's 🚚.sql": `-- name: it's.“🚚”;|<b>\`x\`
select note from ${table} where ${column} = 17;
`,
    'pgverdict.yml': `migrations: { path: migrations }
seed: { files: 'sämann "1".sql' }
workload: { files: "it's 🚚.sql" }
`,
  })
  shop.write({ 'migrations/004 drop\n🦄.sql': `drop index ${index};\n` })
  const result = await runGate(shop)
  expect(result.stderr).not.toContain('This is a bug')
  expect(result).toMatchObject({ code: 1, statuses: { "it's.“🚚”;|<b>`x`": 'regressed' } })
  expect(statementOf(result, "it's.“🚚”;|<b>`x`")).toMatchObject({
    source: { file: "it's 🚚.sql", line: 2 },
    cause: { file: 'migrations/004 drop\n🦄.sql', line: 1 },
    changes: expect.arrayContaining([expect.objectContaining({ kind: 'index-lost' })]) as unknown,
  })
  expect(result.comment?.replaceAll(/^```[\s\S]*?^```$/gm, '')).not.toContain('<b>')
})

describe('sizes', () => {
  test('one statement of 2 MB', async () => {
    const ids = Array.from({ length: 260_000 }, (_, index) => index + 1_000_000).join(',')
    const shop = openShop({ 'workload.sql': `-- name: many\nselect id from purchase where id in (17,${ids});\n` })
    expect(Buffer.byteLength(ids)).toBeGreaterThan(2_000_000)
    shop.write(DROP_INDEX)
    const result = await runGate(shop)
    expect(result.stderr).not.toContain('This is a bug')
    expect(result).toMatchObject({ code: 0, statuses: { many: 'unchanged' } })
    expect(statementOf(result, 'many').base?.rows).toBe(1)
  })

  const bulk = (from: number) => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `(${from + index},'bulk ${from + index}','here')`)
    return `insert into customer values\n${rows.join(',\n')};\n`
  }

  test('an INSERT of 100,000 rows as seed', async () => {
    const shop = openShop({ 'seed.sql': SHOP['seed.sql'] + bulk(100_000) })
    expect(await runGate(shop)).toMatchObject({ code: 0, report: { verdict: 'pass', seededRows: 121_000 } })
  })

  test('an INSERT of 100,000 rows as statement', async () => {
    const shop = openShop({ 'workload.sql': `-- name: bulk\n${bulk(100_000)}${SHOP['workload.sql']}` })
    const result = await runGate(shop)
    expect(result).toMatchObject({ code: 0, statuses: { bulk: 'unchanged', 'customer.byEmail': 'unchanged' } })
    expect(statementOf(result, 'bulk').base?.plan.label).toBe('Insert on customer')
  })
})

test('the configuration may lie elsewhere, and the repository’s folder may be below its root', async () => {
  const shop = openShop({
    ...Object.fromEntries(Object.keys(SHOP).map(file => [file, undefined])),
    ...Object.fromEntries(Object.entries(SHOP).map(([file, text]) => [`services/shop/${file}`, text])),
    'services/shop/pgverdict.yml': undefined,
    'config/gate.yml': CONFIG,
  })
  shop.write({ 'services/shop/migrations/004_tidy.sql': 'drop index purchase_customer_idx;\n' })
  const result = await runGate(
    { ...shop, directory: `${shop.directory}/services/shop` },
    { args: ['--config', `${shop.directory}/config/gate.yml`] },
  )
  expect(result.stderr).not.toContain('This is a bug')
  expect(result).toMatchObject({ code: 1, statuses: { 'purchase.byCustomer': 'regressed' } })
})
