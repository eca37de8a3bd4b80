import type { IncomingMessage } from 'node:http'
import type { Reply } from './fake-github.ts'

/** An entry of the repository's cache, which runs on other refs may not see. */
export interface FakeCacheEntry {
  readonly key: string
  readonly version: string
  readonly ref: string
  content: Buffer
  isWhole: boolean
}

/** A ref whose entries a run may read and, where the permission says so, write. */
export interface CacheScope {
  readonly Scope: string
  readonly Permission: 1 | 3
}

type Handler = (
  request: IncomingMessage,
  pathname: string,
  query: URLSearchParams,
  content: Buffer,
) => Reply | undefined

const SERVICE = '/twirp/github.actions.results.api.v1.CacheService/'
const MAY_WRITE = 3
/** Whoever has it may write to the blob. */
export const SIGNATURE = 'canary-signature-51c7'

/** The second version of the cache service and its blobs, for clients of @actions/cache. Undefined for other paths. */
export function createFakeCache(entries: FakeCacheEntry[], blobs: () => string): Handler {
  const blocks = new Map<string, Buffer>()
  return (request, pathname, query, content) => {
    const [, index] = /^\/blobs\/cache\/(\d+)$/.exec(pathname) ?? []
    const stored = entries[Number(index)]
    if (stored !== undefined) {
      // A signed address: the token must not go there.
      if (request.headers.authorization !== undefined) return { status: 400 }
      if (request.method !== 'PUT') return download(request, stored.content)
      const blockId = query.get('blockid')
      if (blockId !== null) blocks.set(blockId, content)
      else if (query.get('comp') === 'blocklist') {
        const order = [...content.toString().matchAll(/<(?:Latest|Uncommitted)>(.*?)</g)].map(([, block = '']) => block)
        stored.content = Buffer.concat(order.map(block => blocks.get(block) ?? Buffer.alloc(0)))
      } else stored.content = content
      return { status: 201, headers: { etag: '"1"', 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT' } }
    }
    if (!pathname.startsWith(SERVICE)) return undefined
    const { key, version } = JSON.parse(content.toString()) as { key: string; version: string }
    const { scopes, own } = scopesOf(request)
    const at = (ref: string | undefined, isWhole: boolean) =>
      entries.findIndex(
        entry => entry.key === key && entry.version === version && entry.ref === ref && entry.isWhole === isWhole,
      )
    switch (pathname.slice(SERVICE.length)) {
      case 'CreateCacheEntry': {
        if (own === undefined || at(own, true) >= 0) return { status: 200, body: { ok: false } }
        entries.push({ key, version, ref: own, content: Buffer.alloc(0), isWhole: false })
        return {
          status: 200,
          body: { ok: true, signed_upload_url: `${blobs()}/cache/${entries.length - 1}?sig=${SIGNATURE}` },
        }
      }
      case 'FinalizeCacheEntryUpload': {
        const entry = entries[at(own, false)]
        if (entry !== undefined) entry.isWhole = true
        return { status: 200, body: { ok: entry !== undefined, entry_id: '1' } }
      }
      default: {
        const found = scopes.map(({ Scope }) => at(Scope, true)).find(each => each >= 0)
        if (found === undefined) return { status: 200, body: { ok: false } }
        const signed_download_url = `${blobs()}/cache/${found}?sig=${SIGNATURE}`
        return { status: 200, body: { ok: true, signed_download_url, matched_key: key } }
      }
    }
  }
}

function download({ headers, method }: IncomingMessage, content: Buffer): Reply {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  if (from === undefined || method === 'HEAD') {
    return { status: 200, headers: { 'content-length': String(content.length) }, body: content }
  }
  return { status: 206, body: content.subarray(Number(from), Number(to) + 1) }
}

/** GitHub writes into the token which refs' caches its run may use, and which one is its own to write. */
export function scopesOf({ headers }: IncomingMessage) {
  const [, payload = ''] = (headers.authorization ?? '').split('.')
  const { ac } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { ac?: string }
  const scopes = JSON.parse(ac ?? '[]') as readonly CacheScope[]
  return { scopes, own: scopes.find(({ Permission }) => Permission === MAY_WRITE)?.Scope }
}
