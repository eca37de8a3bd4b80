import type { IncomingMessage } from 'node:http'
import type { CacheScope } from './fake-cache.ts'
import type { FakeGitHub, Reply } from './fake-github.ts'
import type { FakeArtifact } from './fake-github-objects.ts'

type Handler = (
  request: IncomingMessage,
  pathname: string,
  query: URLSearchParams,
  content: Buffer,
) => Reply | undefined

const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/'
/** Names the run in the runtime token's scope. */
const RUN_SCOPE = 'Actions.Results:00000000-0000-0000-0000-'

/** Blobs are on another host than the API: no client may take the token there. */
export function blobUrl(url: string): string {
  return `${url.replace('127.0.0.1', 'localhost')}/blobs`
}

/** The service that keeps artifacts, and the blob storage behind it, for clients of @actions/artifact. Undefined for other paths. */
export function createFakeResults(artifacts: FakeArtifact[], url: () => string): Handler {
  const blocks = new Map<string, Buffer>()
  return (request, pathname, query, content) => {
    const [, id] = /^\/blobs\/(\d+)$/.exec(pathname) ?? []
    const artifact = artifacts.find(known => known.id === Number(id))
    if (artifact !== undefined) {
      // A signed address: the token must not go there.
      if (request.headers.authorization !== undefined) return { status: 400 }
      if (request.method === 'GET') return { status: 200, body: artifact.content }
      const blockId = query.get('blockid')
      if (blockId !== null) blocks.set(blockId, content)
      else {
        const order = [...content.toString().matchAll(/<(?:Latest|Uncommitted)>(.*?)</g)].map(([, block = '']) => block)
        artifact.content = Buffer.concat(order.map(block => blocks.get(block) ?? Buffer.alloc(0)))
      }
      return { status: 201, headers: { etag: '"1"', 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT' } }
    }
    if (!pathname.startsWith(SERVICE)) return undefined
    const message = JSON.parse(content.toString()) as { name: string }
    const runId = runOf(request.headers.authorization ?? '')
    const found = artifacts.find(known => known.name === message.name && known.runId === runId)
    if (pathname.endsWith('/CreateArtifact')) {
      if (found !== undefined) {
        return { status: 409, body: { code: 'already_exists', msg: 'an artifact with this name already exists' } }
      }
      const created = { id: 500 + artifacts.length, runId, name: message.name, content: Buffer.alloc(0) }
      artifacts.push(created)
      return { status: 200, body: { ok: true, signed_upload_url: `${blobUrl(url())}/${created.id}?sig=fake` } }
    }
    return { status: 200, body: { ok: found !== undefined, artifact_id: String(found?.id ?? 0) } }
  }
}

function runOf(authorization: string): number {
  const [, payload = ''] = authorization.split('.')
  const { scp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { scp: string }
  return Number(scp.slice(RUN_SCOPE.length).split(':')[0])
}

/** What the runner gives an action, so that it can store artifacts and use the cache: a token that nobody checks, with its scopes. */
export function runtimeVariables(
  { url, apiUrl }: Pick<FakeGitHub, 'url' | 'apiUrl'>,
  runId: number,
  caches: readonly CacheScope[] = [],
): Record<string, string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const scope = `${RUN_SCOPE}${String(runId).padStart(12, '0')}:22222222-2222-2222-2222-222222222222`
  return {
    ACTIONS_RUNTIME_TOKEN: `${part({ alg: 'none' })}.${part({ scp: scope, ac: JSON.stringify(caches) })}.c2lnbmF0dXJl`,
    ACTIONS_RESULTS_URL: `${url}/`,
    // GitHub Enterprise Server has the first version of the service only, at an address of its own.
    ...(apiUrl === url ? { ACTIONS_CACHE_SERVICE_V2: 'True' } : { ACTIONS_CACHE_URL: `${url}/` }),
  }
}
