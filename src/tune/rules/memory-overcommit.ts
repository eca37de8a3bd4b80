import { numberOf } from '../effective.ts'
import { formatBytes } from '../format.ts'
import { type Rule, remark } from '../subject.ts'

/** Shared memory and one work_mem for every connection, more than which the kernel's out-of-memory killer answers for. */
export const memoryOvercommit: Rule = {
  id: 'memory-overcommit',
  description:
    '`shared_buffers`, a `work_mem` for each connection and autovacuum together are more than `target.memory`.',
  find({ effective, parameters, target }) {
    const number = (name: string) => numberOf(effective, parameters, name)
    const { memory } = target
    const [shared, work, workers] = [number('shared_buffers'), number('work_mem'), number('autovacuum_max_workers')]
    const connections = number('max_connections')
    if (memory === undefined || shared === undefined || work === undefined || connections === undefined) return []
    const own = number('autovacuum_work_mem') ?? -1
    const maintenance = (workers ?? 0) * (own < 0 ? (number('maintenance_work_mem') ?? 0) : own)
    const sum = shared + connections * work + maintenance
    if (sum <= memory) return []
    return [
      remark({
        rule: memoryOvercommit.id,
        subject: effective.source?.file ?? 'defaults',
        severity: 'advice',
        title: 'The settings allow more memory than there is',
        why: 'When all connections sort at once the kernel kills a server process, and with it every session.',
        evidence: [
          `shared_buffers ${formatBytes(shared)} + ${connections} connections × work_mem ${formatBytes(work)} + autovacuum ${formatBytes(maintenance)} = ${formatBytes(sum)} of ${formatBytes(memory)}.`,
        ],
      }),
    ]
  },
}
