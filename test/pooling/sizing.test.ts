import { expect, test } from 'vitest'
import { neededConnections, predictKnee, priorConnections, usefulConnections } from '../../src/pooling/sizing.ts'

test.each([
  ['no time', 0, { heldMs: 5, busyMs: 1 }, 1],
  ['a hundred a second for 7 ms', 100, { heldMs: 7, busyMs: 7 }, 1],
  ['a thousand a second for 7 ms', 1000, { heldMs: 7, busyMs: 1 }, 10],
  ['fifty a second for 210 ms', 50, { heldMs: 210, busyMs: 20 }, 15],
])('Little’s law with room for bursts: %s', (_, rate, hold, connections) => {
  expect(neededConnections(rate, hold)).toBe(connections)
})

test.each([
  ['busy all the time', 2, { heldMs: 3, busyMs: 3 }, 2, 2],
  ['more busy than held, as rounding may have it', 4, { heldMs: 2.9, busyMs: 3 }, 4, 4],
  ['half of it idle', 2, { heldMs: 4, busyMs: 2 }, 4, 4],
  ['four fifths of it idle', 2, { heldMs: 5, busyMs: 1 }, 10, 16],
  ['mostly waiting for the client', 8, { heldMs: 20, busyMs: 1 }, 160, 256],
])('what a server can use: %s', (_, cpus, hold, useful, knee) => {
  expect(usefulConnections(cpus, hold)).toBe(useful)
  expect(predictKnee(cpus, hold)).toBe(knee)
})

test('where nothing is measured', () => expect(priorConnections(4)).toBe(9))
