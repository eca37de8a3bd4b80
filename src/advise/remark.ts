import type { Draft, Proposal, Rule } from './draft.ts'
import type { WorkloadItem } from './workload.ts'

/** Work from which on a remark is advice: 8 MB for a statement that the branch made worse or new, 400 MB for any other. */
const LARGE = { new: 1000, old: 50_000 }

interface Words {
  readonly item: WorkloadItem
  /** What else the key says besides rule and statement: a table, an index. */
  readonly at?: string
  /** The function that runs what is spoken of, with the line. */
  readonly within?: string | undefined
  readonly title: string
  readonly why: string
  readonly evidence?: readonly string[]
  readonly proposal?: Proposal
  readonly yieldsToFix?: boolean
}

/** What a rule says of one statement. */
export function remark(
  { id, area }: Pick<Rule, 'id' | 'area'>,
  { item, at, within, evidence = [], ...words }: Words,
): Draft {
  return {
    key: [id, item.name, ...(at === undefined ? [] : [at])].join(':'),
    rule: id,
    area,
    severity: item.buffers >= (item.isRegressed ? LARGE.new : LARGE.old) ? 'advice' : 'info',
    statements: [item.name],
    evidence: [...(within === undefined ? [] : [`It is run in ${within}.`]), ...evidence],
    proposal: undefined,
    ...words,
  }
}

/** The first remark of each key. */
export function unique(drafts: readonly Draft[]): readonly Draft[] {
  return [...Map.groupBy(drafts, ({ key }) => key).values()].map(([first]) => first!)
}
