import type { Target } from '../config/schema.ts'

const KB = 2 ** 10
const MB = 2 ** 20
const GB = 2 ** 30

/** What pgtune asks for; bytes. */
export interface Hardware {
  readonly major: number
  readonly workload: Target['workload']
  readonly memory?: number | undefined
  readonly cpus?: number | undefined
  readonly connections?: number | undefined
  readonly storage?: NonNullable<Target['storage']> | undefined
}

const CONNECTIONS = { web: 200, oltp: 300, dw: 40, desktop: 20, mixed: 100 }
const MIN_WAL = { web: GB, oltp: 2 * GB, dw: 4 * GB, desktop: 100 * MB, mixed: GB }
const MAX_WAL = { web: 4 * GB, oltp: 8 * GB, dw: 16 * GB, desktop: 2 * GB, mixed: 4 * GB }
const RANDOM_PAGE_COST = { hdd: 4, ssd: 1.1, san: 1.1, nvme: 1.1 }
const IO_CONCURRENCY = { hdd: 2, ssd: 200, san: 300, nvme: 1000 }
const DEFAULT_WORKER_PROCESSES = 8
/** Workers beyond these bring little, says pgtune. */
const MAX_WORKERS_PER_TASK = 4

/**
 * pgtune's rules (github.com/le0pard/pgtune, src/features/configuration/configurationSlice.js, for Linux): what hardware alone says.
 * They are taken as priors and ceilings; whether a setting is advised is up to what it moves. Sizes in bytes; what the hardware
 * given does not say is left out.
 */
export function pgtune(hardware: Hardware): ReadonlyMap<string, number | boolean | string> {
  const { workload, storage, cpus, major } = hardware
  const entries: [string, number | boolean | string | undefined][] = [
    ['max_connections', hardware.connections ?? CONNECTIONS[workload]],
    ...memoryRules(hardware),
    ['min_wal_size', MIN_WAL[workload]],
    ['max_wal_size', MAX_WAL[workload]],
    ['checkpoint_completion_target', 0.9],
    ['default_statistics_target', workload === 'dw' ? 500 : 100],
    ['random_page_cost', storage && RANDOM_PAGE_COST[storage]],
    ['effective_io_concurrency', storage && IO_CONCURRENCY[storage]],
    ...parallelRules(cpus, workload),
    ['jit', workload === 'dw' || workload === 'desktop' ? undefined : false],
    ['wal_compression', major >= 15 ? 'lz4' : 'on'],
    ['autovacuum_max_workers', cpus === undefined || cpus < 16 ? undefined : cpus >= 32 ? 5 : 4],
    ['wal_level', workload === 'desktop' ? 'minimal' : undefined],
    ['max_wal_senders', workload === 'desktop' ? 0 : undefined],
  ]
  return new Map(entries.filter((entry): entry is [string, number | boolean | string] => entry[1] !== undefined))
}

function memoryRules({ memory, workload, connections, cpus }: Hardware): [string, number | string | undefined][] {
  if (memory === undefined) return []
  const isDesktop = workload === 'desktop'
  const sharedBuffers = wholeKb(memory / (isDesktop ? 16 : 4))
  const maintenance = Math.min(wholeKb(memory / (workload === 'dw' ? 8 : 16)), 8 * GB)
  const sessions = (connections ?? CONNECTIONS[workload]) + workerProcesses(cpus)
  const share = { web: 1, oltp: 1, dw: 2, desktop: 6, mixed: 2 }[workload]
  return [
    ['shared_buffers', sharedBuffers],
    ['effective_cache_size', wholeKb(isDesktop ? memory / 4 : (memory * 3) / 4)],
    ['maintenance_work_mem', maintenance],
    ['autovacuum_work_mem', maintenance >= 2 * GB ? 2 * GB : undefined],
    ['wal_buffers', walBuffers(sharedBuffers)],
    ['work_mem', Math.max(4 * MB, wholeKb((memory - sharedBuffers) / (sessions * 3) / share))],
    ['huge_pages', sharedBuffers >= 2 * GB ? 'try' : 'off'],
  ]
}

/** 3 % of shared_buffers up to 16 MB, as the server's own default; what is near 16 MB is 16 MB. */
function walBuffers(sharedBuffers: number): number {
  const share = Math.min(wholeKb((3 * sharedBuffers) / 100), 16 * MB)
  return Math.max(share > 14 * MB ? 16 * MB : share, 32 * KB)
}

function parallelRules(cpus: number | undefined, workload: Hardware['workload']): [string, number][] {
  if (cpus === undefined || cpus < 4) return []
  const half = Math.ceil(cpus / 2)
  return [
    ['max_worker_processes', cpus],
    ['max_parallel_workers_per_gather', workload === 'dw' ? half : Math.min(half, MAX_WORKERS_PER_TASK)],
    ['max_parallel_workers', cpus],
    ['max_parallel_maintenance_workers', Math.min(half, MAX_WORKERS_PER_TASK)],
  ]
}

function workerProcesses(cpus: number | undefined): number {
  return cpus !== undefined && cpus >= 4 ? cpus : DEFAULT_WORKER_PROCESSES
}

const wholeKb = (bytes: number) => Math.floor(bytes / KB) * KB
