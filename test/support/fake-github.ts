import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createFakeCache, type FakeCacheEntry } from './fake-cache.ts'
import { createFakeFirstCache } from './fake-first-cache.ts'
import {
  type FakeArtifact,
  type FakePull,
  renderArtifact,
  renderComment,
  renderPull,
  renderReviewComment,
} from './fake-github-objects.ts'
import { blobUrl, createFakeResults } from './fake-results.ts'
import { loadOperations, type Operation } from './github-contract.ts'

export interface FakeComment {
  readonly id: number
  readonly pullRequest: number
  readonly login: string
  body: string
}

interface FakeReviewComment {
  readonly login: string
  readonly path: string
  readonly line: number
  readonly start_line?: number
  readonly commit_id: string
  readonly body: string
}

/** The answer to the next matching requests instead of the real one; `carriedOut`: the request has its effect all the same. */
interface Fault {
  readonly match: RegExp
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly carriedOut?: boolean
  times: number
}

export interface FakeGitHubOptions {
  /** Whose the token is; GraphQL's `viewer`. */
  readonly login?: string
  readonly mayWrite?: boolean
  /** The server's address, in links; github.com's unless given. */
  readonly serverUrl?: string
  /** By the description of GitHub Enterprise Server. */
  readonly isEnterprise?: boolean
  readonly faults?: readonly Fault[]
}

export interface FakeGitHub extends AsyncDisposable {
  readonly url: string
  /** Of its REST API. */
  readonly apiUrl: string
  readonly comments: readonly FakeComment[]
  /** `GET /repos/… 200`, in order. */
  readonly requests: readonly string[]
  /** What GitHub's OpenAPI description does not allow, in requests and in the fake's own answers. */
  readonly violations: readonly string[]
  /** Everything that runs have uploaded. */
  readonly artifacts: readonly FakeArtifact[]
  readonly caches: FakeCacheEntry[]
  /** Comments on lines of pull requests. */
  readonly reviewComments: readonly FakeReviewComment[]
  addComment(pullRequest: number, login: string, body: string): FakeComment
  addPull(pull: FakePull): void
  addArtifact(runId: number, name: string, content: Uint8Array): void
}

export interface Reply {
  readonly status: number
  /** JSON, or bytes as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The longest body of a comment, in characters. */
const MAX_BODY = 65_536

/** GitHub's REST API for one repository on loopback, with state, checked against its own description. */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const { login = 'github-actions[bot]', mayWrite = true, serverUrl = 'https://github.com', faults = [] } = options
  const operations = loadOperations(options.isEnterprise ? 'enterprise' : 'github')
  const comments: FakeComment[] = []
  const requests: string[] = []
  const violations: string[] = []
  const artifacts: FakeArtifact[] = []
  const caches: FakeCacheEntry[] = []
  const pulls: FakePull[] = []
  const reviewComments: FakeReviewComment[] = []
  let url = ''
  const isEnterprise = options.isEnterprise ?? false
  const apiUrl = () => (isEnterprise ? `${url}/api/v3` : url)

  const addComment = (pullRequest: number, author: string, body: string): FakeComment => {
    const comment = { id: 1000 + comments.length, pullRequest, login: author, body }
    comments.push(comment)
    return comment
  }

  const handlers: Readonly<Record<string, (call: Call) => Reply>> = {
    'issues/list-comments': ({ path, query }) => {
      const all = comments.filter(comment => comment.pullRequest === Number(path.issue_number))
      const size = Number(query.get('per_page') ?? 30)
      const page = Number(query.get('page') ?? 1)
      const last = Math.max(1, Math.ceil(all.length / size))
      const next = `<${apiUrl()}/repos/octo/shop/issues/${path.issue_number}/comments?per_page=${size}&page=${page + 1}>; rel="next"`
      return {
        status: 200,
        body: all.slice((page - 1) * size, page * size).map(comment => renderComment(comment, apiUrl(), serverUrl)),
        ...(page < last ? { headers: { link: next } } : {}),
      }
    },
    'issues/create-comment': ({ path, body }) => {
      if (!mayWrite) return DENIED
      if (body.body.length > MAX_BODY) return refuse(422, 'Validation Failed')
      return {
        status: 201,
        body: renderComment(addComment(Number(path.issue_number), login, body.body), apiUrl(), serverUrl),
      }
    },
    'issues/update-comment': ({ path, body }) => {
      const comment = comments.find(({ id }) => id === Number(path.comment_id))
      if (comment === undefined) return refuse(404, 'Not Found')
      if (!mayWrite || comment.login !== login) return DENIED
      if (body.body.length > MAX_BODY) return refuse(422, 'Validation Failed')
      comment.body = body.body
      return { status: 200, body: renderComment(comment, apiUrl(), serverUrl) }
    },
    'pulls/list-review-comments': ({ example }) => ({
      status: 200,
      body: reviewComments.map(comment => renderReviewComment(comment, example, apiUrl())),
    }),
    'pulls/create-review-comment': ({ body, created }) => {
      if (!mayWrite) return DENIED
      const comment = { ...(body as Body & FakeReviewComment), login }
      reviewComments.push(comment)
      return { status: 201, body: renderReviewComment(comment, created, apiUrl()) }
    },
    'pulls/list': ({ query, example }) => ({
      status: 200,
      body: pulls
        .filter(pull => query.get('head') === `${pull.owner}:${pull.branch}`)
        .map(pull => renderPull(pull, example)),
    }),
    'repos/list-pull-requests-associated-with-commit': ({ path, example }) => ({
      status: 200,
      body: pulls
        .filter(pull => pull.sha === path.commit_sha)
        .map(pull => ({ ...(renderPull(pull, example) as object), merged_at: '2026-11-20T10:00:00Z' })),
    }),
    'actions/list-workflow-run-artifacts': ({ path, query }) => {
      const found = artifacts.filter(
        ({ runId, name }) => runId === Number(path.run_id) && (query.get('name') ?? name) === name,
      )
      const body = { total_count: found.length, artifacts: found.map(artifact => renderArtifact(artifact, apiUrl())) }
      return { status: 200, body }
    },
    'actions/download-artifact': ({ path }) => ({
      status: 302,
      headers: { location: `${blobUrl(url)}/${path.artifact_id}` },
    }),
  }

  const results = createFakeResults(artifacts, () => url)
  const cache = createFakeCache(caches, () => blobUrl(url))
  const firstCache = createFakeFirstCache(caches, () => blobUrl(url))

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const bytes = await buffer(request)
    const stored =
      cache(request, pathname, searchParams, bytes) ??
      (isEnterprise ? firstCache(request, pathname, searchParams, bytes) : undefined) ??
      (isEnterprise && pathname.startsWith('/twirp/') ? undefined : results(request, pathname, searchParams, bytes))
    if (stored !== undefined) return stored
    const content = bytes.toString()
    const body = content === '' ? undefined : JSON.parse(content)
    const line = `${request.method} ${request.url}`
    const fault = faults.find(({ match, times }) => times > 0 && match.test(line))
    if (fault !== undefined) {
      fault.times -= 1
      if (fault.carriedOut) perform(request.method ?? '', pathname, searchParams, body)
      return { ...refuse(fault.status, 'Fault'), ...(fault.headers ? { headers: fault.headers } : {}) }
    }
    if (!/^(bearer|token) \S+/i.test(request.headers.authorization ?? '')) return refuse(401, 'Requires authentication')
    if (line === 'POST /graphql') return { status: 200, body: { data: { viewer: { login } } } }
    return perform(request.method ?? '', pathname, searchParams, body)
  }

  const perform = (method: string, pathname: string, query: URLSearchParams, body: unknown): Reply => {
    const [operation, path] = findOperation(operations, method, pathname)
    const handler = operation && handlers[operation.id]
    if (operation === undefined || handler === undefined) {
      violations.push(`${method} ${pathname}: not served here`)
      return refuse(404, 'Not Found')
    }
    const problems = operation.checkRequest(query, body)
    violations.push(...problems)
    const reply =
      problems.length > 0
        ? refuse(422, problems.join('; '))
        : handler({
            path,
            query,
            body: body as Body,
            example: operation.example(200) as object,
            created: operation.example(201) as object,
          })
    violations.push(...operation.checkResponse(reply.status, reply.body))
    return reply
  }

  const server = createServer(async (request, response) => {
    if (isEnterprise) request.url = withoutPrefix(request.url ?? '/')
    const { status, body, headers } = await answer(request).catch((error: Error) => {
      violations.push(`the fake failed: ${error.stack}`)
      return refuse(500, 'Fake')
    })
    requests.push(`${request.method} ${request.url} ${status}`)
    const isBytes = body instanceof Uint8Array
    const type = isBytes ? 'application/octet-stream' : 'application/json; charset=utf-8'
    response.writeHead(status, { 'content-type': type, ...headers })
    response.end(isBytes || body === undefined ? body : JSON.stringify(body))
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    apiUrl: apiUrl(),
    comments,
    requests,
    violations,
    artifacts,
    caches,
    reviewComments,
    addComment,
    addPull: pull => void pulls.push(pull),
    addArtifact: (runId, name, content) =>
      void artifacts.push({ id: 500 + artifacts.length, runId, name, content: Buffer.from(content) }),
    [Symbol.asyncDispose]: () =>
      new Promise<void>(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

interface Body {
  readonly body: string
}

interface Call {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Body
  readonly example: object
  readonly created: object
}

const DENIED = refuse(403, 'Resource not accessible by integration')

function refuse(status: number, message: string): Reply {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}

/** Where GitHub Enterprise Server has its API, as if it were github.com's; what is asked for there without it is nowhere. */
function withoutPrefix(path: string): string {
  if (path === '/api/graphql') return '/graphql'
  if (/^\/(_apis|blobs|twirp)\//.test(path)) return path
  return path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : `/outside${path}`
}

function findOperation(operations: readonly Operation[], method: string, pathname: string) {
  for (const operation of operations) {
    const path = operation.method === method ? operation.match(pathname) : undefined
    if (path !== undefined) return [operation, path] as const
  }
  return [undefined, {}] as const
}
