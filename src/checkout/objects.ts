import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { UserError } from '../errors.ts'
import type { Repository } from './repository.ts'

/** Contents of git objects by id, read by one long-lived process. */
export interface Objects extends AsyncDisposable {
  /** Larger objects are not kept: `bytes` is undefined for them. */
  read(id: string, maxBytes: number): Promise<{ readonly sizeBytes: number; readonly bytes: Buffer | undefined }>
}

export function openObjects(repository: Repository): Objects {
  let batch: { readonly child: ChildProcessWithoutNullStreams; readonly input: Input } | undefined
  let last: Promise<unknown> = Promise.resolve()

  const readNow = async (id: string, maxBytes: number) => {
    if (batch === undefined) {
      const child = repository.git.start(['cat-file', '--batch'], repository.objectAccess)
      child.stdin.on('error', () => undefined)
      child.on('error', () => undefined)
      child.stderr.resume()
      batch = { child, input: bufferedInput(child.stdout) }
    }
    const { child, input } = batch
    child.stdin.write(`${id}\n`)
    const header = await input.line()
    const [, type, size] = header?.split(' ') ?? []
    if (type === 'missing' || size === undefined) throw missingError(repository, id)
    const sizeBytes = Number(size)
    const bytes = await input.take(sizeBytes, sizeBytes <= maxBytes)
    await input.take(1, false)
    return { sizeBytes, bytes }
  }

  return {
    read: (id, maxBytes) => {
      const reading = last.then(() => readNow(id, maxBytes))
      last = reading.catch(() => undefined)
      return reading
    },
    [Symbol.asyncDispose]: async () => {
      if (batch === undefined) return
      const { child } = batch
      batch = undefined
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      const exit = once(child, 'exit')
      child.kill()
      await exit
    },
  }
}

/** A partial clone fetches what it lacks when it is read, and its git gives up where the remote does not answer. */
function missingError({ objectAccess }: Repository, id: string): UserError {
  return objectAccess === 'network'
    ? new UserError(`The file with the id ${id} is not in this partial clone, and the remote did not give it`, {
        hint: 'Give the step a token that may read the repository (`github-token`), or clone without `--filter`.',
      })
    : new UserError(`git has no object ${id}`, {
        hint: '`git fsck` tells what the clone lacks; clone the repository anew.',
      })
}

interface Input {
  /** Undefined where the process has ended in place of it. */
  line(): Promise<string | undefined>
  take(sizeBytes: number, keep: boolean): Promise<Buffer | undefined>
}

function bufferedInput(stream: AsyncIterable<Buffer>): Input {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const more = async () => {
    const next = await chunks.next()
    return next.done ? undefined : next.value
  }
  return {
    line: async () => {
      let end = rest.indexOf('\n')
      while (end < 0) {
        const chunk = await more()
        if (chunk === undefined) return undefined
        rest = Buffer.concat([rest, chunk])
        end = rest.indexOf('\n')
      }
      const line = rest.toString('utf8', 0, end)
      rest = rest.subarray(end + 1)
      return line
    },
    take: async (sizeBytes, keep) => {
      const kept: Buffer[] = []
      let missing = sizeBytes
      while (missing > 0) {
        const chunk = rest.length > 0 ? rest : await more()
        if (chunk === undefined) throw new Error('git cat-file ended early')
        const part = chunk.subarray(0, missing)
        rest = chunk.subarray(part.length)
        missing -= part.length
        if (keep) kept.push(part)
      }
      return keep ? Buffer.concat(kept) : undefined
    },
  }
}
