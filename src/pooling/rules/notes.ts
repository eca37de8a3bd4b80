import type { Figure } from '../pool.ts'
import { type PoolRule, placeOf, remark } from '../subject.ts'

export const unknownPools: PoolRule = {
  id: 'unknown-pool',
  title: 'Pools that are not known',
  description:
    'A line for each file that cannot be read and for each size that comes from the environment or that only a run knows. Nothing else depends on it.',
  find: ({ reading: { applications, proxies, notes } }) => {
    const lines = [
      ...notes,
      ...applications.flatMap(pool => unknownOf(pool, pool.library, pool.size)),
      ...proxies.flatMap(proxy => unknownOf(proxy, proxy.product, proxy.poolSize)),
    ]
    if (lines.length === 0) return []
    return [
      remark({
        rule: 'unknown-pool',
        subject: 'files',
        severity: 'info',
        title: 'What some files say of pools is not known',
        why: 'Arithmetic on connections leaves them out.',
        evidence: lines,
      }),
    ]
  },
}

function unknownOf(
  where: { readonly file: string; readonly line: number },
  name: string,
  size: Figure,
): readonly string[] {
  if (size.kind === 'known') return []
  const line = size.line > 0 ? size.line : where.line
  const why = size.isEnvironment ? 'takes its size from the environment' : 'has a size that only a run knows'
  return [`${placeOf({ file: where.file, line })}: ${name} ${why}.`]
}
