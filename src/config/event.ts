import { z } from 'zod'
import { UserError } from '../errors.ts'

const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
const repository = z.object({ full_name: z.string() })

const pullRequest = z
  .object({
    action: z.string().optional(),
    label: z.object({ name: z.string() }).nullish(),
    sender: z.object({ login: z.string() }).nullish(),
    pull_request: z.object({
      number: z.number().int(),
      head: z.object({ sha: commit, ref: z.string(), repo: repository.nullish() }),
      base: z.object({ sha: commit, ref: z.string(), repo: repository }),
    }),
  })
  .transform(({ action, label, sender, pull_request: { number, head, base } }) => ({
    kind: 'pull_request' as const,
    number,
    head: { sha: head.sha, ref: head.ref },
    base: { sha: base.sha, ref: base.ref },
    /** Also true when the fork was deleted meanwhile. */
    isFork: head.repo?.full_name !== base.repo.full_name,
    /** Who has just set which label, where the run is for that. */
    ...(action === 'labeled' && label && sender ? { labeled: { label: label.name, login: sender.login } } : {}),
  }))

const mergeGroup = z
  .object({ merge_group: z.object({ head_sha: commit, base_sha: commit, base_ref: z.string() }) })
  .transform(({ merge_group: group }) => ({
    kind: 'merge_group' as const,
    head: { sha: group.head_sha },
    base: { sha: group.base_sha, ref: group.base_ref },
  }))

const push = z
  .object({
    before: commit,
    after: commit,
    ref: z.string(),
    repository: z.object({ default_branch: z.string() }).optional(),
  })
  .transform(({ before, after, ref, repository }) => ({
    kind: 'push' as const,
    before,
    after,
    ref,
    isDefaultBranch: ref === `refs/heads/${repository?.default_branch}`,
  }))

const SCHEMAS = { pull_request: pullRequest, merge_group: mergeGroup, push } as const

/** Under these the code of a fork would run with the repository's own secrets and a token that may write. */
const REFUSED = ['pull_request_target', 'workflow_run', 'issue_comment']

/** The parts of a GitHub event that say what is compared with what; `other` for events without sides, such as a schedule. */
export type GitHubEvent =
  | z.output<(typeof SCHEMAS)[keyof typeof SCHEMAS]>
  | { readonly kind: 'other'; readonly name: string }

/** Reads `GITHUB_EVENT_NAME` and the text of `GITHUB_EVENT_PATH`. Throws a UserError for events that are not safe, or not as GitHub documents them. */
export function parseEvent(name: string, payload: string): GitHubEvent {
  if (REFUSED.includes(name)) {
    throw new UserError(`pgverdict does not run on \`${name}\``, {
      kind: 'usage',
      hint: 'Use `on: pull_request`: there, SQL of a fork runs without secrets and with a token that can only read.',
    })
  }
  if (!isKnown(name)) return { kind: 'other', name }
  const parsed = SCHEMAS[name].safeParse(parseJson(payload))
  if (parsed.success) return parsed.data
  throw new UserError(
    `The payload of the \`${name}\` event is not as GitHub documents it:\n${z.prettifyError(parsed.error)}`,
    {
      kind: 'usage',
      hint: 'GITHUB_EVENT_PATH must be the file that the runner wrote.',
    },
  )
}

function isKnown(name: string): name is keyof typeof SCHEMAS {
  return Object.hasOwn(SCHEMAS, name)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
