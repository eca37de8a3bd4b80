import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EMBEDDED_RELEASES } from '../src/postgres/embedded-releases.ts'
import { writeDocument } from './accuracy/document.ts'
import { type Figures, PARTS, type Part } from './accuracy/figures.ts'
import { measurePart } from './accuracy/measure-part.ts'
import type { Sample } from './accuracy/sample.ts'

const USAGE = `usage: accuracy [--major N] [--part ${PARTS.join('|')}|all] [--sample SIZE/SEED]
`
/** What was measured last, by part and major: one run of this script renews a few of them. */
const FIGURES = join(import.meta.dirname, '../test/accuracy/figures.json')
const DOCUMENT = join(import.meta.dirname, '../docs/accuracy.md')

const { major, part, sample } = parseArgs({
  options: { major: { type: 'string' }, part: { type: 'string', default: 'all' }, sample: { type: 'string' } },
}).values
const majors = major === undefined ? Object.keys(EMBEDDED_RELEASES) : major.split(',')
const parts = PARTS.filter(each => part === 'all' || part === each)
if (parts.length === 0 || majors.some(each => !Object.hasOwn(EMBEDDED_RELEASES, each))) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  for (const each of majors) {
    for (const wanted of parts) await renew(wanted, Number(each), sample === undefined ? undefined : toSample(sample))
  }
}

async function renew(wanted: Part, version: number, chosen: Sample | undefined): Promise<void> {
  const fresh = await measurePart(wanted, version, chosen, text => process.stderr.write(`${version} ${text}\n`))
  const known = JSON.parse(await readFile(FIGURES, 'utf8').catch(() => '[]')) as readonly Figures[]
  const others = known.filter(each => each.part !== wanted || each.major !== version)
  const figures = [...others, fresh].toSorted(
    (a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || a.major - b.major,
  )
  await writeFile(FIGURES, `${JSON.stringify(figures, null, 2)}\n`)
  await writeFile(DOCUMENT, writeDocument(figures))
  process.stdout.write(`${writeDocument([fresh])}\n`)
}

function toSample(text: string): Sample {
  const [size, seed = ''] = text.split('/')
  return { size: Number(size), seed }
}
