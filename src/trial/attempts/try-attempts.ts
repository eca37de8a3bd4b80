import type { Attempt } from '../../advise/attempt.ts'
import type { Draft, DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { considered } from '../conclude.ts'
import type { Workshop } from './input.ts'
import { tryRewrite } from './rewrite.ts'
import { tryWorkMemory } from './work-memory.ts'

/** What is tried of each kind; a number and not a time, so that every run tries the same. */
const MOST = { rewrite: 12, 'work-memory': 3 }

const isOf =
  <Kind extends Attempt['kind']>(kind: Kind) =>
  (draft: Draft): draft is DraftOf<Extract<Attempt, { kind: Kind }>> =>
    draft.proposal?.kind === kind

/** Tries what is no index. Rewrites and statistics are told where they proved themselves, the others with what was found. */
export async function tryAttempts(workshop: Workshop, drafts: readonly Draft[]): Promise<readonly Finding[]> {
  return tryReads(workshop, drafts)
}

/** What changes nothing in the database runs on head itself. */
async function tryReads(
  { server, head, statements, options }: Workshop,
  drafts: readonly Draft[],
): Promise<readonly Finding[]> {
  const rewrites = drafts.filter(isOf('rewrite'))
  const memories = drafts.filter(isOf('work-memory'))
  if (rewrites.length + memories.length === 0) return []
  await using client = await head.connect('owner')
  const reader = { client, meter: createWorkMeter(server, head), timeoutMs: options.statementTimeoutMs }
  const statementOf = (name: string) => statements.find(statement => statement.name === name)!
  const findings: Finding[] = []
  const rewritten = new Set<string>()
  for (const draft of rewrites.slice(0, MOST.rewrite)) {
    options.signal.throwIfAborted()
    if (rewritten.has(draft.proposal.statement)) continue
    options.progress.step(draft.title)
    const finding = await tryRewrite(draft, { statement: statementOf(draft.proposal.statement), reader }, options)
    if (finding === undefined) continue
    findings.push(finding)
    rewritten.add(draft.proposal.statement)
  }
  for (const [at, draft] of memories.entries()) {
    options.signal.throwIfAborted()
    options.progress.step(draft.title)
    const statement = statementOf(draft.proposal.statement)
    findings.push(
      at < MOST['work-memory']
        ? await tryWorkMemory(draft, { statement, reader })
        : considered(draft, 'How much memory would hold it was not tried: others do more work.'),
    )
  }
  return findings
}
