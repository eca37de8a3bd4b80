import type { FixStep } from '../advise/finding.ts'
import { attachMigration } from './attach.ts'
import { checkStep, copyStep } from './copy.ts'
import type { Definition } from './definition.ts'
import type { PartitionDesign } from './design.ts'
import { namesOf } from './names.ts'
import { prepareStep } from './prepare.ts'
import { swapStep } from './swap.ts'

/** All that divides a table into partitions while it is in use: each step is run again where it was interrupted. */
export function partitionMigration(design: PartitionDesign, definition: Definition): readonly FixStep[] {
  const names = namesOf(design)
  if (design.move === 'attach') return attachMigration(design, definition, names)
  const stem = `partition_${design.table}`
  return [
    { slug: `${stem}_prepare`, ...prepareStep(design, definition, names) },
    { slug: `${stem}_copy`, ...copyStep(definition, names) },
    { slug: `${stem}_check`, ...checkStep(definition, names) },
    { slug: `${stem}_swap`, ...swapStep(design, definition, names) },
  ]
}

/** What ends it, once nobody wants to go back: the old table and what wrote to both. */
export function finishSql(design: PartitionDesign): readonly string[] {
  if (design.move === 'attach') return []
  const { table, old, mirror, mirrorBack, trigger, truncateTrigger } = namesOf(design)
  return [
    `drop trigger if exists ${trigger} on ${table}`,
    `drop trigger if exists ${truncateTrigger} on ${table}`,
    `drop table if exists ${old}`,
    `drop function if exists ${mirror}()`,
    `drop function if exists ${mirrorBack}()`,
  ]
}
