import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShop, runGate } from './gate.ts'
import { DROP_INDEX } from './shop.ts'

test.each(['src/cli.ts', 'dist/cli.js'])('%s does what a new build does in all other tests', async file => {
  const shop = openShop()
  shop.write(DROP_INDEX)
  const cli = join(import.meta.dirname, '../..', file)
  expect(await runGate(shop, { cli })).toMatchObject({
    code: 1,
    report: { verdict: 'fail' },
    statuses: { 'purchase.byCustomer': 'regressed' },
  })
})
