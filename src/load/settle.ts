import type { Snapshot, Statement } from '../capture/snapshot.ts'
import type { Tree } from '../checkout/tree.ts'

const idOf = ({ key }: Statement) => `${key.fingerprint}:${key.textHash}`

/** Whether the two loads sent different statements, or one of them another number of times. */
export function differInSending(base: Snapshot, head: Snapshot): boolean {
  const [before, after] = [byId(base), byId(head)]
  return before.size !== after.size || [...after].some(([id, { stats }]) => before.get(id)?.stats.calls !== stats.calls)
}

/**
 * Adds to base's load what a second run of it sent: what only one of the two sent is by chance, and not the branch's doing.
 */
export function withSecondRun(
  base: Snapshot,
  again: Snapshot,
): { readonly base: Snapshot; readonly notes: readonly string[] } {
  const [first, second] = [byId(base), byId(again)]
  const inOne = [
    ...base.statements.filter(statement => !second.has(idOf(statement))),
    ...again.statements.filter(statement => !first.has(idOf(statement))),
  ]
  const statements = base.statements.map(statement => {
    const other = second.get(idOf(statement))
    return other !== undefined && other.stats.calls > statement.stats.calls
      ? { ...statement, stats: other.stats }
      : statement
  })
  const [one] = inOne
  const isUneven = base.statements.some(statement => second.get(idOf(statement))?.stats.calls !== statement.stats.calls)
  const what =
    one === undefined
      ? 'the numbers of calls differ'
      : `${inOne.length === 1 ? 'one statement was' : `${inOne.length} statements were`} sent by one of the two only, the first: ${one.text}`
  return {
    base: {
      ...base,
      statements: [...statements, ...again.statements.filter(statement => !first.has(idOf(statement)))],
    },
    notes:
      one === undefined && !isUneven ? [] : [`The load does not do the same each time. Run twice on base, ${what}.`],
  }
}

/** Whether the two trees hold the same files but for some, so that their loads should do the same. */
export async function isSameBut(base: Tree, head: Tree, excepted: ReadonlySet<string>): Promise<boolean> {
  const [before, after] = await Promise.all(
    [base, head].map(async tree => (await tree.list('')).filter(file => !excepted.has(file))),
  )
  if (before!.join('\0') !== after!.join('\0')) return false
  for (const file of before!) {
    if ((await base.checksum(file)) !== (await head.checksum(file))) return false
  }
  return true
}

function byId({ statements }: Snapshot): ReadonlyMap<string, Statement> {
  return new Map(statements.filter(({ isNamed }) => !isNamed).map(statement => [idOf(statement), statement]))
}
