import type { IncomingMessage } from 'node:http'
import { type FakeCacheEntry, SIGNATURE, scopesOf } from './fake-cache.ts'
import type { Reply } from './fake-github.ts'

const SERVICE = '/_apis/artifactcache/'

/** The first version of the cache service, which is all that GitHub Enterprise Server has. Undefined for other paths. */
export function createFakeFirstCache(entries: FakeCacheEntry[], blobs: () => string) {
  return (request: IncomingMessage, pathname: string, query: URLSearchParams, content: Buffer): Reply | undefined => {
    if (!pathname.startsWith(SERVICE)) return undefined
    const { scopes, own } = scopesOf(request)
    const [, id] = /\/caches\/(\d+)$/.exec(pathname) ?? []
    const entry = entries[Number(id) - 1]
    if (request.method === 'PATCH' && entry !== undefined) {
      const [, from] = /^bytes (\d+)-\d+\/\*$/.exec(request.headers['content-range'] ?? '') ?? []
      entry.content = Buffer.concat([entry.content.subarray(0, Number(from)), content])
      return { status: 204 }
    }
    if (request.method === 'POST' && entry !== undefined) {
      entry.isWhole = entry.content.length === (JSON.parse(content.toString()) as { size: number }).size
      return { status: entry.isWhole ? 204 : 400 }
    }
    const at = (ref: string | undefined, key: string | null, version: string | null) =>
      entries.findIndex(each => each.key === key && each.version === version && each.ref === ref && each.isWhole)
    if (request.method === 'POST') {
      const { key, version } = JSON.parse(content.toString()) as { key: string; version: string }
      if (own === undefined || at(own, key, version) >= 0) return { status: 409, body: { message: 'it exists' } }
      entries.push({ key, version, ref: own, content: Buffer.alloc(0), isWhole: false })
      return { status: 201, body: { cacheId: entries.length } }
    }
    const found = scopes.map(({ Scope }) => at(Scope, query.get('keys'), query.get('version'))).find(each => each >= 0)
    if (found === undefined) return { status: 204 }
    const archiveLocation = `${blobs()}/cache/${found}?sig=${SIGNATURE}`
    return { status: 200, body: { cacheKey: query.get('keys'), scope: entries[found]!.ref, archiveLocation } }
  }
}
