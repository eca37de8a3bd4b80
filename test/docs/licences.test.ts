import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listLicences } from '../../scripts/licences.ts'

const MODULES = join(import.meta.dirname, '../../node_modules')

test('every package of the modules is there once with its licence, ours is not', () => {
  const list = listLicences([
    join(MODULES, 'zod/index.js'),
    join(MODULES, 'commander/lib/command.js'),
    join(MODULES, 'commander/lib/option.js?commonjs-proxy'),
    join(import.meta.dirname, '../../src/run.ts'),
  ])
  expect(list.match(/^[\w@/.-]+ \d+\.\d+\.\d+, .*$/gm)).toEqual([
    expect.stringMatching(/^commander .*, MIT$/),
    expect.stringMatching(/^zod .*, MIT$/),
  ])
  expect(list.match(/Permission is hereby granted/g)).toHaveLength(2)
})
