import type { Attempt } from './attempt.ts'
import type { IndexDesign } from './design.ts'
import type { Area, Finding } from './finding.ts'
import type { Subject } from './workload.ts'

/** What is to be tried; a draft without one is an observation. */
export type Proposal = IndexProposal | DropProposal | Attempt

/** An index to build. */
export interface IndexProposal {
  readonly kind: 'index'
  readonly design: IndexDesign
  /** The same as a unique one, where data and code say that no value comes twice. */
  readonly unique?: IndexDesign | undefined
}

/** An index that is said to do nothing for the load. */
export interface DropProposal {
  readonly kind: 'drop'
  readonly index: { readonly schema: string; readonly table: string; readonly name: string }
  /** An index to build in its place. */
  readonly instead: IndexDesign | undefined
  /** Whether nothing is said of it where somebody turns out to need it. */
  readonly isGuess: boolean
}

/** What a rule proposes, before it was tried. */
export interface Draft
  extends Pick<Finding, 'key' | 'rule' | 'area' | 'severity' | 'title' | 'why' | 'evidence' | 'statements'> {
  readonly proposal: Proposal | undefined
  /** Where several statements ask for it: what to say for each, so that the words are of one that gains. */
  readonly reasons?: readonly Reason[]
  /** Where several of a kind prove themselves for one table, they are told as one: under this key and title. */
  readonly together?: Pick<Finding, 'key' | 'title'>
  /** An observation that is not told where a fix proved itself for its statement. */
  readonly yieldsToFix?: boolean
}

/** Why one statement asks for a change. */
interface Reason extends Pick<Finding, 'severity' | 'why'> {
  readonly statement: string
}

/** A draft that proposes that kind of thing. */
export type DraftOf<P extends Proposal> = Draft & { readonly proposal: P }

export interface Rule {
  readonly id: string
  readonly area: Area
  /** Its heading in docs/rules.md. */
  readonly title: string
  /** What is wrong, and what is done about it; Markdown. */
  readonly description: string
  /** Observations and proposals; the more urgent ones first. */
  find(subject: Subject): readonly Draft[]
}
