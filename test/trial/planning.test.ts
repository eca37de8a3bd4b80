import { expect, test } from 'vitest'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from './advised.ts'
import { countPlans } from './count-plans.ts'
import { hundredStatements, ORDERS } from './index-cases.ts'

/** The bench holds it against 2 s on a machine of its own. */
const GENEROUS_SECONDS = 10

test('a hundred statements are planned with what may help them in no time', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const counted = countPlans(server)
  const { findings } = await advised(counted.server, { base: ORDERS, load: hundredStatements(), candidates: 5 })
  expect(findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)).not.toEqual([])
  expect(counted.plans()).toBeGreaterThan(0)
  expect(counted.planningSeconds()).toBeLessThan(GENEROUS_SECONDS)
})
