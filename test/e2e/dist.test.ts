import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShop, runGate } from './gate.ts'
import { DROP_INDEX } from './shop.ts'

test('the built program does what the source does', async () => {
  const shop = openShop()
  shop.write(DROP_INDEX)
  const cli = join(import.meta.dirname, '../../dist/cli.js')
  expect(await runGate(shop, { cli })).toMatchObject({
    code: 1,
    report: { verdict: 'fail' },
    statuses: { 'purchase.byCustomer': 'regressed' },
  })
})
