import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { Server } from '../../postgres/server.ts'

/** What the machine's processors did, in ticks since it started (proc(5)). */
interface Ticks {
  readonly busy: number
  readonly stolen: number
  readonly all: number
  /** Of the busy ones, those of this process, the server and their children that have ended. */
  readonly ours: number
}

interface Watched<Result> {
  readonly result: Result
  /** The share of all processors that others used meanwhile or that a hypervisor took away; undefined where nobody tells. */
  readonly others: number | undefined
}

/** Runs work of ours in which the server takes part. Only Linux tells what others did. */
export async function watchOthers<Result>(server: Server, work: () => Promise<Result>): Promise<Watched<Result>> {
  // A container counts its processes by itself.
  if (server.kind === 'container' || server.kind === 'external') return { result: await work(), others: undefined }
  const [row] = await server.admin.rows<{ pid: string }>(
    "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid",
  )
  const postmaster = Number(row?.pid)
  const before = await readTicks(postmaster)
  const result = await work()
  const after = await readTicks(postmaster)
  if (before === undefined || after === undefined) return { result, others: undefined }
  const spent = (key: keyof Ticks) => after[key] - before[key]
  return { result, others: Math.max(0, spent('busy') - spent('ours') + spent('stolen')) / Math.max(1, spent('all')) }
}

async function readTicks(postmaster: number): Promise<Ticks | undefined> {
  try {
    const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n')
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = first
      .split(/\s+/)
      .slice(1)
      .map(Number)
    const busy = user + nice + system + irq + soft
    const ours = (await Promise.all(['self', postmaster].map(ticksOf))).reduce((sum, ticks) => sum + ticks, 0)
    return { busy, stolen: steal, all: busy + idle + wait + steal, ours }
  } catch {
    return undefined
  }
}

/** utime, stime, cutime and cstime of /proc/<pid>/stat; a program's name may hold anything but ends with the last bracket. */
async function ticksOf(pid: number | string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

/** Where others had no more than a tenth of one processor the server was as good as alone. */
export const ALONE = 0.1 / availableParallelism()
