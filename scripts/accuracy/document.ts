import { markdownTable } from 'markdown-table'
import { type Figures, PARTS, type Part } from './figures.ts'

const ABOUT: Readonly<Record<Part, { readonly title: string; readonly text: string }>> = {
  aa: {
    title: 'A/A: a branch that changes nothing',
    text: 'Every schema of the corpus, and the example, against itself. Whatever is reported, charged or not, counts as a false block.',
  },
  null: {
    title: 'Null cases: a branch that changes nothing that a statement could feel',
    text: 'Cases of the corpus whose expectation is that nothing is reported. Whatever is reported counts as a false block.',
  },
  scale: {
    title: 'Scale: a thousand statements that a branch does not touch',
    text: 'The case `index-dropped` with 1,000 further statements in its workload. What is reported besides the regression counts as a false block.',
  },
  corpus: {
    title: 'Corpus: regressions, improvements and look-alikes by hand',
    text: 'The other cases under `test/cases`, each against its `expected.json`. Counted by case.',
  },
  mutations: {
    title: 'Mutations: every index and every indexed column of the corpus',
    text: [
      'Every index of every schema dropped (with the constraint that rests on it, unless a foreign key needs that), every indexed column’s type changed, every composite index reversed, one at a time and between two harmless statements.',
      'The truth is measured by `scripts/accuracy/truth.ts`, which shares no code with the product: plain `EXPLAIN (ANALYZE, BUFFERS)` of each statement before and after, on a server of its own.',
      'A true regression reads at least 1.5 times the pages and at least 100 more, or fails. Counted by statement. Where a version is marked as a sample, so many mutations were chosen by a hash of their names, the same ones each time.',
    ].join(' '),
  },
  example: {
    title: 'Mutations of the example',
    text: 'The same of `examples/property-management`, a schema as large as an application’s.',
  },
}

const LISTS = [
  ['misses', 'Missed'],
  ['falseBlocks', 'Blocked or reported falsely'],
  ['misattributions', 'Blocked, and laid to another line'],
  ['smaller', 'Blocked for growth between the gate’s threshold (1.2 times) and 1.5 times, which counts as neither'],
  ['failures', 'Not as expected otherwise, or not run'],
] as const

/** The page about how often the gate is right; equal figures give an equal text. */
export function writeDocument(figures: readonly Figures[]): string {
  return [
    '# How often the gate is right',
    'Made by `npm run accuracy`; every table names the command that made it, and everything that went wrong is listed by name.',
    quietRuns(figures),
    ...PARTS.flatMap(part =>
      writePart(
        part,
        figures.filter(each => each.part === part),
      ),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

/** A/A runs and null cases of all versions together. */
function quietRuns(figures: readonly Figures[]): string {
  const quiet = figures.filter(({ part }) => part === 'aa' || part === 'null')
  const sum = (of: (figures: Figures) => number) => quiet.reduce((total, each) => total + of(each), 0)
  const [runs, reports] = [sum(each => each.harmless), sum(each => each.falseBlocks.length)]
  return `Runs in which nothing may be reported, A/A and null cases on all versions: ${runs}. Runs in which something was: ${reports}.`
}

function writePart(part: Part, figures: readonly Figures[]): readonly string[] {
  if (figures.length === 0) return []
  const rows = figures.toSorted((a, b) => a.major - b.major)
  const { title, text } = ABOUT[part]
  const columns = part === 'aa' || part === 'null' ? ERRORS : RATES
  const table = markdownTable(
    [columns.map(([name]) => name), ...rows.map(row => columns.map(([, show]) => show(row)))],
    {
      align: columns.map((_, index) => (index === 0 ? 'l' : 'r')),
    },
  )
  return [
    `## ${title}`,
    text,
    table,
    ['```sh', ...rows.map(({ major, sample }) => commandOf(part, major, sample)), '```'].join('\n'),
    ...LISTS.flatMap(([key, name]) =>
      writeList(
        name,
        rows.map(row => [row.major, row[key]] as const),
      ),
    ),
  ]
}

const commandOf = (part: Part, major: number, sample: string | undefined): string =>
  `npm run accuracy -- --major ${major} --part ${part}${sample === undefined ? '' : ` --sample ${sample}`}`

const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`

type Column = readonly [string, (figures: Figures) => string]

const VERSION: Column = ['PostgreSQL', ({ major, sample }) => `${major}${sample === undefined ? '' : ' (sample)'}`]
const RUNS: Column = ['Runs', ({ runs }) => String(runs)]
const ERRORS: readonly Column[] = [
  VERSION,
  RUNS,
  ['False reports', ({ falseBlocks, harmless }) => share(falseBlocks.length, harmless)],
]
const RATES: readonly Column[] = [
  VERSION,
  RUNS,
  ['Regressions blocked', ({ blocked, regressions }) => share(blocked, regressions)],
  ['Blocked falsely', ({ falseBlocks, harmless }) => share(falseBlocks.length, harmless)],
  ['Laid to the right line', ({ attributed, attributable }) => share(attributed, attributable)],
]

/** Each line once, with the versions on which it happened. */
function writeList(title: string, byMajor: readonly (readonly [number, readonly string[]])[]): readonly string[] {
  const majors = new Map<string, number[]>()
  for (const [major, lines] of byMajor) {
    for (const line of lines) majors.set(line, [...(majors.get(line) ?? []), major])
  }
  if (majors.size === 0) return []
  const items = [...majors].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${title}:`,
    items.map(([line, on]) => `- ${line.replaceAll('|', '\\|')} — PostgreSQL ${on.join(', ')}`).join('\n'),
  ]
}
