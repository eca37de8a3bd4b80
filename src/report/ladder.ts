import { enumerate, formatCount } from './format.ts'
import { groupBy } from './group-by.ts'
import { type Markdown, md, paragraphs } from './markdown.ts'

export interface Section {
  readonly body: Markdown
  /** The highest are left out first; 0 always stays. */
  readonly rank: number
  /** What the section is, for the note of what was left out: `plan diff`, `advice`. */
  readonly what: string
}

/** Room for the note of what was left out. */
const NOTE_BYTES = 600

/**
 * Joins the sections, leaving out the least important and among equals the last, until the whole fits into `maxBytes` of
 * UTF-8. `elsewhere` says where the rest is to be found.
 */
export function fitSections(sections: readonly Section[], maxBytes: number, elsewhere: Markdown): Markdown {
  const whole = paragraphs(sections.map(section => section.body))
  if (Buffer.byteLength(whole.source) <= maxBytes) return whole
  let room = maxBytes - NOTE_BYTES
  const kept = new Set<Section>()
  for (const section of sections.toSorted((a, b) => a.rank - b.rank)) {
    const bytes = Buffer.byteLength(section.body.source) + '\n\n'.length
    if (section.rank > 0 && bytes > room) continue
    kept.add(section)
    room -= bytes
  }
  const left = groupBy(
    sections.filter(section => !kept.has(section)),
    section => section.what,
  )
  const names = [...left].map(([what, { length }]) => (length === 1 ? what : `${formatCount(length)} × ${what}`))
  const note = md`Left out here because of its length: ${enumerate(names)}. ${elsewhere}`
  const bodies = sections.filter(section => kept.has(section)).map(section => section.body)
  return paragraphs([...bodies.slice(0, -1), note, ...bodies.slice(-1)])
}
