import { sourceText } from '../../src/report/place.ts'
import type { Report } from '../../src/report/report.ts'
import { type Case, readCases } from '../../test/corpus/case.ts'
import { createCaseRepository } from '../../test/corpus/case-repository.ts'
import { deviations } from '../../test/corpus/deviations.ts'
import { addUp, problemsOf, type Tally, tally } from './figures.ts'
import { type Decision, runGate, toDecision } from './gate.ts'
import type { PartInput } from './part.ts'
import { choose } from './sample.ts'
import { readSchemas } from './schemas.ts'

/** Each schema against itself: whatever is reported is false. */
export async function runSelfComparisons({ major, sample, say }: PartInput): Promise<Tally> {
  const schemas = (await readSchemas()).filter(({ since }) => since <= major)
  const tallies: Tally[] = []
  for (const { name, open } of choose(schemas, each => each.name, sample)) {
    using repository = await open()
    say(`aa ${name}`)
    const decision = await runGate(repository.directory, { base: 'main', head: 'main' }, major).then(
      toDecision,
      toFailure,
    )
    tallies.push('failure' in decision ? failed(name, decision.failure) : judgeNothing(name, decision))
    for (const problem of problemsOf(tallies.at(-1)!)) say(`! ${problem}`)
  }
  return addUp(tallies)
}

/** Branches that change nothing that a statement could feel: whatever is charged is false. */
export async function runNullCases(input: PartInput): Promise<Tally> {
  return runCases('null', input, isNull, ({ name, expected }, report) => {
    const found = [...toDecision(report).statements].filter(([, { isReported }]) => isReported)
    const wrong = [...deviations(report, expected), ...found.map(([statement, { said }]) => `${statement}: ${said}`)]
    return tally({ runs: 1, harmless: 1, falseBlocks: wrong.length > 0 ? [`${name}: ${wrong.join('; ')}`] : [] })
  })
}

/** The cases of the corpus against what each expects. */
export async function runCorpus(input: PartInput): Promise<Tally> {
  return runCases('corpus', input, each => !isNull(each), judgeCase)
}

const isNull = ({ expected }: Case) => expected.verdict === 'pass' && Object.keys(expected.statements).length === 0

async function runCases(
  part: string,
  { major, sample, say }: PartInput,
  wanted: (each: Case) => boolean,
  judge: (each: Case, report: Report) => Tally,
): Promise<Tally> {
  const cases = (await readCases()).filter(each => each.expected.since <= major && wanted(each))
  const tallies: Tally[] = []
  for (const each of choose(cases, ({ name }) => name, sample)) {
    using repository = await createCaseRepository(each.directory)
    say(`${part} ${each.name}`)
    const report = await runGate(repository.directory, { base: 'main', head: 'branch' }, major).catch(toFailure)
    tallies.push('failure' in report ? failed(each.name, report.failure) : judge(each, report))
    for (const problem of problemsOf(tallies.at(-1)!)) say(`! ${problem}`)
  }
  return addUp(tallies)
}

function judgeNothing(name: string, { isBlocked, statements }: Decision): Tally {
  const found = [...statements]
    .filter(([, { isReported }]) => isReported)
    .map(([statement, { said }]) => `${statement} ${said}`)
  const isFalse = isBlocked || found.length > 0
  return tally({ runs: 1, harmless: 1, falseBlocks: isFalse ? [`${name}: ${found.join('; ')}`] : [] })
}

function judgeCase({ name, expected }: Case, report: Report): Tally {
  const found = deviations(report, expected)
  const isRegression = expected.verdict === 'fail'
  const isBlocked = report.verdict === 'fail'
  const charged = Object.entries(expected.statements).filter(([, { cause, rule }]) => cause && rule !== undefined)
  const decision = toDecision(report)
  const isRight = charged.every(
    ([statement, { cause }]) => decision.statements.get(statement)?.cause === placeOf(cause),
  )
  const line = `${name}: ${found.join('; ')}`
  const isAttributable = isRegression && isBlocked && charged.length > 0
  return tally({
    runs: 1,
    regressions: isRegression ? 1 : 0,
    blocked: isRegression && isBlocked ? 1 : 0,
    harmless: isRegression ? 0 : 1,
    attributable: isAttributable ? 1 : 0,
    attributed: isAttributable && isRight ? 1 : 0,
    misses: isRegression && !isBlocked ? [line] : [],
    falseBlocks: !isRegression && isBlocked ? [line] : [],
    misattributions: isAttributable && !isRight ? [line] : [],
    failures:
      found.length > 0 && isRegression === isBlocked && (!isAttributable || isRight)
        ? [`other than expected: ${line}`]
        : [],
  })
}

const toFailure = (error: unknown) => ({
  failure: error instanceof Error ? error.message.split('\n', 1)[0]! : String(error),
})

const failed = (name: string, why: string): Tally => tally({ runs: 1, failures: [`${name}: ${why}`] })

const placeOf = (cause: Case['expected']['statements'][string]['cause']) =>
  typeof cause === 'object' && cause !== null ? sourceText(cause) : cause
