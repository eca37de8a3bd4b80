import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Processes that run in one of the folders, or were started with its name. */
export function processesIn(folders: readonly string[]): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(pid => {
      try {
        const where = readlinkSync(`/proc/${pid}/cwd`)
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const isInside = folders.some(folder => where.startsWith(folder) || command.includes(folder))
        return isInside ? [`process ${pid} ${command}`] : []
      } catch {
        // It ended while it was looked at.
        return []
      }
    })
}
