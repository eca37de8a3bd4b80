import { createHash } from 'node:crypto'
import type { StatementPair } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import type { ReportShard } from '../report/report.ts'

/** One of `count` parts of the statements; the first is 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Far beyond what a matrix may have. */
const MAX_SHARDS = 256

/** Reads `2/4`; undefined for anything that is no part of a whole. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []
  const shard = { index: Number(index), count: Number(count) }
  return shard.index >= 1 && shard.index <= shard.count && shard.count <= MAX_SHARDS ? shard : undefined
}

/**
 * A shard's statements. Each is in exactly one shard, whatever else the loads of the jobs sent, because nothing but its own
 * name, or what it is where it has none, decides.
 */
export function takeShard(pairs: readonly StatementPair[], shard: Shard): readonly StatementPair[] {
  return pairs.filter(pair => shardOf(pair, shard.count) === shard.index)
}

/** What a shard's report says of its part of all statements; `run` as `fingerprintRun` makes it. */
export function describeShard(shard: Shard, all: readonly StatementPair[], run: string): ReportShard {
  const own = new Set(takeShard(all, shard))
  return { ...shard, run, positions: all.flatMap((pair, position) => (own.has(pair) ? [position] : [])) }
}

function shardOf({ name, base, head }: StatementPair, count: number): number {
  const statement = head ?? base
  const identity = statement === undefined || statement.isNamed ? name : Object.values(statement.key).join(':')
  return 1 + (createHash('sha256').update(identity).digest().readUInt32BE() % count)
}

/**
 * The policy for a part of a run: without budgets of statements that other parts have. A budget that no statement answers to
 * is told by the first shard of the database that its name begins with.
 */
export function policyOf(
  config: Config,
  all: readonly StatementPair[],
  { shard, database }: { readonly shard?: Shard | undefined; readonly database?: string | undefined },
): Config {
  if (shard === undefined && database === undefined) return config
  const names = new Set(all.map(({ name }) => name))
  const own = new Set((shard === undefined ? all : takeShard(all, shard)).map(({ name }) => name))
  const isOurs = (name: string) => database === undefined || name.startsWith(`${database}/`)
  const isFirst = shard === undefined || shard.index === 1
  const statements = Object.entries(config.gate.statements).filter(
    ([name]) => own.has(name) || (isFirst && isOurs(name) && !names.has(name)),
  )
  return { ...config, gate: { ...config.gate, statements: Object.fromEntries(statements) } }
}

/** What shards that may be merged have in common: they were measured in one way. */
export function fingerprintRun(version: string, config: Config, serverVersion: string): string {
  const { postgres, ...rest } = config
  const { url: _, ...server } = postgres
  return createHash('sha256')
    .update(JSON.stringify([version, serverVersion, server, rest]))
    .digest('hex')
}
