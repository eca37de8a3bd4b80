import type { Client } from '../../postgres/client.ts'
import type { Server } from '../../postgres/server.ts'
import { ALONE, watchOthers } from './other-load.ts'
import { runClients, type SweepLoad } from './run-clients.ts'
import type { SizeRun } from './sweep.ts'

export interface SweepOptions {
  readonly sizes: readonly number[]
  /** How long one run of a size takes. */
  readonly ms: number
  /** Runs of each size; odd, for a median. */
  readonly rounds: number
  /** A run beside other work is made again, so often at most. */
  readonly mostRuns: number
  readonly signal: AbortSignal
}

/**
 * Runs of all sizes in turn, in the order of sizes and against it, so that a machine that slows down favours neither end, until
 * each has enough of them beside nobody else's work. Returns those of each size that were disturbed least, in the order of sizes.
 */
export async function sweepSizes(
  server: Server,
  connect: () => Promise<Client>,
  load: SweepLoad,
  { sizes, ms, rounds, mostRuns, signal }: SweepOptions,
): Promise<readonly (readonly SizeRun[])[]> {
  const runs = new Map<number, SizeRun[]>(sizes.map(size => [size, []]))
  const isDone = (size: number) => {
    const own = runs.get(size) ?? []
    return own.length >= mostRuns || own.filter(run => !isDisturbed(run)).length >= rounds
  }
  const clients: Client[] = []
  try {
    while (clients.length < Math.max(...sizes)) clients.push(await connect())
    for (let round = 0; !sizes.every(isDone); round++) {
      for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
        if (isDone(size)) continue
        const { result, others } = await watchOthers(server, () =>
          runClients(clients.slice(0, size), load, { ms, signal }),
        )
        runs.get(size)?.push({ ...result, others })
      }
    }
  } finally {
    await Promise.all(clients.map(client => client[Symbol.asyncDispose]()))
  }
  return [...runs.values()].map(own => own.toSorted((a, b) => (a.others ?? 0) - (b.others ?? 0)).slice(0, rounds))
}

export const isDisturbed = ({ others }: Pick<SizeRun, 'others'>) => others !== undefined && others > ALONE
