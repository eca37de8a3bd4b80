/** Names of the migrations after the last one, in its own way of numbering; one call, one name. */
export type NameNext = (slug: string) => string

const TIMESTAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/
const DATED = /^(\d{4})-(\d{2})-(\d{2})-(\d{2})(\d{2})(\d{2})(?=_|$)/

/**
 * Counts on from the name of the last migration, a file without its ending or a folder: no clock, so that the same run writes the
 * same names. A timestamp goes on by a second, a number by one in as many digits; what has neither gets the slug behind it.
 */
export function namesAfter(last: string): NameNext {
  let current = last
  return slug => {
    current = nextName(current, slug)
    return current
  }
}

function nextName(last: string, slug: string): string {
  const dated = DATED.exec(last)
  if (dated !== null) {
    const [date, time] = [dated.slice(1, 4), dated.slice(4, 7)]
    const [, ...next] = TIMESTAMP.exec(later([...date, ...time].join(''))) ?? []
    return `${next.slice(0, 3).join('-')}-${next.slice(3).join('')}_${slug}`
  }
  // Flyway's prefix and separator may be set to others.
  const flyway = /^([A-Za-z][A-Za-z-]*(?:[\d.]*[._])?)(\d+)(__|--)/.exec(last)
  if (flyway !== null) return `${flyway[1]}${plusOne(flyway[2]!)}${flyway[3]}${slug}`
  const numbered = /^(\d+)([_.-]?)/.exec(last)
  if (numbered === null) return `${last}_${slug}`
  const [, digits = '', separator] = numbered
  return `${TIMESTAMP.test(digits) ? later(digits) : plusOne(digits)}${separator || '_'}${slug}`
}

/** A second later, or one more where the digits are no time. */
function later(digits: string): string {
  const [, year, month, day, hour, minute, second] = TIMESTAMP.exec(digits) ?? []
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).getTime()
  if (Number.isNaN(time)) return plusOne(digits)
  return new Date(time + 1000).toISOString().slice(0, 19).replace(/\D/g, '')
}

function plusOne(digits: string): string {
  return String(BigInt(digits) + 1n).padStart(digits.length, '0')
}
