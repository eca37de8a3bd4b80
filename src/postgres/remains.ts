import { readFile, readlink, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { removeSharedMemory } from './shared-memory.ts'

/** Files of a commit that are checked out for commands. */
interface Worktree {
  readonly kind: 'worktree'
  readonly path: string
}

/**
 * What a server has outside of this process. Who is told about it when it begins can take it away if this process is killed
 * before it does so itself.
 */
export type ServerRemains =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'container'; readonly id: string }

export type Remains = ServerRemains | Worktree

const STOP_TIMEOUT_MS = 5000
const POLL_MS = 50

/** Stops and removes what is left. Returns what that was, for people; undefined where all was gone already. */
export async function removeServerRemains(remains: ServerRemains): Promise<string | undefined> {
  return remains.kind === 'folder' ? removeServer(remains.path) : removeContainer(remains.id)
}

async function removeServer(folder: string): Promise<string | undefined> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  if (!isThere) return undefined
  const data = join(folder, 'data')
  await endServer(data)
  await removeSharedMemory(data)
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  return `the server’s folder ${folder}`
}

async function endServer(data: string): Promise<void> {
  const pid = Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''), 10)
  if (Number.isNaN(pid)) return
  // Numbers of processes are used again; only the server itself works in that folder.
  const isRunning = async () => (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === data
  if (!(await isRunning())) return
  process.kill(pid, 'SIGQUIT')
  const deadline = performance.now() + STOP_TIMEOUT_MS
  while ((await isRunning()) && performance.now() < deadline) await wait(POLL_MS)
  if (await isRunning()) process.kill(pid, 'SIGKILL')
}

async function removeContainer(id: string): Promise<string | undefined> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  const runtime = await getContainerRuntimeClient()
  try {
    await runtime.container.getById(id).remove({ force: true, v: true })
    return `the server’s container ${id.slice(0, 12)}`
  } catch {
    return undefined
  }
}
