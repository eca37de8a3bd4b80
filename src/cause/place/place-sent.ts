import type { Tree } from '../../checkout/tree.ts'
import { isSetting } from '../../load/run-workload.ts'
import type { PlacedStep } from '../../migrate/apply-sent.ts'
import type { NoPlace, SourcePlace } from '../../migrate/migration.ts'
import type { SentStep, SentUnit } from '../../migrate/sent.ts'
import type { IndexDefinitions } from '../../plan/index-definitions.ts'
import { isRerunnable } from '../../sql/rerunnable.ts'
import { type BranchFile, readBranchFiles } from './branch-files.ts'
import { createLiteralSearch } from './literal-line.ts'
import { namedLine, namesIn } from './named-line.ts'
import { fileOfVersion, isToolsOwn } from './version-row.ts'

/**
 * Gives what a migration command sent a file and line of the branch: where the statement stands literally; else the file that
 * the tool itself names when it notes what it has run, at the line that names what the statement is about. That note and
 * what else a tool writes for itself is left out. `indexes` are base's.
 */
export async function placeSent(
  units: readonly SentUnit[],
  trees: { readonly base: Tree; readonly head: Tree },
  indexes: IndexDefinitions,
): Promise<readonly SentUnit<PlacedStep>[]> {
  // All that a tool sends that has nothing to do.
  if (units.every(({ steps }) => steps.every(({ source }) => isSetting(source)))) return []
  return placeInFiles(units, await readBranchFiles(trees), indexes)
}

/** The same with the files at hand. */
export function placeInFiles(
  units: readonly SentUnit[],
  files: readonly BranchFile[],
  indexes: IndexDefinitions,
): readonly SentUnit<PlacedStep>[] {
  const searches = new Map(files.map(file => [file, createLiteralSearch(file.text)]))
  const steps = units.flatMap(unit => unit.steps)
  const lookUp = { files, searches, indexes, unspoken: withoutLiteral(steps, files, searches) }
  const versions = new Map(steps.map(step => [step, filesOfVersions(step, files)]))
  const noted = new Map<SentStep, readonly BranchFile[]>()
  let next: readonly BranchFile[] = []
  for (const [at, step] of steps.toReversed().entries()) {
    const own = versions.get(step)!
    const isSameRun = at > 0 && versions.get(steps.at(-at)!)!.length > 0
    if (own.length > 0) next = isSameRun ? [...own, ...next] : own
    noted.set(step, next)
  }
  return units
    .map(unit => ({
      ...unit,
      steps: unit.steps
        .filter(step => versions.get(step)!.length === 0 && !isToolsOwn(step.source))
        .map(step => ({ ...step, ...placeOfStep(step, noted.get(step)!, lookUp) })),
    }))
    .filter(unit => unit.steps.length > 0)
}

/** That a tool makes in a row; more are a loop over data. */
const MAX_NOTES = 50

function filesOfVersions({ texts }: SentStep, files: readonly BranchFile[]): readonly BranchFile[] {
  return [...new Set(texts.slice(0, MAX_NOTES).flatMap(text => fileOfVersion(text, files) ?? []))]
}

type Searches = ReadonlyMap<BranchFile, (statement: string) => number | undefined>

interface LookUp {
  readonly files: readonly BranchFile[]
  readonly searches: Searches
  readonly indexes: IndexDefinitions
  /** The files' text without the statements that stand there literally: what a library made of code is told by other lines. */
  readonly unspoken: ReadonlyMap<string, string>
}

/** The text of each added file by its path, with empty lines in the place of statements that were sent as they stand there. */
function withoutLiteral(
  steps: readonly SentStep[],
  files: readonly BranchFile[],
  searches: Searches,
): ReadonlyMap<string, string> {
  const added = files.filter(({ isAdded }) => isAdded)
  return new Map(
    added.map(file => {
      const lines = file.text.split('\n')
      for (const { source } of steps) {
        const line = searches.get(file)?.(source)
        if (line !== undefined) lines.fill('', line - 1, line - 1 + source.trim().split('\n').length)
      }
      return [file.path, lines.join('\n')]
    }),
  )
}

/** `noted` are the files that the tool notes next, several where it notes them together. */
function placeOfStep({ source }: SentStep, noted: readonly BranchFile[], lookUp: LookUp): SourcePlace | NoPlace {
  const { files, indexes, unspoken } = lookUp
  const added = files.filter(({ isAdded }) => isAdded)
  const literal = literalPlace(source, [...noted, ...added], lookUp)
  if (literal !== undefined) return literal
  const names = namesIn(source, indexes)
  const [named] = noted
    .map(({ path, text }) => {
      const told = namedLine(names, unspoken.get(path) ?? text)
      return { path, ...(told.rank > 0 ? told : namedLine(names, text)) }
    })
    .toSorted((a, b) => b.rank - a.rank)
  // What a tool sends each time before it begins is no part of its first migration.
  if (named !== undefined && (named.rank > 0 || !isRerunnable(source))) return { file: named.path, line: named.line }
  return literalPlace(source, files, lookUp) ?? {}
}

function literalPlace(source: string, files: readonly BranchFile[], { searches }: LookUp): SourcePlace | undefined {
  for (const file of files) {
    const line = searches.get(file)?.(source)
    if (line !== undefined) return { file: file.path, line }
  }
  return undefined
}
