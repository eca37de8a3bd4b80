import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { FileEdit } from '../../src/advise/finding.ts'
import { applyEdits } from '../../src/fix/apply-edits.ts'
import { changedFile, newFile } from '../../src/fix/edits.ts'
import { openShop, runGate, type Shop } from '../e2e/gate.ts'
import { DROP_INDEX, SHOP } from '../e2e/shop.ts'
import { createRepository } from '../support/git-repository.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

async function runFix(shop: Shop, ...args: readonly string[]): Promise<{ code: number; out: string }> {
  const options = ['fix', '--repo', shop.directory, '--report', join(shop.rooms.output, 'kept.json'), ...args]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...options])
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { code, out: stderr }
  }
}

test('a regression is fixed by its fix: the next run applies the migration that was written, and passes', async () => {
  const shop = openShop()
  shop.write(DROP_INDEX)
  const before = await runGate(shop)
  expect([before.code, before.statuses['purchase.byCustomer']]).toEqual([1, 'regressed'])
  const [finding] = before.report!.findings
  expect(finding?.fix?.files.map(({ path }) => path)).toEqual(['migrations/005_add_purchase_customer_idx.sql'])
  writeFileSync(join(shop.rooms.output, 'kept.json'), JSON.stringify(before.report))

  expect(await runFix(shop, 'no-such')).toMatchObject({ code: 2, out: expect.stringContaining(finding!.key) })
  const fixed = await runFix(shop, finding!.key.slice(0, -3))
  expect(fixed).toMatchObject({
    code: 0,
    out: expect.stringContaining('wrote migrations/005_add_purchase_customer_idx.sql'),
  })
  expect(readFileSync(join(shop.directory, 'migrations/005_add_purchase_customer_idx.sql'), 'utf8')).toBe(
    'create index concurrently purchase_customer_idx on purchase (customer_id);\n',
  )
  expect(await runFix(shop, finding!.key)).toMatchObject({ code: 2, out: expect.stringContaining('is there already') })

  rmSync(join(shop.rooms.output, 'kept.json'))
  const after = await runGate(shop)
  expect([after.code, after.statuses['purchase.byCustomer']]).toEqual([0, 'unchanged'])
})

test('advice is followed by its fixes: what it was for improves, and nothing is said of the new indexes', async () => {
  const shop = openShop({
    'migrations/003_indexes.sql': 'alter table purchase add receipt_token text;\n',
    'seed.sql': `${SHOP['seed.sql']}update purchase set receipt_token = 'P' || id;\n`,
    'workload.sql': `-- name: purchase.byCustomer
select id, status from purchase where customer_id = 17;
-- name: purchase.byReceipt
select id, note from purchase where receipt_token = 'P19999' limit 1;
-- name: purchase.add
insert into purchase values (0, 17, 'paid', 'n', 'P0');
`,
  })
  const cli = { cli: CLI }
  const before = await runGate(shop, cli)
  const keys = ['missing-index:public.purchase:(customer_id)', 'missing-index:public.purchase:(receipt_token)']
  const advice = before.report!.findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)
  expect(advice.map(({ key }) => key).toSorted()).toEqual(keys)
  // What divides the table was made without the indexes.
  const divided = { ...advice[0]!, key: 'partition:public.purchase', rule: 'partition', title: 'Partition purchase' }
  const findings = [...before.report!.findings, divided]
  writeFileSync(join(shop.rooms.output, 'kept.json'), JSON.stringify({ ...before.report, findings }))
  expect(await runFix(shop, keys[0]!, divided.key)).toMatchObject({
    code: 2,
    out: expect.stringMatching(/cannot be written together with other changes of purchase[\s\S]*\(customer_id\)/),
  })
  writeFileSync(join(shop.rooms.output, 'kept.json'), JSON.stringify(before.report))
  expect((await runFix(shop, ...keys)).code).toBe(0)
  rmSync(join(shop.rooms.output, 'kept.json'))
  const [customer, receipt] = ['add_purchase_customer_id_idx', 'add_purchase_receipt_token_idx'].map(name =>
    globSync(`migrations/*_${name}.sql`, { cwd: shop.directory }).map(path =>
      readFileSync(join(shop.directory, path), 'utf8'),
    ),
  )
  expect(customer).toEqual(['create index concurrently purchase_customer_id_idx on purchase (customer_id);\n'])
  expect(receipt).toEqual([
    'create unique index concurrently purchase_receipt_token_idx on purchase (receipt_token);\n',
  ])

  const after = await runGate(shop, cli)
  expect(after.code).toBe(0)
  expect([after.statuses['purchase.byCustomer'], after.statuses['purchase.byReceipt']]).toEqual([
    'improved',
    'improved',
  ])
  expect(after.report!.findings.filter(finding => /missing-index|_idx/.test(JSON.stringify(finding)))).toEqual([])
})

const place = () => {
  const repository = createRepository({ 'a.txt': 'one\ntwo\nthree\n', 'crlf.txt': 'one\r\ntwo\r\n' })
  const read = (path: string) => readFileSync(join(repository.directory, path), 'utf8')
  return { ...repository, read, [Symbol.dispose]: () => repository[Symbol.dispose]() }
}

test('changes of several fixes to one file, and new files in new folders', async () => {
  using repository = place()
  const text = repository.read('a.txt')
  await applyEdits(repository.directory, [
    changedFile('a.txt', text, [{ line: 2, removes: 1, adds: ['2'] }]),
    changedFile('a.txt', text, [
      { line: 1, removes: 0, adds: ['zero'] },
      { line: 4, removes: 0, adds: ['four'] },
    ]),
    changedFile('crlf.txt', repository.read('crlf.txt'), [{ line: 2, removes: 0, adds: ['more'] }]),
    newFile('new/folder/b.sql', 'select 1;\n'),
  ])
  expect(repository.read('a.txt')).toBe('zero\none\n2\nthree\nfour\n')
  expect(repository.read('crlf.txt')).toBe('one\r\nmore\r\ntwo\r\n')
  expect(repository.read('new/folder/b.sql')).toBe('select 1;\n')
})

test('nothing is written where one file has changed since', async () => {
  using repository = place()
  const edits = [newFile('new.sql', 'x'), changedFile('a.txt', 'other', [{ line: 1, removes: 1, adds: [] }])]
  await expect(applyEdits(repository.directory, edits)).rejects.toThrow('a.txt has changed since the report was made')
  expect(existsSync(join(repository.directory, 'new.sql'))).toBe(false)
})

test('a report that somebody else made writes nothing outside, and nothing of git’s', async () => {
  using repository = place()
  mkdirSync(join(repository.directory, 'outside'))
  symlinkSync('outside', join(repository.directory, 'link'))
  symlinkSync('a.txt', join(repository.directory, 'alias.txt'))
  const paths = [
    '../x',
    '/tmp/x',
    'a/../../x',
    '.git/hooks/pre-commit',
    'sub/.GIT/config',
    'link/x',
    'alias.txt',
    '',
    'a\\x',
  ]
  for (const path of paths) {
    const edit: FileEdit = newFile(path, 'x')
    await expect(applyEdits(repository.directory, [edit]), path).rejects.toThrow('which is no file of this folder')
  }
})

test('two fixes that take out the same lines are not applied together', async () => {
  using repository = place()
  const text = repository.read('a.txt')
  const edits = [1, 2].map(line => changedFile('a.txt', text, [{ line, removes: 2, adds: [] }]))
  await expect(applyEdits(repository.directory, edits)).rejects.toThrow('Two fixes change the same lines of a.txt')
})
