import type { DdlAttempt } from '../advise/attempt.ts'
import type { Draft, DraftOf, DropProposal, IndexProposal } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { duplicateIndex } from '../advise/rules/duplicate-index.ts'
import { redundantIndex } from '../advise/rules/redundant-index.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { Workshop } from './attempts/input.ts'
import { tryAttempts } from './attempts/try-attempts.ts'
import { openBench } from './bench.ts'
import { withoutProposal } from './conclude.ts'
import type { TrialOptions } from './options.ts'
import { preferIndexes } from './prefer-indexes.ts'
import { createScratch } from './scratch.ts'
import type { TrialStatement } from './statement.ts'
import { tryDdl } from './try-ddl.ts'
import { tryDrops } from './try-drops.ts'
import { tryIndexes } from './try-indexes.ts'

/** Tries every proposal on copies of head. Returns what proved itself first, observations last. */
export async function tryDrafts(
  server: Server,
  head: Database,
  catalog: Catalog,
  drafts: readonly Draft[],
  statements: readonly TrialStatement[],
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const indexes = drafts.filter((draft): draft is DraftOf<IndexProposal> => draft.proposal?.kind === 'index')
  const drops = drafts.filter((draft): draft is DraftOf<DropProposal> => draft.proposal?.kind === 'drop')
  const ddl = drafts.filter((draft): draft is DraftOf<DdlAttempt> => draft.proposal?.kind === 'ddl')
  const observations = drafts.filter(({ proposal }) => proposal === undefined)
  const workshop = { server, head, catalog, statements, options, wanted: new Set<string>() }
  await using scratch = createScratch(() => openBench(server, head, 'trial_indexes', options.statementTimeoutMs))
  const advised = await tryIndexes(workshop, indexes, scratch)
  const proven = [
    ...advised.findings,
    ...(await tryAttempts(workshop, drafts, scratch, advised.designs)),
    ...(await tryDrops(
      server,
      head,
      catalog,
      drops.filter(draft => !isWanted(draft, workshop)),
      statements,
      options,
    )),
    ...(await tryDdl(workshop, ddl, scratch)),
  ]
  const helped = new Set(proven.flatMap(({ trial }) => trial?.effects.map(({ statement }) => statement) ?? []))
  const told = observations.filter(
    ({ yieldsToFix, statements: names }) => yieldsToFix !== true || !names.every(name => helped.has(name)),
  )
  return [...preferIndexes(proven), ...told.map(toObservation)]
}

/** What another index answers as well may go all the same. */
const isWanted = ({ rule, proposal: { index } }: DraftOf<DropProposal>, { wanted }: Workshop) =>
  wanted.has(index.name) && rule !== duplicateIndex.id && rule !== redundantIndex.id

const toObservation = ({ yieldsToFix: _, ...draft }: Draft): Finding => ({
  ...withoutProposal(draft),
  fix: undefined,
  trial: undefined,
})
