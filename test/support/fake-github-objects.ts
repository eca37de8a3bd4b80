import type { FakeComment } from './fake-github.ts'

/** An open pull request. */
export interface FakePull {
  readonly number: number
  /** Of the repository that the branch is in. */
  readonly owner: string
  readonly branch: string
  readonly sha: string
}

export interface FakeArtifact {
  readonly id: number
  readonly runId: number
  readonly name: string
  content: Buffer
}

/** `example`: the least that GitHub says of a pull request. */
export function renderPull({ number, owner, branch, sha }: FakePull, example: object) {
  const pull = example as { readonly head: { readonly repo: object } }
  const head = { ...pull.head, ref: branch, sha, repo: { ...pull.head.repo, full_name: `${owner}/shop` } }
  return { ...example, number, html_url: `https://github.com/octo/shop/pull/${number}`, state: 'open', head }
}

export function renderArtifact({ id, runId, name, content }: FakeArtifact, url: string) {
  const self = `${url}/repos/octo/shop/actions/artifacts/${id}`
  return {
    id,
    node_id: `A_${id}`,
    name,
    size_in_bytes: content.length,
    url: self,
    archive_download_url: `${self}/zip`,
    expired: false,
    created_at: TIME,
    expires_at: TIME,
    updated_at: TIME,
    workflow_run: { id: runId },
  }
}

const TIME = '2026-01-02T03:04:05Z'

export function renderComment({ id, pullRequest, login, body }: FakeComment, url: string, serverUrl: string) {
  const repository = `${url}/repos/octo/shop`
  return {
    id,
    node_id: `IC_${id}`,
    url: `${repository}/issues/comments/${id}`,
    html_url: `${serverUrl}/octo/shop/pull/${pullRequest}#issuecomment-${id}`,
    issue_url: `${repository}/issues/${pullRequest}`,
    body,
    user: renderUser(login, url),
    created_at: TIME,
    updated_at: TIME,
    author_association: 'NONE',
    performed_via_github_app: null,
  }
}

function renderUser(login: string, url: string) {
  const profile = `${url}/users/${encodeURIComponent(login)}`
  return {
    login,
    id: 1,
    node_id: 'U_1',
    avatar_url: profile,
    gravatar_id: '',
    url: profile,
    html_url: profile,
    followers_url: profile,
    following_url: profile,
    gists_url: profile,
    starred_url: profile,
    subscriptions_url: profile,
    organizations_url: profile,
    repos_url: profile,
    events_url: profile,
    received_events_url: profile,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  }
}

/** `example`: the least that GitHub says of a comment on a line. */
export function renderReviewComment({ login, ...comment }: { readonly login: string }, example: object, url: string) {
  return { ...example, ...comment, user: renderUser(login, url) }
}
