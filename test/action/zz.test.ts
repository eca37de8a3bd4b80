import { test } from 'vitest'
import { act } from './act.ts'
import { openForge } from './forge.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
test('x', async () => {
  await using forge = await openForge()
  const checkout = forge.pullRequest(DROP_INDEX)
  const r = await act('/tmp/gh', forge, checkout)
  console.log(r.log.join('\n')); console.log(r.code, r.postCode, r.durationMs, r.outputs, r.annotations, forge.github.requests, forge.github.artifacts.map(a => [a.name, a.content.length]), forge.github.violations)
  console.log(forge.github.comments[0]?.body)
})
