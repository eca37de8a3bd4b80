import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { Server } from '../../postgres/server.ts'

/** What the machine's processors did, in ticks since it started (proc(5)). */
interface Ticks {
  readonly busy: number
  readonly stolen: number
  readonly all: number
  /** Of the busy ones, those of this process and of the server with its sessions, those that have ended too. */
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
  const before = await readTicks(server)
  const result = await work()
  const after = await readTicks(server)
  if (before === undefined || after === undefined) return { result, others: undefined }
  const spent = (key: keyof Ticks) => after[key] - before[key]
  return { result, others: Math.max(0, spent('busy') - spent('ours') + spent('stolen')) / Math.max(1, spent('all')) }
}

async function readTicks(server: Server): Promise<Ticks | undefined> {
  try {
    const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n')
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = first
      .split(/\s+/)
      .slice(1)
      .map(Number)
    const busy = user + nice + system + irq + soft
    return {
      busy,
      stolen: steal,
      all: busy + idle + wait + steal,
      ours: (await ticksOf('self')) + (await ticksOfServer(server)),
    }
  } catch {
    return undefined
  }
}

/** Of the server's first process, which has those of its children that ended, and of the sessions and workers that it has now. */
export async function ticksOfServer(server: Server): Promise<number> {
  const processes = await server.admin.rows<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid
     union select pid::text from pg_catalog.pg_stat_activity`,
  )
  const ticks = await Promise.all(processes.map(({ pid }) => ticksOf(pid).catch(() => 0)))
  return ticks.reduce((sum, own) => sum + own, 0)
}

/** utime, stime, cutime and cstime of /proc/<pid>/stat; a program's name may hold anything but ends with the last bracket. */
async function ticksOf(pid: number | string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

/** Where others had no more than a tenth of one processor the server was as good as alone. */
export const ALONE = 0.1 / availableParallelism()
