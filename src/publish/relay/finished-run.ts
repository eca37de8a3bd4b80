import { z } from 'zod'
import { UserError } from '../../errors.ts'

const name = z.string().regex(/^[\w.-]+\/[\w.-]+$/)

const payload = z
  .object({
    workflow_run: z.object({
      id: z.number().int(),
      run_attempt: z.number().int(),
      event: z.string(),
      /** Null while it goes on. */
      conclusion: z.string().nullish(),
      head_sha: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
      head_branch: z.string().nullable(),
      /** Null once the fork was deleted. */
      head_repository: z.object({ full_name: name }).nullable(),
      repository: z.object({ full_name: name }),
    }),
  })
  .transform(({ workflow_run: run }) => ({
    id: run.id,
    attempt: run.run_attempt,
    event: run.event,
    hasFailed: run.conclusion === 'failure' || run.conclusion === 'timed_out',
    head: { sha: run.head_sha, branch: run.head_branch, repository: run.head_repository?.full_name },
    isFork: run.head_repository?.full_name !== run.repository.full_name,
  }))

/** The workflow run whose end started this one. */
export type FinishedRun = z.output<typeof payload>

/** Reads the payload of a `workflow_run` event. Throws a UserError for other events. */
export function parseFinishedRun(eventName: string, text: string): FinishedRun {
  if (eventName !== 'workflow_run') {
    throw new UserError(`\`mode: comment\` does not run on \`${eventName}\``, {
      kind: 'usage',
      hint: 'Use it in a second workflow with `on: workflow_run`, after the one that measures.',
    })
  }
  const parsed = payload.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  throw new UserError(
    `The payload of the \`workflow_run\` event is not as GitHub documents it:\n${z.prettifyError(parsed.error)}`,
    { kind: 'usage', hint: 'GITHUB_EVENT_PATH must be the file that the runner wrote.' },
  )
}
