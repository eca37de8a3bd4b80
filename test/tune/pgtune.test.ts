import { describe, expect, test } from 'vitest'
import { type Hardware, pgtune } from '../../src/tune/pgtune.ts'

const KB = 2 ** 10
const GB = 2 ** 30

const rules = (hardware: Partial<Hardware>) => pgtune({ major: 15, workload: 'web', ...hardware })

/** The expectations of pgtune's own tests for Linux (github.com/le0pard/pgtune, configurationSlice.test.js). */
describe('pgtune’s published expectations', () => {
  const cases: readonly (readonly [setting: string, hardware: Partial<Hardware>, value: unknown])[] = [
    ['max_connections', { workload: 'web' }, 200],
    ['max_connections', { workload: 'oltp' }, 300],
    ['max_connections', { workload: 'dw' }, 40],
    ['max_connections', { workload: 'desktop' }, 20],
    ['max_connections', { workload: 'mixed' }, 100],
    ['default_statistics_target', { workload: 'web' }, 100],
    ['default_statistics_target', { workload: 'oltp' }, 100],
    ['default_statistics_target', { workload: 'dw' }, 500],
    ['default_statistics_target', { workload: 'desktop' }, 100],
    ['default_statistics_target', { workload: 'mixed' }, 100],
    ['random_page_cost', { storage: 'hdd' }, 4],
    ['random_page_cost', { storage: 'ssd' }, 1.1],
    ['random_page_cost', { storage: 'san' }, 1.1],
    ['random_page_cost', { storage: 'nvme' }, 1.1],
    ['effective_io_concurrency', { storage: 'hdd' }, 2],
    ['effective_io_concurrency', { storage: 'ssd' }, 200],
    ['effective_io_concurrency', { storage: 'san' }, 300],
    ['effective_io_concurrency', { storage: 'nvme' }, 1000],
    ['max_worker_processes', { cpus: 1 }, undefined],
    ['max_worker_processes', { cpus: 12 }, 12],
    ['max_parallel_workers_per_gather', { cpus: 12 }, 4],
    ['max_parallel_workers', { cpus: 12 }, 12],
    ['max_parallel_workers_per_gather', { cpus: 31 }, 4],
    ['max_parallel_maintenance_workers', { cpus: 12 }, 4],
    ['max_worker_processes', { cpus: 31 }, 31],
    ['max_parallel_workers_per_gather', { cpus: 31, workload: 'dw' }, 16],
    ['max_parallel_maintenance_workers', { cpus: 31, workload: 'dw' }, 4],
    ['wal_level', { workload: 'desktop' }, 'minimal'],
    ['max_wal_senders', { workload: 'desktop' }, 0],
    ['max_parallel_workers', { cpus: 31, workload: 'dw' }, 31],
    ['wal_level', { workload: 'web' }, undefined],
    ['maintenance_work_mem', { memory: 256 * GB }, 8_388_608 * KB],
    ['maintenance_work_mem', { memory: 16 * GB }, 1_048_576 * KB],
    ['huge_pages', { memory: 4 * GB }, 'off'],
    ['huge_pages', { memory: 16 * GB }, 'try'],
    ['work_mem', { memory: 4 * GB, connections: 9999, cpus: 4 }, 4096 * KB],
    ['work_mem', { memory: 256 * GB, connections: 20, cpus: 4, major: 18 }, 2_796_202 * KB],
    ['jit', { workload: 'web' }, false],
    ['jit', { workload: 'oltp' }, false],
    ['jit', { workload: 'dw' }, undefined],
    ['wal_compression', { major: 14 }, 'on'],
    ['wal_compression', { major: 15 }, 'lz4'],
    ['wal_compression', { major: 17 }, 'lz4'],
    ['autovacuum_max_workers', { cpus: 32 }, 5],
    ['autovacuum_max_workers', { cpus: 16 }, 4],
    ['autovacuum_max_workers', { cpus: 8 }, undefined],
    ['autovacuum_work_mem', { memory: 4 * GB }, undefined],
    ['autovacuum_work_mem', { memory: 256 * GB }, 2_097_152 * KB],
  ]
  test.each(cases)('%s of %o is %s', (setting, hardware, value) => {
    expect(rules(hardware).get(setting)).toBe(value)
  })
})

test('memory is a quarter shared, three quarters cache, and work_mem what is left for each session three times', () => {
  const found = rules({ memory: 16 * GB, cpus: 8, connections: 100 })
  expect(found.get('shared_buffers')).toBe(4 * GB)
  expect(found.get('effective_cache_size')).toBe(12 * GB)
  expect(found.get('wal_buffers')).toBe(16 * 2 ** 20)
  expect(found.get('work_mem')).toBe(Math.floor((12 * 2 ** 20) / (108 * 3)) * KB)
})

test('what the hardware given does not say is left out', () => {
  const found = rules({})
  for (const name of ['shared_buffers', 'work_mem', 'random_page_cost', 'max_worker_processes'])
    expect(found.has(name)).toBe(false)
})
