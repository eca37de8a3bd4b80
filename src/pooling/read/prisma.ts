import { getSchema } from '@mrleebo/prisma-ast'
import type { PrismaSource } from './connection-url.ts'

const ENV = /^env\(\s*"([^"]+)"\s*\)$/

/** The first that has driver adapters only (Prisma's documentation, “Upgrade to Prisma ORM 7”). */
const WITHOUT_ENGINE = 7

/**
 * The datasource of a schema.prisma; undefined where there is none for PostgreSQL. `packages` are the package.json files of the folders
 * above it. Throws what the parser throws of a broken schema.
 */
export function readPrismaSource(
  content: string,
  file: string,
  packages: readonly string[] = [],
): PrismaSource | undefined {
  const fields = fieldsOf(content)
  const provider = fields?.get('provider')
  if (fields === undefined || provider === undefined || !/postgres/.test(provider)) return undefined
  const url = fields.get('url')
  const line = content.slice(0, Math.max(0, content.search(/^[ \t]*datasource\s/m))).split('\n').length
  const variable = url === undefined ? 'DATABASE_URL' : ENV.exec(url)?.[1]
  const literal = url !== undefined && variable === undefined ? url.replace(/^"|"$/g, '') : undefined
  return { file, line, variable, url: literal, needsAdapter: packages.some(isWithoutEngine) }
}

function isWithoutEngine(text: string): boolean {
  const version = /"@prisma\/client"\s*:\s*"[^"\d]*(\d+)/.exec(text)?.[1]
  return version !== undefined && Number(version) >= WITHOUT_ENGINE
}

function fieldsOf(content: string): ReadonlyMap<string, string> | undefined {
  const datasource = getSchema(content).list.find(block => block.type === 'datasource')
  if (datasource === undefined) return undefined
  return new Map(
    datasource.assignments.flatMap(each =>
      each.type === 'assignment' ? [[each.key, written(each.value)] as const] : [],
    ),
  )
}

/** A string keeps its quotes; a call is put together again. */
function written(value: unknown): string {
  if (typeof value === 'string') return value
  const call = value as { readonly type?: string; readonly name?: string; readonly params?: readonly unknown[] }
  return call?.type === 'function' ? `${call.name}(${(call.params ?? []).map(String).join(', ')})` : ''
}
