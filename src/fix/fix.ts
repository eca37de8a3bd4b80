import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileEdit, Finding } from '../advise/finding.ts'
import { openRepository } from '../checkout/repository.ts'
import { UserError } from '../errors.ts'
import type { Report } from '../report/report.ts'
import { parseReport } from '../report/schema.ts'
import { applyEdits } from './apply-edits.ts'

export interface FixOptions {
  /** The folder that the run was about. */
  readonly repo: string
  /** The file that `pgverdict run --json` wrote. */
  readonly report: string
  /** Of findings: whole, or how they begin. */
  readonly keys: readonly string[]
}

type Fixable = Finding & { readonly fix: NonNullable<Finding['fix']> }

/** Applies the fixes of findings in the working tree. Returns what was done, and what to do next. */
export async function fix(
  { repo, report: file, keys }: FixOptions,
  context: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<string> {
  const report = await readReport(file)
  const findings = [...new Set(keys.map(key => findFixable(report, key)))]
  assertTogether(findings)
  const { git } = await openRepository(repo, context)
  const edits = findings.flatMap(finding => finding.fix.files)
  await applyEdits(git.directory, edits)
  const done = findings.map(({ title }) => `${title}:`)
  const paths = [...new Map(edits.map(edit => [edit.path, edit])).values()].map(
    ({ path, sha256 }) => `  ${sha256 === undefined ? 'wrote' : 'changed'} ${path}`,
  )
  return [...done, ...paths, '', ...(await nextSteps(git.directory, edits)), ''].join('\n')
}

/** The migration of a partitioned table is made of the table as it was in the run: no other may change it meanwhile. */
function assertTogether(findings: readonly Fixable[]): void {
  for (const { key } of findings.filter(({ rule }) => rule === 'partition')) {
    const table = key.slice(key.lastIndexOf('.') + 1)
    const isOfTable = ({ title, fix: { sql } }: Fixable) => `${title} ${sql}`.split(/[^\p{L}\p{N}_$]+/u).includes(table)
    const others = findings.filter(finding => finding.key !== key && isOfTable(finding))
    if (others.length === 0) continue
    throw new UserError(`${key} cannot be written together with other changes of ${table}`, {
      kind: 'usage',
      hint: `Its migration is made for the table as it was in that run, and tables and indexes of partitions are changed otherwise. Write these first, run again, and take it from the new report:\n${others.map(other => `  ${other.key}`).join('\n')}`,
    })
  }
}

async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UserError(`The report ${file} could not be read`, {
      kind: 'usage',
      hint: `${error.message}\nMake one with \`pgverdict run --json ${file}\`.`,
      cause: error,
    })
  })
  return parseReport(text)
}

function findFixable({ findings }: Report, wanted: string): Fixable {
  const exact = findings.filter(({ key }) => key === wanted)
  const found = exact.length > 0 ? exact : findings.filter(({ key }) => key.startsWith(wanted))
  const fixable = found.filter((finding): finding is Fixable => finding.fix !== undefined)
  const [first, ...others] = fixable
  if (first === undefined || others.length > 0)
    throw choiceError(wanted, found, first === undefined ? findings : fixable)
  if (first.fix.files.length > 0) return first
  throw new UserError(`${first.key} changes no file of this project`, {
    kind: 'usage',
    hint: `Run this yourself, or put it into a migration:\n${first.fix.sql}`,
  })
}

function choiceError(wanted: string, found: readonly Finding[], candidates: readonly Finding[]): UserError {
  const keys = candidates.filter(({ fix }) => (fix?.files.length ?? 0) > 0).map(({ key }) => `  ${key}`)
  const message =
    candidates.length > 1 && found.length > 1 && found.some(({ fix }) => fix !== undefined)
      ? `Several findings begin with ${wanted}`
      : found.length > 0
        ? `${found[0]!.key} has no fix that was tried`
        : `The report has no finding ${wanted}`
  return new UserError(message, {
    kind: 'usage',
    hint: keys.length === 0 ? 'It has none that could be applied.' : `It can apply:\n${keys.join('\n')}`,
  })
}

async function nextSteps(root: string, edits: readonly FileEdit[]): Promise<readonly string[]> {
  const folders = [...new Set(edits.map(({ path }) => dirname(path)))]
  const sums = await Promise.all(folders.map(folder => isThere(join(root, folder, 'atlas.sum'))))
  return [
    'Next:',
    ...(sums.includes(true) ? ['  atlas migrate hash   # atlas.sum names every migration'] : []),
    '  git diff             # look at it',
    '  pgverdict run        # tries it together with everything else',
  ]
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )
