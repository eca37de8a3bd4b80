import type { Finding } from './advise/finding.ts'
import { speakOnceOfMemory } from './advise/one-voice.ts'
import type { Tree } from './checkout/tree.ts'
import type { Comparison, MeasuredStatement } from './compare/comparison.ts'
import type { Config } from './config/schema.ts'
import { writeFixes } from './fix/write-fixes.ts'
import { findingsOfShard } from './merge/findings.ts'
import { advisePooling, sessionsOf } from './pooling/advise-pooling.ts'
import type { OpenContext } from './postgres/open-context.ts'
import type { Database } from './postgres/server.ts'
import type { Rig } from './rig.ts'
import type { SideSource, Workbench } from './sides.ts'
import { type AdviceInput, giveAdvice } from './trial/give-advice.ts'
import type { AdviceMaterial } from './trial/material.ts'
import { adviseConfiguration } from './tune/advise-configuration.ts'
import { trialServers } from './tuning.ts'

/** What advice rests on, once everything was measured. */
export interface Measurements {
  readonly databases: { readonly base: Database; readonly head: Database }
  readonly material: AdviceMaterial
  readonly measured: readonly MeasuredStatement[]
  readonly comparisons: readonly Comparison[]
  readonly storage: AdviceInput['storage']
  /** Whether only a part of the statements was replayed. */
  readonly isShard: boolean
}

export interface AdviceSides {
  readonly source: { readonly base: SideSource; readonly head: SideSource }
  readonly trees: { readonly base: Tree; readonly head: Tree }
  readonly rig: Rig
  readonly context: OpenContext
}

/** Everything that is advised, in every area, with its fixes written as files of the project. */
export async function adviseAll(
  bench: Workbench,
  { source, trees, rig, context }: AdviceSides,
  { databases, material, measured, comparisons, storage, isShard }: Measurements,
): Promise<readonly Finding[]> {
  const { server, config, progress, signal } = bench
  const tried = await progress.stage('try advice', () =>
    giveAdvice(
      { server, head: databases.head, material, measured, comparisons, storage, tool: toolOf(source.head) },
      {
        limits: config.gate.worse,
        statementTimeoutMs: config.replay.timeout,
        budget: config.advice,
        target: config.target,
        progress,
        signal,
      },
    ),
  )
  if (isShard) {
    const names = new Set(measured.map(({ pair }) => pair.name))
    return writeFixes(findingsOfShard(tried, names), source.head.migrations, trees.head)
  }
  const review = {
    server,
    databases,
    trees,
    migrations: { base: source.base.migrations, head: source.head.migrations },
    measured,
    config,
  }
  // The log of a large load takes seconds to read, and is read where somebody asks.
  let reading: ReturnType<typeof sessionsOf> | undefined
  const sessions = () => (reading ??= sessionsOf(server, loadDatabaseOf(config)))
  const tuned = await progress.stage('try settings', () =>
    adviseConfiguration({
      ...review,
      openTrialServer: trialServers(bench, source.base, databases.base, context),
      longestIdle: async () => (await sessions())?.longestIdleMs,
    }),
  )
  const pools = await progress.stage('review pools', () =>
    advisePooling({
      ...review,
      statements: rig.loads.head.statements,
      sessions,
      head: databases.head,
      env: context.env,
    }),
  )
  const { observed, settings } = speakOnceOfMemory(tried, tuned)
  return writeFixes([...observed, ...settings, ...pools], source.head.migrations, trees.head)
}

/** Where head's load ran whose sessions are in the server's log; statements of ours say nothing of sessions. */
export function loadDatabaseOf({ workload: { command, pgbench } }: Config): string | undefined {
  return command !== undefined || pgbench.length > 0 ? 'head_load' : undefined
}

const toolOf = ({ migrations }: SideSource) => (migrations.kind === 'sql' ? migrations.tool : undefined)
