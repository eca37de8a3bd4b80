import { quoted, tableText } from '../advise/design.ts'
import { gainOf } from './effect.ts'
import type { Probed, ProbeInput } from './probe.ts'
import { writesOf } from './probe.ts'
import { withIndex } from './writes.ts'

/**
 * The chosen index as a unique one, where the proposal says so, it can be built of the rows, its reads gain as they did, and every
 * write of the table still succeeds with it; else as it is.
 */
export async function asUnique(candidate: Probed, input: ProbeInput): Promise<Probed> {
  const { draft, design, effects } = candidate
  const unique = draft.proposal?.kind === 'index' ? draft.proposal.unique : undefined
  if (unique === undefined) return candidate
  const { bench, shelf, writes, statements } = input
  const index = await shelf.add(unique)
  if ('refusal' in index) return candidate
  const named = { ...unique, name: design.name }
  const prepare = await shelf.show([index])
  const again = []
  for (const effect of effects)
    again.push(effect.statement.isWrite ? effect : await bench.measure(effect.statement, prepare))
  const isAsGood = again.every((effect, at) => gainOf(effects[at]!) === undefined || gainOf(effect) !== undefined)
  const paid = await writes.measure(writesOf(unique, statements, []), withIndex(named, candidate.built.name))
  const fails = paid.some(({ after }) => after.some(({ kind }) => kind !== 'measured'))
  if (!isAsGood || fails) return candidate
  const column = quoted(unique.keys[0]!.expression)
  return {
    ...candidate,
    index,
    design: named,
    built: { ...index.built, name: candidate.built.name },
    effects: again,
    writes: paid,
    draft: {
      ...draft,
      title: `A unique index on ${tableText(unique)} (${column})`,
      evidence: [
        `No two of the rows have the same ${column}, a statement looks for the one row that has it, and all writes of the load succeeded with it.`,
        `It cannot be built where production has two of one: \`select ${column} from ${tableText(unique)} group by 1 having count(*) > 1\` finds them.`,
      ],
    },
  }
}
