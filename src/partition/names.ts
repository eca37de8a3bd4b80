import { cutBytes, MAX_NAME_BYTES } from '../advise/design.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { PartitionDesign } from './design.ts'

/** Names that the migration uses, quoted; those of tables and functions are qualified. */
export interface Names {
  readonly table: string
  /** The partitioned table before it takes the name. */
  readonly next: string
  /** The old table after it gave the name away. */
  readonly old: string
  /** The old table as a partition of the new one, where its rows stay where they are. */
  readonly history: string
  /** The check that its rows are older than the partitions to come. */
  readonly until: string
  /** How far the copy has come. */
  readonly copied: string
  /** The function that does to the new table what is done to the old one, and the one for the way back. */
  readonly mirror: string
  readonly mirrorBack: string
  /** The triggers that call them. */
  readonly trigger: string
  readonly truncateTrigger: string
  readonly addPartitions: string
}

export function namesOf({ schema, table }: Pick<PartitionDesign, 'schema' | 'table'>): Names {
  const own = (suffix: string) => quoteIdentifier(withSuffix(table, suffix))
  const named = (suffix: string) => `${quoteIdentifier(schema)}.${own(suffix)}`
  return {
    table: named(''),
    next: named('_partitioned'),
    old: named('_unpartitioned'),
    history: named('_history'),
    until: own('_until'),
    copied: named('_copied'),
    mirror: named('_mirror'),
    mirrorBack: named('_mirror_back'),
    trigger: own('_mirror'),
    truncateTrigger: own('_mirror_truncate'),
    addPartitions: named('_add_partitions'),
  }
}

/** Cut where it would be longer than a name may be. */
export function withSuffix(name: string, suffix: string): string {
  return `${cutBytes(name, MAX_NAME_BYTES - suffix.length)}${suffix}`
}

/** A qualified name without its schema. */
export const bareName = (qualified: string): string => qualified.slice(qualified.indexOf('"."') + 2)

/** Of an index of the old table once that is a partition; quoted. */
export const historyName = (name: string): string => quoteIdentifier(withSuffix(name, '_history'))
