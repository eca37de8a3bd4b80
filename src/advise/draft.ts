import type { IndexDesign } from './design.ts'
import type { Finding } from './finding.ts'
import type { Subject } from './workload.ts'

/** What a rule proposes, before it was tried. */
export interface Draft
  extends Pick<Finding, 'key' | 'rule' | 'area' | 'severity' | 'title' | 'why' | 'evidence' | 'statements'> {
  /** The index to build and measure; undefined for an observation. */
  readonly design: IndexDesign | undefined
}

export interface Rule {
  readonly id: string
  /** Observations and proposals; the more urgent ones first. */
  find(subject: Subject): readonly Draft[]
}
