import { getState, saveState } from '@actions/core'
import { z } from 'zod'
import { removeLeftWorktree } from '../checkout/worktree.ts'
import { type Remains, removeServerRemains } from '../postgres/remains.ts'
import { logLine } from './log-text.ts'

const IS_POST = 'is-post'
const REMAINS = 'remains'

const remainsSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('folder'), path: z.string() }),
    z.object({ kind: z.literal('container'), id: z.string() }),
    z.object({ kind: z.literal('worktree'), path: z.string() }),
  ]),
)

/** Whether this process is the post step, which runs whatever became of the main one. The first to ask is the main one. */
export function isPostStep(): boolean {
  const isPost = getState(IS_POST) === 'true'
  if (!isPost) saveState(IS_POST, 'true')
  return isPost
}

/** Notes for the post step what the main step begins. */
export function noteRemains(): (remains: Remains) => void {
  const noted: Remains[] = []
  return remains => {
    noted.push(remains)
    saveState(REMAINS, JSON.stringify(noted))
  }
}

/** Takes away what a main step that was killed could not. */
export async function sweep(): Promise<void> {
  const noted = getState(REMAINS)
  if (noted === '') return
  for (const remains of remainsSchema.parse(JSON.parse(noted))) {
    const removed = await remove(remains)
    if (removed !== undefined) process.stdout.write(`Removed ${logLine(removed)}.\n`)
  }
}

async function remove(remains: Remains): Promise<string | undefined> {
  if (remains.kind !== 'worktree') return await removeServerRemains(remains)
  return removeLeftWorktree(remains.path) ? `the checkout ${remains.path}` : undefined
}
