import { findTable } from '../../../capture/catalog/table.ts'
import type { Rule } from '../../draft.ts'
import { bytesText } from '../../production-size.ts'
import type { Subject } from '../../workload.ts'

const PAGE_BYTES = 8192
/** What is left of the memory for pages of tables and indexes, in shared_buffers and the operating system’s cache together. */
const FOR_PAGES = 0.75
const GIGABYTE = 2 ** 30

export const workingSet: Rule = {
  id: 'working-set',
  area: 'outlook',
  title: 'More data in use than the memory holds',
  description:
    'The tables and indexes that the load reads, scaled from the seeded database to production’s size (`target.size`), against the memory of production’s server (`target.memory`). Once they no longer fit, pages come from the disk, which is a hundred times slower: archive or partition what is not read, or have more memory. With `target.growth` the time until then is told.',
  find(subject) {
    const { size, memory, growth } = subject.target
    if (size === undefined || memory === undefined) return []
    const { used, all } = bytesOf(subject)
    if (all === 0) return []
    const share = (used * (size / all)) / (FOR_PAGES * memory)
    const years = growth === undefined || growth <= 1 ? undefined : Math.log(1 / share) / Math.log(growth)
    const isSoon = share >= 1 || (years !== undefined && years < 1)
    if (share < 0.5 && !isSoon) return []
    const room = ((FOR_PAGES * memory) / GIGABYTE).toFixed(1)
    const inUse = (used * (size / all)) / GIGABYTE
    return [
      {
        key: workingSet.id,
        rule: workingSet.id,
        area: workingSet.area,
        severity: isSoon ? 'advice' : 'info',
        title: `This load reads tables and indexes of ${inUse.toFixed(1)} GB at production’s size; the server has ${(memory / GIGABYTE).toFixed(1)} GB of memory`,
        why:
          share >= 1
            ? `About three quarters of the memory, ${room} GB, are left for their pages, and that is not enough: the rest is read from the disk again and again. Have ${Math.ceil(inUse / FOR_PAGES)} GB of memory, or archive what is not read.`
            : `They fit into the three quarters of it, ${room} GB, that are left for pages. More memory, or archiving, becomes worthwhile once the database is ${(1 / share).toFixed(1)} times as large${years === undefined ? '' : `, in ${years.toFixed(1)} years at this growth`}.`,
        evidence: [`In the seeded database they are ${bytesText(used)} of ${bytesText(all)}.`],
        statements: [],
        proposal: undefined,
      },
    ]
  },
}

/** Bytes of the tables and indexes that the load’s plans read, and of all there are. */
function bytesOf({ schema, head, workload }: Subject): { readonly used: number; readonly all: number } {
  const tables = schema.head.tables.flatMap(({ schema: space, name, pages, toastPages }) => {
    const indexes = findTable(head, space, name)?.indexes ?? []
    return [{ space, name, bytes: (pages + toastPages) * PAGE_BYTES, indexes }]
  })
  const accesses = workload.flatMap(item => item.accesses)
  const read = new Set(accesses.map(({ table }) => JSON.stringify([table.schema, table.name])))
  const indexesRead = new Set(accesses.flatMap(({ indexes }) => indexes))
  const sum = (isCounted: (table: string, index?: string) => boolean) =>
    tables.reduce((total, { space, name, bytes, indexes }) => {
      const table = JSON.stringify([space, name])
      const ofIndexes = indexes
        .filter(index => isCounted(table, index.name))
        .reduce((all, index) => all + index.sizeBytes, 0)
      return total + (isCounted(table) ? bytes : 0) + ofIndexes
    }, 0)
  return {
    used: sum((table, index) => read.has(table) && (index === undefined || indexesRead.has(index))),
    all: sum(() => true),
  }
}
